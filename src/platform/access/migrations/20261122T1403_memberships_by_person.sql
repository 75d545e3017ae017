-- Whether somebody belongs here is asked of nearly every row of people and profiles, of those who have left too. The two
-- indexes of current memberships cannot answer that, and walking through the whole organisation takes long in a large one.
create index memberships_by_person on memberships (organisation_id, person_id);
