-- What an article or a case has beside its blocks is drafted with them, and takes effect when they are published.
alter table revisions add column aside jsonb;
-- When a revision went live, for the list of versions.
alter table revisions add column published_at timestamptz;
update revisions set published_at = revisions.at from pages where pages.live_revision = revisions.id;

-- An author may ask that an article be published.
alter table pages add column asked_at timestamptz;
alter table pages add column asked_by uuid references staff (id) on delete set null;
create index pages_asked on pages (asked_at) where asked_at is not null;

-- What goes live, or is taken down, by itself at a time.
create table schedules (
  page_id uuid not null references pages (id) on delete cascade,
  act text not null check (act in ('publish', 'withdraw')),
  revision_id uuid references revisions (id) on delete cascade,
  at timestamptz not null,
  staff_id uuid references staff (id) on delete set null,
  fault text not null default '',
  primary key (page_id, act),
  check ((act = 'publish') = (revision_id is not null))
);

-- A plan that could not be carried out is seen.
alter table alerts drop constraint alerts_kind_check;
alter table alerts add constraint alerts_kind_check check (kind in ('deliveries-stuck', 'mail-failing', 'database-restarted',
  'no-recipient', 'jobs-set-aside', 'disk-full', 'unknown-proxy', 'mail-kept', 'closed-form', 'alert-url', 'plan-failed'));

insert into compatibility values ('2026-11-23-210000', 3);
