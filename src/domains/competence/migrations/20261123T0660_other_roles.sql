-- Who trains, assesses or supervises can be certified, too; an organisation may hold that work to a certificate.

alter table certificates drop constraint certificates_role_check;
alter table certificates add constraint certificates_role_check
  check (role in ('supporter', 'practitioner', 'child-safeguarding', 'trainer', 'assessor', 'supervisor'));
alter table certificate_rules drop constraint certificate_rules_role_check;
alter table certificate_rules add constraint certificate_rules_role_check
  check (role in ('supporter', 'practitioner', 'child-safeguarding', 'trainer', 'assessor', 'supervisor'));

-- Work that nobody does without a certificate that holds; none, where the organisation set nothing.
alter table competence_policies add column certified_work text[] not null default '{}'
  check (certified_work <@ array['trainer', 'assessor', 'supervisor']);
