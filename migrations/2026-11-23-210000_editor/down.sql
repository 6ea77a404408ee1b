drop table schedules;
alter table pages drop column asked_by;
alter table pages drop column asked_at;
alter table revisions drop column published_at;
alter table revisions drop column aside;
delete from compatibility where migration = '2026-11-23-210000';
