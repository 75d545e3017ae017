// The floors of the house: a room may use only rooms on floors below, through their index. See ARCHITECTURE.md.
const floors = [
  ['people', 'places', 'measures', 'funding'],
  ['training', 'competence', 'support', 'library', 'community'],
  ['supervision', 'safeguarding', 'mentorship'],
  ['matching', 'scholarships'],
  ['care-plans', 'campaigns'],
  ['coverage', 'advocacy'],
  ['impact']
];
const inRooms = (rooms) => `^src/domains/(${rooms.join('|')})/`;

const upward = floors.flatMap((rooms, floor) => {
  const above = floors.slice(floor + 1).flat();
  return above.length
    ? [
        {
          name: `up-from-floor-${floor + 1}`,
          severity: 'error',
          from: { path: inRooms(rooms), pathNot: '\\.test\\.ts$' },
          to: { path: inRooms(above) }
        }
      ]
    : [];
});
// Rooms on one floor stand side by side; none may lean on its neighbour, but training and competence share people's hours.
const sideways = floors.flat().map((room) => ({
  name: `beside-${room}`,
  severity: 'error',
  from: { path: inRooms([room]), pathNot: '\\.test\\.ts$' },
  to: {
    path: inRooms(
      floors
        .find((rooms) => rooms.includes(room))
        .filter((other) => other !== room)
        .concat('nobody')
    )
  }
}));

module.exports = {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    ...upward,
    ...sideways,
    {
      name: 'through-the-front-door',
      comment: 'Another room is used through its index only.',
      severity: 'error',
      from: { path: '^src/domains/([^/]+)/' },
      to: {
        path: '^src/domains/([^/]+)/',
        pathNot: ['^src/domains/$1/', '/index(\\.server)?\\.ts$', '/messages/']
      }
    },
    {
      name: 'outside-through-the-front-door',
      severity: 'error',
      from: { path: '^src/(routes|cli|assembly|hooks)' },
      to: {
        path: '^src/domains/[^/]+/',
        pathNot: ['/index(\\.server)?\\.ts$', '/seed\\.server\\.ts$', '\\.(svelte|css)$']
      }
    },
    {
      name: 'platform-knows-no-domain',
      severity: 'error',
      from: { path: '^src/(platform|ui)/', pathNot: '^src/platform/testing/' },
      to: { path: '^src/(domains|routes|cli|assembly)/' }
    },
    {
      name: 'nobody-imports-the-roof',
      severity: 'error',
      from: { path: '^src/(domains|platform|ui)/', pathNot: '^src/platform/testing/' },
      to: { path: '^src/(routes|cli)/' }
    },
    {
      name: 'pure-files-stay-pure',
      comment: 'A concept’s rules and types touch no database and no framework.',
      severity: 'error',
      from: { path: '^src/domains/.*\\.ts$', pathNot: '\\.(server|test)\\.ts$' },
      to: {
        path: ['\\.server\\.ts$', 'node_modules/(kysely|pg|@sveltejs)', '^node:'],
        dependencyTypesNot: ['type-only']
      }
    },
    {
      name: 'rooms-know-no-framework',
      severity: 'error',
      from: { path: '^src/(domains|platform)/.*\\.ts$', pathNot: '\\.test\\.ts$' },
      to: { path: ['^\\$app', 'node_modules/@sveltejs'] }
    },
    {
      name: 'routes-reach-no-pool',
      severity: 'error',
      from: { path: '^src/routes/', pathNot: '\\.test\\.ts$' },
      to: { path: '^src/platform/database/', dependencyTypesNot: ['type-only'] }
    }
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)compiled/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types', 'svelte'],
      extensions: ['.ts', '.js', '.svelte', '.json']
    }
  }
};
