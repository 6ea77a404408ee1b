-- The first schema. Rules for changing it: migrations/README.md.

-- Near misses in search need pg_trgm; a server that may not have it goes on without (`shingle doctor` says so).
do $$ begin
  create extension if not exists pg_trgm;
exception when others then
  raise notice 'pg_trgm is not available: %', sqlerrm;
end $$;

-- One row: what this database is. `demo` is the mark that `--demo` leaves behind.
create table installation (
  only_row boolean primary key default true check (only_row),
  secret_fingerprint text not null,
  demo boolean not null default false,
  demo_filled_at timestamptz,
  created_at timestamptz not null
);

-- Each migration records the oldest generation of the program that may still serve this database.
create table compatibility (
  migration text primary key,
  oldest_generation integer not null check (oldest_generation > 0)
);
insert into compatibility values ('2026-11-23-050000', 1);

create table staff (
  id uuid primary key,
  name text not null check (name <> ''),
  email text not null check (email <> ''),
  role text not null check (role in ('owner', 'manager', 'editor', 'author')),
  password_hash text,
  -- Goes up with each change of power (password, role, disabled): older sessions and links end.
  credential_version integer not null default 1,
  disabled_at timestamptz,
  last_seen_at timestamptz,
  created_at timestamptz not null
);
create unique index staff_email on staff (lower(email));

-- Append-only: the newest version of a topic is in force.
create table settings (
  topic text not null,
  version integer not null check (version > 0),
  value jsonb not null,
  staff_id uuid references staff (id),
  at timestamptz not null,
  primary key (topic, version)
);

create table sessions (
  key_hash bytea primary key,
  id uuid not null unique,
  staff_id uuid references staff (id) on delete cascade,
  state jsonb not null,
  browser text not null default '',
  created_at timestamptz not null,
  seen_at timestamptz not null,
  ends_at timestamptz not null
);
create index sessions_staff on sessions (staff_id);
create index sessions_ends on sessions (ends_at);

create table action_links (
  id uuid primary key,
  purpose text not null check (purpose in ('set-password', 'reset-password')),
  staff_id uuid not null references staff (id) on delete cascade,
  credential_version integer not null,
  token_hash bytea not null unique,
  created_at timestamptz not null,
  ends_at timestamptz not null,
  used_at timestamptz
);
create index action_links_staff on action_links (staff_id, purpose);

-- Failed and good sign-ins and requests for a new password: what the throttle counts.
create table sign_in_attempts (
  id uuid primary key,
  account_hash bytea not null,
  address_tag bytea not null,
  kind text not null check (kind in ('sign-in', 'forgotten')),
  success boolean not null,
  at timestamptz not null
);
create index sign_in_attempts_account on sign_in_attempts (account_hash, at);
create index sign_in_attempts_address on sign_in_attempts (address_tag, at);

create table authors (
  id uuid primary key,
  slug text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  name text not null,
  role text not null,
  bio text not null,
  staff_id uuid references staff (id) on delete set null
);

create table forms (
  id uuid primary key,
  slug text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  state text not null default 'open' check (state in ('open', 'closed')),
  version integer not null check (version > 0),
  created_at timestamptz not null
);

-- A definition that was answered is never rewritten: a change is a new row.
create table form_versions (
  form_id uuid not null references forms (id) on delete cascade,
  version integer not null check (version > 0),
  definition jsonb not null,
  staff_id uuid references staff (id) on delete set null,
  at timestamptz not null,
  primary key (form_id, version)
);
alter table forms add constraint forms_version
  foreign key (id, version) references form_versions (form_id, version) deferrable initially deferred;

create table form_recipients (
  id uuid primary key,
  form_id uuid not null references forms (id) on delete cascade,
  name text not null default '',
  email text not null check (email <> '')
);
create unique index form_recipients_email on form_recipients (form_id, lower(email));

create table pages (
  id uuid primary key,
  kind text not null check (kind in ('page', 'article', 'part')),
  parent_id uuid references pages (id) on delete restrict,
  path text unique check (path ~ '^/'),
  language text not null default 'en-GB',
  live_revision uuid,
  draft_revision uuid,
  created_at timestamptz not null,
  check ((path is null) = (kind = 'part'))
);

create table revisions (
  id uuid primary key,
  page_id uuid not null references pages (id) on delete cascade,
  title text not null check (title <> ''),
  description text not null default '',
  blocks jsonb not null,
  staff_id uuid references staff (id) on delete set null,
  at timestamptz not null
);
create index revisions_page on revisions (page_id, at);
alter table pages add constraint pages_live foreign key (live_revision) references revisions (id) deferrable initially deferred;
alter table pages add constraint pages_draft foreign key (draft_revision) references revisions (id) deferrable initially deferred;

create table articles (
  page_id uuid primary key references pages (id) on delete cascade,
  author_id uuid not null references authors (id) on delete restrict,
  lead text not null default '',
  minutes integer not null check (minutes > 0),
  published_at timestamptz,
  updated_at timestamptz
);
create index articles_published on articles (published_at desc);

