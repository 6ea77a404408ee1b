-- Files that came without words. They are no media yet, so that nothing can point to them, until somebody has said what is to be
-- seen. The same bytes may come from two people, who don't see each other's.
create table undescribed_media (
  id uuid primary key,
  kind text not null check (kind in ('picture', 'drawing', 'document')),
  name text not null check (name <> ''),
  extension text not null check (extension ~ '^[a-z0-9]{1,8}$'),
  hash text not null check (hash ~ '^[0-9a-f]{64}$'),
  bytes bigint not null check (bytes > 0),
  width integer check (width > 0),
  height integer check (height > 0),
  staff_id uuid references staff (id) on delete set null,
  created_at timestamptz not null,
  check ((kind = 'document') = (width is null)),
  check ((width is null) = (height is null))
);
create index undescribed_media_hash on undescribed_media (hash);
create index undescribed_media_oldest on undescribed_media (created_at, name, id);
create index undescribed_media_staff on undescribed_media (staff_id);

insert into compatibility values ('2026-11-24-003000', 3);
