-- The share of a test's points that a rule asks for; null leaves it to the test's own pass mark.
alter table certificate_rules add column test_mark numeric check (test_mark > 0 and test_mark <= 1);
alter table certificate_rules add constraint certificate_rules_mark_of_a_test check (test is not null or test_mark is null);
