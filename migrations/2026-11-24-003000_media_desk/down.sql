drop table undescribed_media;
delete from compatibility where migration = '2026-11-24-003000';
