-- Two assessors who differ may ask a third, who sees neither; what was agreed may be the third's levels.
alter table assessment_resolutions
  add column taken_from uuid,
  add foreign key (organisation_id, taken_from) references assessments (organisation_id, id);
