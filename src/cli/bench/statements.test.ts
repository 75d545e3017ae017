import { expect, test } from 'vitest';
import { conversationsIn } from './statements.ts';

const log = `@10@LOG:  statement: begin
@10@LOG:  execute <unnamed>: set local role trellis_app
@10@LOG:  execute <unnamed>: select begin_as_person($1, $2)
@10@DETAIL:  Parameters: $1 = 'a', $2 = NULL
@11@LOG:  statement: select 1
@10@LOG:  execute <unnamed>: select *
	from people where name = $1
@10@DETAIL:  Parameters: $1 = 'O''Neill, $2 = x'
@12@LOG:  execute <unnamed>: select * from pgboss.job where begin_as_system = $1
@12@DETAIL:  Parameters: $1 = '1'
`;

test('what one page asked is read back from the log, with its parameters, and nobody else’s', () => {
  expect(conversationsIn(log)).toEqual([
    [
      { sql: 'begin', parameters: [] },
      { sql: 'set local role trellis_app', parameters: [] },
      { sql: 'select begin_as_person($1, $2)', parameters: ['a', null] },
      { sql: 'select *\n\tfrom people where name = $1', parameters: ["O'Neill, $2 = x"] }
    ]
  ]);
});
