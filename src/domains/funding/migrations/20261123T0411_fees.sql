-- What people pay for an activity, such as a fee: income, which a grant's work brings in and its donor did not give.

alter table ledger_accounts drop constraint ledger_accounts_kind_check;
alter table ledger_accounts add constraint ledger_accounts_kind_check check (kind in ('bank', 'promised', 'fund', 'cost', 'income'));
-- A cost is always on a line and for an activity. Income is for an activity, and on no line; nothing else has either.
alter table ledger_postings drop constraint ledger_postings_check1;
alter table ledger_postings add constraint ledger_postings_for_activity
  check ((account_kind in ('cost', 'income')) = (activity_kind is not null and activity_id is not null));
create index ledger_postings_income on ledger_postings (organisation_id, grant_id) where account_kind = 'income';
