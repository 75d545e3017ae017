-- A row may be seen as soon as one policy says so, and PostgreSQL asks a table's policies in turn, from the last name to the first.
-- So the one that says yes to most rows and asks least has the last name: else each row of a list went through functions about
-- concerns and invitations before the policy that lets colleagues see each other was asked. Who sees whom stays as it is.

-- Two policies of people asked the same of memberships, and nearly every statement carried both in its plan. As one they are a third
-- of what row-level security adds to a plan, in time and memory. Whom these roles may see as a seeker belongs here in the same way:
-- they read every membership of their organisation, so what `is_member` adds for colleagues adds nothing for them.
alter policy people_read_colleagues on people using (
  (kind = 'staff' or (kind = 'seeker' and (select speaks_as('coordinator', 'safeguarding-lead', 'system'))))
  and (exists (select from memberships m where m.person_id = people.id and m.organisation_id = (select current_organisation()))
    or is_member(id)));
drop policy people_read_seekers on people;
alter policy people_read_colleagues on people rename to people_read_who_belongs;

alter policy relationships_read_supervised on relationships rename to relationships_overseen;
alter policy encounters_read_supervised on encounters rename to encounters_overseen;
alter policy concerns_read_supervised on concerns rename to concerns_overseen;
