-- The desk: owners, reply promises, tasks, alerts, and a record of what people did.

alter table enquiries
  add column owner_id uuid references staff (id) on delete set null,
  -- The reply promise: by when somebody has answered. Null where nothing was promised.
  add column due_at timestamptz,
  add column answered_at timestamptz,
  add column answered_by uuid references staff (id) on delete set null,
  add column reminded_at timestamptz,
  -- Deleted: contact, answers, notes and mail are blank; id, key, reference, form and dates stay.
  add column deleted_at timestamptz,
  add column deleted_by uuid references staff (id) on delete set null;
-- What the inbox sorts by: when a reply is awaited; the end of time where none is.
alter table enquiries add column reply_by timestamptz not null generated always as
  (coalesce(case when answered_at is null then due_at end, timestamptz '9999-12-31 00:00:00+00')) stored;

-- Every list and count reads only what it shows.
drop index enquiries_received;
drop index enquiries_suspected;
drop index enquiries_state;
create index enquiries_received on enquiries (received_at desc, id desc) where not suspected and not test and deleted_at is null;
create index enquiries_state on enquiries (state, received_at desc, id desc) where not suspected and not test and deleted_at is null;
create index enquiries_owner on enquiries (owner_id, received_at desc, id desc) where not suspected and not test and deleted_at is null;
create index enquiries_name on enquiries (lower(name), id) where not suspected and not test and deleted_at is null;
create index enquiries_reply_by on enquiries (reply_by, id) where not suspected and not test and deleted_at is null;
create index enquiries_promised on enquiries (due_at) where due_at is not null and not suspected and not test;
create index enquiries_suspected on enquiries (received_at desc, id desc) where suspected and deleted_at is null;
create index enquiries_test on enquiries (received_at desc, id desc) where test and deleted_at is null;
create index enquiries_form on enquiries (form_id, received_at desc);

-- A long list of what is not yet sorted in would make each search slow, and the planner read the whole table instead.
do $$ begin
  if exists (select 1 from pg_class where relname = 'enquiries_search') then
    alter index enquiries_search set (gin_pending_list_limit = 128);
  end if;
end $$;

-- What live pages ask: when something last happened to any enquiry.
create index timeline_at on timeline (at desc);

-- Something to do about an enquiry, by a day.
create table tasks (
  id uuid primary key,
  enquiry_id uuid not null references enquiries (id) on delete cascade,
  words text not null check (words <> ''),
  due_on date,
  staff_id uuid references staff (id) on delete set null,
  created_at timestamptz not null,
  done_at timestamptz
);
create index tasks_enquiry on tasks (enquiry_id, created_at);
create index tasks_open on tasks (due_on, id) where done_at is null;

-- What people chose for themselves.
alter table staff
  add column theme text not null default 'system' check (theme in ('system', 'light', 'dark')),
  add column shortcuts boolean not null default true,
  add column morning_mail boolean not null default true,
  add column reminders boolean not null default true,
  add column picture bytea,
  -- Names one picture in its address, so that browsers may keep it.
  add column picture_tag text generated always as (left(encode(sha256(picture), 'hex'), 16)) stored;

-- What people did, where no timeline tells it: settings, staff, forms, whole exports.
create table staff_acts (
  id uuid primary key,
  at timestamptz not null,
  staff_id uuid references staff (id) on delete set null,
  act jsonb not null
);
create index staff_acts_at on staff_acts (at desc, id desc);

-- Trouble that somebody has to know of, from when to when. One open alert of a kind and subject.
create table alerts (
  id uuid primary key,
  kind text not null check (kind in ('deliveries-stuck', 'mail-failing', 'database-restarted', 'no-recipient', 'jobs-set-aside',
    'disk-full', 'unknown-proxy', 'mail-kept', 'closed-form', 'alert-url')),
  subject text not null default '',
  count integer not null default 1,
  detail text not null default '',
  began_at timestamptz not null,
  -- When somebody last saw it: what only one node can see ends when nobody has seen it for a while.
  seen_at timestamptz not null,
  ended_at timestamptz,
  -- When SHINGLE_ALERT_URL was told that it began, and that it is over.
  began_told_at timestamptz,
  ended_told_at timestamptz,
  tellings integer not null default 0,
  check (ended_at is null or ended_at >= began_at)
);
create unique index alerts_open on alerts (kind, subject) where ended_at is null;
create index alerts_began on alerts (began_at desc);
create index alerts_untold on alerts (began_at) where began_told_at is null or ended_told_at is null;

-- Who got the morning mail of which day: each person one a day, whatever node sends it.
create table morning_mails (
  staff_id uuid not null references staff (id) on delete cascade,
  day date not null,
  primary key (staff_id, day)
);

alter table deliveries drop constraint deliveries_kind_check;
alter table deliveries add constraint deliveries_kind_check
  check (kind in ('notice', 'receipt', 'action-link', 'password-changed', 'morning', 'reminder', 'mail-test'));
-- A deleted enquiry's messages keep no address.
alter table deliveries drop constraint deliveries_check;
alter table deliveries add constraint deliveries_recipient
  check (recipient <> '' or state = 'no-recipient' or done_at is not null);
-- The sweeper erases bytes by this; without it, it would read every message ever sent.
create index deliveries_with_bytes on deliveries (done_at) where bytes is not null;
-- Kept files that are still to be taken away.
create index deliveries_to_forget on deliveries (id) where state = 'kept' and recipient = '';
create index deliveries_created on deliveries (created_at desc, id desc);
-- The red line and the list of deliveries read only what they show.
create index deliveries_dead on deliveries (created_at desc, id desc) where state in ('refused', 'given-up', 'no-recipient') and not seeded
  and kind <> 'mail-test';
create index deliveries_open on deliveries (created_at desc, id desc) where due_at is not null;
create index delivery_attempts_good on delivery_attempts (ended_at desc) where outcome in ('handed-over', 'kept');
create index delivery_attempts_bad on delivery_attempts (ended_at) where outcome in ('try-again', 'refused');
create index jobs_dead on jobs (dead_at) where dead_at is not null;

insert into compatibility values ('2026-11-23-090000', 1);
