-- The half minute, counted from 1970, of the last app code that was taken. A code of that half minute or an earlier one is
-- never taken again (RFC 6238, 5.2): who reads it over a shoulder is too late.
alter table identity."twoFactor" add column "lastUsedStep" int not null default 0;
