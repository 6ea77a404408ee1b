-- What the set-up link is made from: a new one after the demo was cleared, so that an old link opens nothing.
alter table installation add column set_up_key uuid not null default gen_random_uuid();

insert into compatibility values ('2026-11-23-200000', 3);
