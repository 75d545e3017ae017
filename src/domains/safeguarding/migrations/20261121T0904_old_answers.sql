-- Answers may be old when they come in, such as those of an import: a concern says when its answer was given.
alter table concerns add column answered_at timestamptz;
alter table concerns add check (answered_at is null or response_id is not null);

-- About which of these people a concern is open that an answer raised: more old answers of theirs raise no second one.
create function with_open_answer_concern(asked uuid[]) returns setof uuid
  language sql stable security definer set search_path = public as $$
  select distinct c.about_id from concerns c
  where c.organisation_id = current_organisation() and c.about_id = any (asked) and c.response_id is not null
    and not exists (
      select from concern_closings k where k.organisation_id = c.organisation_id and k.concern_id = c.id and k.confirmed_at is not null
        and k.round = (select max(r.number) from concern_rounds r where r.organisation_id = c.organisation_id and r.concern_id = c.id))
$$;
alter function with_open_answer_concern(uuid[]) owner to trellis_definer;

-- That somebody worried about them, for a seeker's own copy of what is kept about them. Of a worry about a colleague the
-- words are sealed for whoever raised it, and the colleague learns nothing here.
create function concerns_about_me() returns table (id uuid, raised_at timestamptz, closed_at timestamptz, by_myself boolean, answered_at timestamptz)
  language sql stable security definer set search_path = public as $$
  select c.id, c.raised_at, (
      select max(k.confirmed_at) from concern_closings k where k.organisation_id = c.organisation_id and k.concern_id = c.id
        and k.round = (select max(r.number) from concern_rounds r where r.organisation_id = c.organisation_id and r.concern_id = c.id)),
    coalesce(c.raised_by = current_person(), false), c.answered_at
  from concerns c
  where c.organisation_id = current_organisation() and c.about_id = current_person() and c.sealed_for = current_person()
  order by c.raised_at
$$;
alter function concerns_about_me() owner to trellis_definer;
