-- Where not everybody has a device, somebody who runs the workshop enters the answers a learner gave on paper to its test. It is the
-- learner's attempt, once as any other, and says who entered it; when is `received_at`.
alter table quiz_attempts add column entered_by uuid references people (id);
alter table quiz_attempts add check (entered_by is null or (occasion <> 'course' and entered_by <> person_id));

-- For their own workshops; a coordinator, for all. Only of people with a seat.
create policy quiz_attempts_enter on quiz_attempts for insert to trellis_app with check (
  organisation_id = current_organisation() and entered_by = current_person()
  and (speaks_as('coordinator') or (speaks_as('trainer') and exists (
    select from workshop_trainers t where t.organisation_id = quiz_attempts.organisation_id
      and t.workshop_id = quiz_attempts.workshop_id and t.person_id = current_person() and t.left_at is null)))
  and exists (
    select from enrolments e where e.organisation_id = quiz_attempts.organisation_id and e.workshop_id = quiz_attempts.workshop_id
      and e.person_id = quiz_attempts.person_id and e.seated_at is not null and e.cancelled_at is null));
-- What somebody hands in themself, nobody entered for them.
alter policy quiz_attempts_hand_in on quiz_attempts with check (
  organisation_id = current_organisation() and person_id = current_person() and entered_by is null and sees_workshops());
alter policy quiz_attempt_items_score on quiz_attempt_items with check (
  organisation_id = current_organisation() and exists (
    select from quiz_attempts a where a.organisation_id = quiz_attempt_items.organisation_id and a.id = attempt_id
      and coalesce(a.entered_by, a.person_id) = current_person()));
