-- What an organisation asks of assessments and assessors before a level counts: which rubrics open the gate, and how
-- well an assessor must agree with others. The defaults and their sources are in policy.ts.

alter table competence_policies
  add column gate_rubrics text[] not null default '{foundational-helping}' check (cardinality(gate_rubrics) > 0),
  add column agreement_min numeric(3, 2) not null default 0.6 check (agreement_min between 0 and 1),
  add column agreement_pairs_min int not null default 10 check (agreement_pairs_min between 2 and 1000);

drop function latest_assessments(uuid[]);