-- Promise 2: what a block points to can't be deleted while it is pointed to.
create table block_references (
  revision_id uuid not null references revisions (id) on delete cascade,
  block_id uuid not null,
  form_id uuid references forms (id) on delete restrict,
  page_id uuid references pages (id) on delete restrict,
  check (num_nonnulls(form_id, page_id) = 1),
  unique nulls not distinct (revision_id, block_id, form_id, page_id)
);
create index block_references_form on block_references (form_id) where form_id is not null;
create index block_references_page on block_references (page_id) where page_id is not null;

-- An unfinished enquiry: erased 24 hours after the last touch.
create table drafts (
  id uuid primary key,
  form_id uuid not null references forms (id) on delete cascade,
  form_version integer not null,
  browser_hash bytea not null,
  key text not null unique check (length(key) between 16 and 100),
  answers jsonb not null default '{}',
  answered_steps jsonb not null default '[]',
  source jsonb not null default '{}',
  seen_seconds integer,
  trapped boolean not null default false,
  created_at timestamptz not null,
  touched_at timestamptz not null,
  sent_at timestamptz,
  foreign key (form_id, form_version) references form_versions (form_id, version)
);
create unique index drafts_open on drafts (browser_hash, form_id) where sent_at is null;
create index drafts_touched on drafts (touched_at);

create table enquiries (
  id uuid primary key,
  reference text not null unique,
  key text not null unique,
  form_id uuid not null references forms (id) on delete restrict,
  form_version integer not null,
  answers jsonb not null,
  name text not null default '',
  email text not null default '',
  phone text not null default '',
  company text not null default '',
  excerpt text not null default '',
  search text not null default '',
  state text not null default 'new' check (state in ('new', 'working', 'waiting', 'won', 'lost')),
  suspected boolean not null default false,
  suspicion jsonb not null default '[]',
  test boolean not null default false,
  seeded boolean not null default false,
  source jsonb not null default '{}',
  address_tag bytea not null,
  received_at timestamptz not null,
  version integer not null default 1,
  foreign key (form_id, form_version) references form_versions (form_id, version) on delete restrict
);
create index enquiries_received on enquiries (received_at desc, id desc) where not suspected;
create index enquiries_suspected on enquiries (received_at desc, id desc) where suspected;
create index enquiries_state on enquiries (state, received_at desc, id desc) where not suspected;
create index enquiries_address on enquiries (address_tag, received_at);
create index enquiries_email on enquiries (lower(email));
do $$ begin
  if exists (select 1 from pg_extension where extname = 'pg_trgm') then
    create index enquiries_search on enquiries using gin (search gin_trgm_ops);
  end if;
end $$;

-- Which browsers may open a receipt in full, and until when.
create table receipt_browsers (
  enquiry_id uuid not null references enquiries (id) on delete cascade,
  browser_hash bytea not null,
  ends_at timestamptz not null,
  primary key (enquiry_id, browser_hash)
);

create table timeline (
  id uuid primary key,
  enquiry_id uuid not null references enquiries (id) on delete cascade,
  at timestamptz not null,
  staff_id uuid references staff (id) on delete set null,
  event jsonb not null
);
create index timeline_enquiry on timeline (enquiry_id, at, id);

-- One outgoing message with its attempts: the only retry state that people see.
create table deliveries (
  id uuid primary key,
  enquiry_id uuid references enquiries (id) on delete cascade,
  kind text not null check (kind in ('notice', 'receipt', 'action-link', 'password-changed')),
  subject_staff uuid references staff (id) on delete cascade,
  action_link_id uuid references action_links (id) on delete cascade,
  recipient text not null default '',
  recipient_name text not null default '',
  state text not null check (state in ('held', 'waiting', 'sending', 'handed-over', 'kept', 'refused', 'given-up', 'cancelled', 'no-recipient')),
  message_id text not null unique,
  bytes bytea,
  attempts integer not null default 0,
  due_at timestamptz,
  created_at timestamptz not null,
  done_at timestamptz,
  seeded boolean not null default false,
  check (recipient <> '' or state = 'no-recipient'),
  check ((state in ('waiting', 'sending')) = (due_at is not null))
);
create index deliveries_enquiry on deliveries (enquiry_id);
create index deliveries_due on deliveries (due_at) where due_at is not null;
create index deliveries_troubled on deliveries (state, created_at) where state in ('refused', 'given-up', 'no-recipient');

create table delivery_attempts (
  delivery_id uuid not null references deliveries (id) on delete cascade,
  number integer not null check (number > 0),
  started_at timestamptz not null,
  ended_at timestamptz,
  outcome text check (outcome in ('handed-over', 'kept', 'try-again', 'refused', 'interrupted')),
  words text not null default '',
  primary key (delivery_id, number)
);
create index delivery_attempts_ended on delivery_attempts (ended_at desc);

create table jobs (
  id uuid primary key,
  kind text not null,
  key text not null unique,
  payload jsonb not null,
  run_at timestamptz not null,
  attempts integer not null default 0,
  faults integer not null default 0,
  leased_until timestamptz,
  last_error text,
  dead_at timestamptz,
  created_at timestamptz not null
);
create index jobs_due on jobs (run_at) where dead_at is null;
