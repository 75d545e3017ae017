/**
 * The measure: the barest SvelteKit pages, built as Trellis is. Each shows fifty rows in a table: one has them at hand, the
 * other asks the database for them in one statement, as the owner, whom no policy holds.
 */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { freePort } from '#platform/ports.ts';

const page = `
    <script>let { data } = $props();</script>
    <h1>People</h1>
    <table>
      <thead><tr><th>Name</th><th>Role</th><th>Since</th></tr></thead>
      <tbody>
        {#each data.rows as { id, name, role, since } (id)}
          <tr><td><a href="/people/{id}">{name}</a></td><td>{role}</td><td>{since}</td></tr>
        {/each}
      </tbody>
    </table>`;
const files = {
  'package.json': '{ "type": "module" }',
  'vite.config.js': `
    import adapter from '@sveltejs/adapter-node';
    import { sveltekit } from '@sveltejs/kit/vite';
    export default { plugins: [sveltekit({ adapter: adapter() })] };`,
  'src/app.html':
    '<!doctype html><html lang="en"><head>%sveltekit.head%</head><body>%sveltekit.body%</body></html>',
  'src/routes/+page.server.js': `
    export const csr = false;
    export const load = () => ({
      rows: Array.from({ length: 50 }, (_, id) => ({ id, name: 'Somebody ' + id, role: 'supporter', since: '21 November 2026' }))
    });`,
  'src/routes/+page.svelte': page,
  'src/routes/asked/+page.server.js': `
    import pg from 'pg';
    export const csr = false;
    const pool = new pg.Pool({ connectionString: process.env.BARE_DATABASE, max: 3 });
    const text = "select m.id, p.name, m.role, m.since::text from memberships m join people p on p.id = m.person_id order by p.name limit 50";
    export const load = async () => ({ rows: (await pool.query({ name: 'people', text })).rows });`,
  'src/routes/asked/+page.svelte': page
};

/** `asked` is the page that asks the database. */
export type Bare = { address: string; asked: string; pid: number };

/** Builds them in the folder and serves them, over the database at `owner`, until `running` is ended. */
export async function startBare(folder: string, owner: string, running: Set<ChildProcess>): Promise<Bare> {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.join(folder, path.dirname(name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  borrowPackages(folder);
  execFileSync(process.execPath, ['node_modules/vite/bin/vite.js', 'build'], { cwd: folder, stdio: 'pipe' });
  const port = await freePort();
  const child = spawn(process.execPath, ['build/index.js'], {
    cwd: folder,
    env: { ...process.env, HOST: '127.0.0.1', PORT: String(port), BARE_DATABASE: owner },
    stdio: 'ignore'
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  const address = `http://127.0.0.1:${port}/`;
  await untilAnswering(address, child);
  return { address, asked: `${address}asked`, pid: child.pid! };
}

// All but what building writes there itself, such as Kit's types of our own routes.
function borrowPackages(folder: string): void {
  const ours = path.join(process.env.TRELLIS_HOME ?? process.cwd(), 'node_modules');
  mkdirSync(path.join(folder, 'node_modules'));
  for (const name of readdirSync(ours).filter((name) => !/^[.$]/.test(name)))
    symlinkSync(path.join(ours, name), path.join(folder, 'node_modules', name));
}

async function untilAnswering(address: string, child: ChildProcess): Promise<void> {
  while (!(await fetch(address).catch(() => null))?.ok) {
    if (child.exitCode !== null) throw new Error('The bare page did not start.');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
