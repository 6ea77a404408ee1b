delete from compatibility where migration = '2026-11-23-090000';
drop index jobs_dead;
drop index delivery_attempts_bad;
drop index delivery_attempts_good;
drop index deliveries_open;
drop index deliveries_dead;
drop index deliveries_created;
drop index deliveries_to_forget;
drop index deliveries_with_bytes;
alter table deliveries drop constraint deliveries_recipient;
delete from deliveries where recipient = '' and state <> 'no-recipient';
alter table deliveries add constraint deliveries_check check (recipient <> '' or state = 'no-recipient');
delete from deliveries where kind in ('morning', 'reminder', 'mail-test');
alter table deliveries drop constraint deliveries_kind_check;
alter table deliveries add constraint deliveries_kind_check
  check (kind in ('notice', 'receipt', 'action-link', 'password-changed'));
drop table morning_mails;
drop table alerts;
drop table staff_acts;
alter table staff drop column theme, drop column shortcuts, drop column morning_mail, drop column reminders, drop column picture_tag,
  drop column picture;
drop table tasks;
drop index timeline_at;
alter index if exists enquiries_search reset (gin_pending_list_limit);
drop index enquiries_form;
drop index enquiries_test;
drop index enquiries_suspected;
drop index enquiries_promised;
drop index enquiries_reply_by;
drop index enquiries_name;
drop index enquiries_owner;
drop index enquiries_state;
drop index enquiries_received;
create index enquiries_received on enquiries (received_at desc, id desc) where not suspected;
create index enquiries_suspected on enquiries (received_at desc, id desc) where suspected;
create index enquiries_state on enquiries (state, received_at desc, id desc) where not suspected;
alter table enquiries
  drop column reply_by, drop column owner_id, drop column due_at, drop column answered_at, drop column answered_by, drop column reminded_at,
  drop column deleted_at, drop column deleted_by;
