-- The same rows as before, found with less work.

-- What `responds_to` asks, of a concern that is at hand already.
alter policy people_read_of_concern on people using (
  exists (select from concerns c
    where c.organisation_id = current_organisation() and c.about_id = people.id and c.about_id is distinct from current_person()
      and (speaks_as('safeguarding-lead', 'coordinator', 'supervisor') or paged_about(c.id))));

-- The concerns the speaker was called to, still without anybody who has them, with the time to respond by. Every page of the
-- staff asks this. It tells what reading the tables would: whoever was called sees a concern unless it is about themselves.
create function concerns_calling() returns table (id uuid, respond_by timestamptz)
  language sql stable security definer set search_path = public as $$
  select c.id, d.due_at
  from concerns c
  cross join lateral (select max(r.number) as number from concern_rounds r
    where r.organisation_id = c.organisation_id and r.concern_id = c.id) round
  join concern_deadlines d on d.organisation_id = c.organisation_id and d.concern_id = c.id and d.round = round.number and d.step = 'second'
  where c.organisation_id = current_organisation()
    and c.id in (select p.concern_id from concern_pages p
      where p.organisation_id = current_organisation() and p.person_id = current_person())
    and (c.raised_by = current_person() or c.about_id is distinct from current_person())
    and not exists (select from concern_acknowledgements a
      where a.organisation_id = c.organisation_id and a.concern_id = c.id and a.round = round.number)
    and not exists (select from concern_closings k
      where k.organisation_id = c.organisation_id and k.concern_id = c.id and k.round = round.number and k.confirmed_at is not null)
  order by d.due_at
$$;
alter function concerns_calling() owner to trellis_definer;
create policy concern_acknowledgements_definer on concern_acknowledgements for select to trellis_definer using (true);
grant select on concern_acknowledgements, concern_deadlines to trellis_definer;
