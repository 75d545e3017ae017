-- What learners did, told to a Learning Record Store as xAPI statements: where to, with whose agreement, and what has arrived.

-- Where statements go from a moment on. Another is a new row; one at a time is open.
create table record_stores (
  organisation_id uuid not null references organisations,
  id uuid not null,
  endpoint text not null check (endpoint ~ '^https?://'),
  -- Name and secret, sealed for this installation.
  credentials text not null,
  -- Whether each learner agrees for themself, or the organisation has settled it and says why.
  basis text not null check (basis in ('consent', 'policy')),
  reason text not null check (length(reason) between 1 and 500),
  set_by uuid not null references people (id),
  set_at timestamptz not null,
  ended_at timestamptz,
  failures int not null default 0 check (failures >= 0),
  next_attempt_at timestamptz not null,
  last_error text,
  last_sent_at timestamptz,
  primary key (organisation_id, id)
);
create unique index record_stores_open on record_stores (organisation_id) where ended_at is null;

-- A learner's own agreement; taken back, it stays as what it was until then.
create table statement_consents (
  organisation_id uuid not null references organisations,
  id uuid not null,
  person_id uuid not null references people (id),
  given_at timestamptz not null,
  withdrawn_at timestamptz check (withdrawn_at >= given_at),
  primary key (organisation_id, id)
);
create unique index statement_consents_standing on statement_consents (organisation_id, person_id) where withdrawn_at is null;

create table statement_deliveries (
  organisation_id uuid not null references organisations,
  store_id uuid not null,
  key text not null,
  person_id uuid not null references people (id),
  delivered_at timestamptz not null,
  primary key (organisation_id, store_id, key),
  foreign key (organisation_id, store_id) references record_stores (organisation_id, id)
);

-- Everything there is to tell, each with a key that is the same for ever. Who looks sees what the rows behind it let them see.
create view statement_facts with (security_invoker = true) as
  select organisation_id, 'begun/' || course_id || '/' || person_id as key, 'initialized' as verb, person_id, begun_at as at,
    'course' as thing, course_id, null::uuid as workshop_id, course_id::text as thing_id, null::uuid as registration,
    null::numeric as scaled, null::int as seconds
    from course_enrolments
  union all
  select organisation_id, 'lesson/' || lesson_id || '/' || person_id, 'completed', person_id, done_at,
    'lesson', course_id, null, lesson_id::text, null, null, null
    from lesson_completions
  union all
  select a.organisation_id, 'answered/' || a.id || '/' || i.question_id, 'answered', a.person_id, a.made_at,
    'question', a.course_id, a.workshop_id, a.quiz_id || '/' || i.question_id, null, i.share, null
    from quiz_attempts a join quiz_attempt_items i on i.organisation_id = a.organisation_id and i.attempt_id = a.id
  union all
  select organisation_id, 'quiz/' || id, case when passed then 'passed' else 'failed' end, person_id, made_at,
    'quiz', course_id, workshop_id, quiz_id::text, null, share, null
    from quiz_attempts where occasion = 'course'
  union all
  -- A test before or after a workshop measures the workshop; nobody passes or fails it.
  select organisation_id, 'quiz/' || id, 'completed', person_id, made_at,
    'quiz', course_id, workshop_id, quiz_id::text, null, share, null
    from quiz_attempts where occasion <> 'course'
  union all
  select organisation_id, 'attended/' || session_id || '/' || person_id, 'attended', person_id, marked_at,
    'workshop', null, workshop_id, workshop_id::text, null, null, (hours * 3600)::int
    from current_attendances where hours > 0
  union all
  select a.organisation_id, 'package-begun/' || a.id, 'initialized', a.person_id, a.begun_at,
    'package', p.course_id, null, p.id::text, a.id, null, null
    from package_attempts a join course_packages p on p.organisation_id = a.organisation_id and p.id = a.package_id
  union all
  select a.organisation_id, 'package/' || a.id || '/' || g.success, case g.success when 'unknown' then 'completed' else g.success end,
    a.person_id, g.saved_at, 'package', p.course_id, null, p.id::text, a.id, g.scaled, g.seconds
    from package_attempts a
      join course_packages p on p.organisation_id = a.organisation_id and p.id = a.package_id
      join package_progress g on g.organisation_id = a.organisation_id and g.attempt_id = a.id
    where g.completion = 'completed';
grant select on statement_facts to trellis_app;

alter table record_stores enable row level security;
alter table record_stores force row level security;
alter table statement_consents enable row level security;
alter table statement_consents force row level security;
alter table statement_deliveries enable row level security;
alter table statement_deliveries force row level security;

-- Its secret is the administrator's business; that there is one, and on what basis, concerns every learner.
create policy record_stores_read on record_stores for select to trellis_app using (
  organisation_id = current_organisation() and (speaks_as('administrator', 'system') or sees_workshops()));
create policy record_stores_set on record_stores for insert to trellis_app with check (
  organisation_id = current_organisation() and speaks_as('administrator') and set_by = current_person());
create policy record_stores_go_on on record_stores for update to trellis_app
  using (organisation_id = current_organisation() and speaks_as('administrator', 'system'))
  with check (organisation_id = current_organisation() and speaks_as('administrator', 'system'));

create policy statement_consents_read on statement_consents for select to trellis_app using (
  organisation_id = current_organisation() and (person_id = current_person() or speaks_as('system')));
create policy statement_consents_give on statement_consents for insert to trellis_app with check (
  organisation_id = current_organisation() and person_id = current_person());
create policy statement_consents_withdraw on statement_consents for update to trellis_app
  using (organisation_id = current_organisation() and person_id = current_person())
  with check (organisation_id = current_organisation() and person_id = current_person() and withdrawn_at is not null);

create policy statement_deliveries_read on statement_deliveries for select to trellis_app using (
  organisation_id = current_organisation() and (person_id = current_person() or speaks_as('administrator', 'system')));
create policy statement_deliveries_note on statement_deliveries for insert to trellis_app with check (
  organisation_id = current_organisation() and speaks_as('system'));

grant select, insert on record_stores, statement_consents, statement_deliveries to trellis_app;
grant update (ended_at, failures, next_attempt_at, last_error, last_sent_at) on record_stores to trellis_app;
grant update (withdrawn_at) on statement_consents to trellis_app;
