import { expect, test } from 'vitest';
import { askedIn } from './statements.ts';

const sweep = `@12@LOG:  statement: begin; set local role trellis_app
@12@LOG:  execute <unnamed>: select begin_as_visitor($1, $2)
@12@DETAIL:  Parameters: $1 = NULL, $2 = NULL
@12@LOG:  statement: select organisation_ids() as id
@12@LOG:  statement: commit
@12@LOG:  statement: begin; set local role trellis_app
@12@LOG:  execute <unnamed>: select begin_as_system($1)
@12@DETAIL:  Parameters: $1 = 'b'
@12@LOG:  statement: commit
`;
const page = `@10@LOG:  statement: begin; set local role trellis_app
@10@LOG:  execute Xy_1: select * from begin_session($1, $2)
@10@DETAIL:  Parameters: $1 = 't', $2 = NULL
@10@LOG:  execute <unnamed>: select *
	from people where name = $1 or name is not distinct from $2
@10@DETAIL:  Parameters: $1 = 'O''Neill, $2 = x', $2 = NULL
@10@LOG:  execute <unnamed>: insert into audit_entries values ($1)
@10@DETAIL:  Parameters: $1 = 'read'
@10@LOG:  statement: commit
`;

test('what a page asked is told apart from sweeps; its parameters are read back, and what it wrote is left out', () => {
  expect(askedIn(sweep + page)).toEqual({
    page: [
      { sql: 'begin; set local role trellis_app', parameters: [] },
      { sql: 'select * from begin_session($1, $2)', parameters: ['t', null] },
      {
        sql: 'select *\n\tfrom people where name = $1 or name is not distinct from $2',
        parameters: ["O'Neill, $2 = x", null]
      },
      { sql: 'commit', parameters: [] }
    ],
    writes: 1
  });
});

test('two pages at once cannot be told apart, and are refused', () => {
  expect(() => askedIn(page + page.replaceAll('@10@', '@20@'))).toThrow('2 pages');
});
