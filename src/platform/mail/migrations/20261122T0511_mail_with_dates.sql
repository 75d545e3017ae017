-- A mail may carry dates for a calendar: [{"method": "REQUEST", "content": "BEGIN:VCALENDAR…"}].
alter table outgoing_mails add column calendars jsonb check (jsonb_typeof(calendars) = 'array');
