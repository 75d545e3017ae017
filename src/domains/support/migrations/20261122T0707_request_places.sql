-- Roughly where somebody who asks for support is: a district at most, and only if they say it. It helps to find somebody near,
-- and impact counts by it. A place that is taken out of the list leaves the request as it was, without one.
alter table support_requests
  add column place_id uuid,
  add foreign key (organisation_id, place_id) references places (organisation_id, id) on delete set null (place_id);
-- Whoever erases their record takes this out too; the policy support_requests_hand_over says that it is theirs.
grant update (place_id) on support_requests to trellis_app;
