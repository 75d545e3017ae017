-- Somebody who has their record erased: how far they read, what they answered and that they gave an evaluation are gone. What an
-- attempt was worth stays, as a figure of nobody's; so do the answers of evaluations, which never were anybody's.

create function refuse_change_but_forgetting() returns trigger language plpgsql set search_path = public as $$
begin
  if new.answers = '{}'::jsonb and to_jsonb(new) - 'answers' = to_jsonb(old) - 'answers' then return new; end if;
  raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end $$;
drop trigger quiz_attempts_append_only on quiz_attempts;
create trigger quiz_attempts_append_only before delete or truncate on quiz_attempts
  for each statement execute function refuse_change();
create trigger quiz_attempts_forget_only before update on quiz_attempts
  for each row execute function refuse_change_but_forgetting();

create policy quiz_attempts_forget on quiz_attempts for update to trellis_app
  using (organisation_id = current_organisation() and person_id = current_person())
  with check (organisation_id = current_organisation() and person_id = current_person());
create policy course_enrolments_forget on course_enrolments for delete to trellis_app using (
  organisation_id = current_organisation() and person_id = current_person());
create policy course_bookmarks_forget on course_bookmarks for delete to trellis_app using (
  organisation_id = current_organisation() and person_id = current_person());
create policy lesson_completions_forget on lesson_completions for delete to trellis_app using (
  organisation_id = current_organisation() and person_id = current_person());
create policy evaluation_givers_forget on evaluation_givers for delete to trellis_app using (
  organisation_id = current_organisation() and person_id = current_person());
grant update (answers) on quiz_attempts to trellis_app;
grant delete on course_enrolments, course_bookmarks, lesson_completions, evaluation_givers to trellis_app;
