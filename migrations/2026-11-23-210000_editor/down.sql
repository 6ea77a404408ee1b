delete from alerts where kind = 'plan-failed';
alter table alerts drop constraint alerts_kind_check;
alter table alerts add constraint alerts_kind_check check (kind in ('deliveries-stuck', 'mail-failing', 'database-restarted',
  'no-recipient', 'jobs-set-aside', 'disk-full', 'unknown-proxy', 'mail-kept', 'closed-form', 'alert-url'));
drop table schedules;
alter table pages drop column asked_by;
alter table pages drop column asked_at;
alter table revisions drop column published_at;
alter table revisions drop column aside;
delete from compatibility where migration = '2026-11-23-210000';
