-- Whoever works with a seeker sees them, and by `responses_record` may write down the answers of a seeker they see: this
-- policy opened nothing of its own.
drop policy responses_record_caseload on responses;
