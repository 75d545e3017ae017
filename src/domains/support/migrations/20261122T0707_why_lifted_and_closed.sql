-- Why a pause ended, and why a request was closed by somebody other than the person who asked.
alter table supporter_pauses add column lifted_because text check (length(lifted_because) between 1 and 500);
alter table supporter_pauses add check (lifted_because is null or lifted_at is not null);
grant update (lifted_because) on supporter_pauses to trellis_app;

alter table request_withdrawals add column reason text check (length(reason) between 1 and 500);
