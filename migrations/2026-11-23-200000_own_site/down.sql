delete from compatibility where migration = '2026-11-23-200000';
alter table installation drop column set_up_key;
