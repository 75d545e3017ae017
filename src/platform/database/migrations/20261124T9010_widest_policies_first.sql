-- A row may be seen as soon as one policy says so, and PostgreSQL asks a table's policies in turn, from the last name to the first.
-- So the one that says yes to most rows and asks least has the last name: else each row of a list went through functions about
-- concerns and invitations before the policy that lets colleagues see each other was asked. What the policies say stays as it is.

alter policy people_read_colleagues on people rename to people_read_staff;
alter policy relationships_read_supervised on relationships rename to relationships_overseen;
alter policy encounters_read_supervised on encounters rename to encounters_overseen;
alter policy concerns_read_supervised on concerns rename to concerns_overseen;
