delete from compatibility where migration = '2026-11-23-190000';
alter table publications drop column about;
alter table form_versions alter column definition type jsonb using definition::jsonb;
alter table revisions alter column blocks type jsonb using blocks::jsonb;
