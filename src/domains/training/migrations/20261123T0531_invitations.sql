-- A workshop may be for those who are invited. An invitation stays; each answer to it is a row, and the newest counts.

alter table workshops add by_invitation boolean not null default false;

create table workshop_invitations (
  organisation_id uuid not null references organisations,
  id uuid not null,
  workshop_id uuid not null,
  person_id uuid not null references people (id),
  invited_by uuid references people (id),
  invited_at timestamptz not null,
  primary key (organisation_id, id),
  unique (organisation_id, workshop_id, person_id),
  foreign key (organisation_id, workshop_id) references workshops (organisation_id, id)
);
create index workshop_invitations_of_person on workshop_invitations (organisation_id, person_id);
create trigger workshop_invitations_append_only before update or delete or truncate on workshop_invitations
  for each statement execute function refuse_change();

create table workshop_invitation_answers (
  organisation_id uuid not null references organisations,
  id uuid not null,
  invitation_id uuid not null,
  answer text not null check (answer in ('accepted', 'declined')),
  answered_at timestamptz not null,
  primary key (organisation_id, id),
  foreign key (organisation_id, invitation_id) references workshop_invitations (organisation_id, id)
);
create index workshop_invitation_answers_of on workshop_invitation_answers (organisation_id, invitation_id, answered_at desc, id desc);
create trigger workshop_invitation_answers_append_only before update or delete or truncate on workshop_invitation_answers
  for each statement execute function refuse_change();

-- So that nobody is reminded twice of the same.
create table workshop_invitation_reminders (
  organisation_id uuid not null references organisations,
  invitation_id uuid not null,
  number smallint not null check (number in (1, 2)),
  sent_at timestamptz not null,
  primary key (organisation_id, invitation_id, number),
  foreign key (organisation_id, invitation_id) references workshop_invitations (organisation_id, id)
);

alter table workshop_invitations enable row level security;
alter table workshop_invitations force row level security;
alter table workshop_invitation_answers enable row level security;
alter table workshop_invitation_answers force row level security;
alter table workshop_invitation_reminders enable row level security;
alter table workshop_invitation_reminders force row level security;

create policy workshop_invitations_read on workshop_invitations for select to trellis_app using (
  organisation_id = current_organisation() and (person_id = current_person() or sees_attendance()));
create policy workshop_invitations_send on workshop_invitations for insert to trellis_app with check (
  organisation_id = current_organisation() and speaks_as('coordinator', 'trainer', 'system') and is_member(person_id)
  and invited_by is not distinct from current_person());
-- Whoever sees the invitation sees its answers: the inner query is under the invitation's own policy.
create policy workshop_invitation_answers_read on workshop_invitation_answers for select to trellis_app using (
  organisation_id = current_organisation() and exists (
    select from workshop_invitations i where i.organisation_id = workshop_invitation_answers.organisation_id
      and i.id = workshop_invitation_answers.invitation_id));
create policy workshop_invitation_answers_give on workshop_invitation_answers for insert to trellis_app with check (
  organisation_id = current_organisation() and exists (
    select from workshop_invitations i where i.organisation_id = workshop_invitation_answers.organisation_id
      and i.id = workshop_invitation_answers.invitation_id and i.person_id = current_person()));
create policy workshop_invitation_reminders_read on workshop_invitation_reminders for select to trellis_app using (
  organisation_id = current_organisation() and speaks_as('system', 'coordinator', 'trainer'));
create policy workshop_invitation_reminders_send on workshop_invitation_reminders for insert to trellis_app with check (
  organisation_id = current_organisation() and speaks_as('system'));

-- Nobody takes a seat for themself where they were not asked to come.
create policy enrolments_invited on enrolments as restrictive for insert to trellis_app with check (
  person_id is distinct from current_person() or speaks_as('coordinator', 'trainer', 'system')
  or not exists (select from workshops w where w.organisation_id = enrolments.organisation_id and w.id = enrolments.workshop_id
    and w.by_invitation)
  or exists (select from workshop_invitations i where i.organisation_id = enrolments.organisation_id
    and i.workshop_id = enrolments.workshop_id and i.person_id = current_person()));

grant select, insert on workshop_invitations, workshop_invitation_answers, workshop_invitation_reminders to trellis_app;
grant update (by_invitation) on workshops to trellis_app;
