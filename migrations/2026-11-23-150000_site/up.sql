-- The public side in full: media, services, topics, cases, menus, redirects, and what search reads.

-- What the business sells.
create table services (
  id uuid primary key,
  slug text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  name text not null check (name <> ''),
  -- What the client has afterwards, in one sentence.
  outcome text not null,
  -- What a price is for: empty for the whole, or "a month".
  unit text not null default '',
  -- In minor units of the currency; null where the price is made for each case.
  price bigint check (price >= 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  price_is_from boolean not null default false,
  page_id uuid references pages (id) on delete restrict,
  position integer not null default 0,
  check (price is not null or not price_is_from)
);
create index services_page on services (page_id);

-- A picture, a drawing (cleaned SVG) or a document. Its bytes lie in the store under their hash.
create table media (
  id uuid primary key,
  kind text not null check (kind in ('picture', 'drawing', 'document')),
  -- The name of the file as it came, for downloads and for staff.
  name text not null check (name <> ''),
  extension text not null check (extension ~ '^[a-z0-9]{1,8}$'),
  hash text not null unique check (hash ~ '^[0-9a-f]{64}$'),
  bytes bigint not null check (bytes > 0),
  width integer check (width > 0),
  height integer check (height > 0),
  -- What is to be seen, for those who can't see it. Of a document, what it is.
  alternative text not null check (btrim(alternative) <> ''),
  caption text not null default '',
  -- The point that stays in sight when a picture is cropped, in per cent from the left and from the top.
  focus_x smallint not null default 50 check (focus_x between 0 and 100),
  focus_y smallint not null default 50 check (focus_y between 0 and 100),
  -- Renditions are made by a job; until then its placeholder stands.
  rendered_at timestamptz,
  staff_id uuid references staff (id) on delete set null,
  created_at timestamptz not null,
  check ((kind = 'document') = (width is null)),
  check ((width is null) = (height is null))
);
create index media_created on media (created_at desc, id desc);

create table renditions (
  media_id uuid not null references media (id) on delete cascade,
  width integer not null check (width > 0),
  height integer not null check (height > 0),
  extension text not null check (extension in ('jpg', 'webp', 'avif')),
  hash text not null check (hash ~ '^[0-9a-f]{64}$'),
  bytes bigint not null check (bytes > 0),
  primary key (media_id, width, extension)
);

create table topics (
  id uuid primary key,
  slug text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  name text not null check (name <> ''),
  description text not null default '',
  position integer not null default 0
);

alter table pages drop constraint pages_kind_check;
alter table pages add constraint pages_kind_check check (kind in ('page', 'article', 'case', 'part'));
create index pages_parent on pages (parent_id);
create index pages_draft on pages (draft_revision);
create index pages_live on pages (live_revision);

-- What stands at the top of an article or a case changes with its revision, like its blocks.
alter table revisions
  add column lead text not null default '',
  add column in_short jsonb not null default '[]',
  -- Held by a row of block_references while the revision is the live or the draft one.
  add column cover_id uuid,
  add column cover_caption text not null default '';
update revisions set lead = articles.lead from articles where articles.page_id = revisions.page_id;
alter table articles drop column lead;

alter table articles add constraint articles_published_once unique (page_id, published_at);
create index articles_author on articles (author_id, published_at desc);
drop index articles_published;
create index articles_published on articles (published_at desc, page_id desc);

-- The time stands here too, so that a topic's newest articles are read from one index.
create table article_topics (
  page_id uuid not null references articles (page_id) on delete cascade,
  topic_id uuid not null references topics (id) on delete restrict,
  published_at timestamptz,
  primary key (page_id, topic_id),
  foreign key (page_id, published_at) references articles (page_id, published_at) on update cascade on delete cascade
);
create index article_topics_newest on article_topics (topic_id, published_at desc, page_id desc);

-- What a case has beside its page.
create table cases (
  page_id uuid primary key references pages (id) on delete cascade,
  client text not null check (client <> ''),
  sector text not null default '',
  place text not null default '',
  year integer not null check (year between 1900 and 2200),
  -- The result in a number, and what it counts.
  figure text not null default '',
  figure_words text not null default '',
  service_id uuid references services (id) on delete restrict,
  position integer not null default 0
);
create index cases_newest on cases (year desc, position, page_id);
create index cases_service on cases (service_id);

alter table authors
  add column links jsonb not null default '[]',
  add column picture_id uuid references media (id) on delete restrict,
  add column position integer not null default 0;
create index authors_picture on authors (picture_id);

-- What lives on a page right now, flat: for lists, search and the sitemap. Written when a revision goes live.
create table publications (
  page_id uuid primary key references pages (id) on delete cascade,
  title text not null,
  description text not null,
  lead text not null default '',
  cover_id uuid references media (id) on delete restrict,
  words text not null,
  changed_at timestamptz not null,
  vector tsvector not null generated always as (
    setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', lead || ' ' || description), 'B')
    || setweight(to_tsvector('english', words), 'D')) stored
);
create index publications_vector on publications using gin (vector);
-- What stands in a title is looked for first, so that a word that every article holds does not make every article be ranked.
create index publications_title on publications using gin (to_tsvector('english', title));
create index publications_cover on publications (cover_id);
create index publications_changed on publications (changed_at desc, page_id);
do $$ begin
  if exists (select 1 from pg_extension where extname = 'pg_trgm') then
    create index publications_near on publications using gin (lower(title || ' ' || description) gin_trgm_ops);
  end if;
end $$;
insert into publications (page_id, title, description, lead, words, changed_at)
  select pages.id, title, description, lead, '', at from pages join revisions on revisions.id = live_revision where path is not null;

-- Promise 2, for everything that a block can point to.
alter table block_references
  add column media_id uuid references media (id) on delete restrict,
  add column service_id uuid references services (id) on delete restrict,
  add column author_id uuid references authors (id) on delete restrict,
  drop constraint block_references_check,
  add constraint block_references_one check (num_nonnulls(form_id, page_id, media_id, service_id, author_id) = 1),
  drop constraint block_references_revision_id_block_id_form_id_page_id_key,
  add constraint block_references_once unique nulls not distinct (revision_id, block_id, form_id, page_id, media_id, service_id, author_id);
create index block_references_media on block_references (media_id) where media_id is not null;
create index block_references_service on block_references (service_id) where service_id is not null;
create index block_references_author on block_references (author_id) where author_id is not null;

-- The menus: rows that point to pages and forms, so that they follow a page that moves.
create table menu_items (
  id uuid primary key,
  place text not null check (place in ('main', 'action', 'footer')),
  position integer not null,
  label text not null check (label <> ''),
  page_id uuid references pages (id) on delete restrict,
  form_id uuid references forms (id) on delete restrict,
  -- An address of the program's own that is no page.
  address text check (address in ('/blog', '/cases', '/services', '/search')),
  check (num_nonnulls(page_id, form_id, address) = 1),
  unique (place, position) deferrable initially deferred
);
create index menu_items_page on menu_items (page_id);
create index menu_items_form on menu_items (form_id);

-- The menus of the setting "business" so far, where they lead to a page or to a list.
with business as (
  select value from settings where topic = 'business' order by version desc limit 1
), items as (
  select 'main' as place, item.ordinality, item.value from business, jsonb_array_elements(value -> 'menu') with ordinality item
  union all
  select 'footer', item.ordinality, item.value from business, jsonb_array_elements(value -> 'footer') with ordinality item
)
insert into menu_items (id, place, position, label, page_id, address)
  select gen_random_uuid(), place, ordinality, items.value ->> 'label', pages.id, case when pages.id is null then items.value ->> 'path' end
  from items left join pages on pages.path = items.value ->> 'path'
  where (pages.id is not null or items.value ->> 'path' in ('/blog', '/cases', '/services', '/search')) and items.value ->> 'label' <> '';
insert into menu_items (id, place, position, label, page_id, form_id)
  select gen_random_uuid(), 'action', 1, value -> 'action' ->> 'label', pages.id, forms.id
  from (select value from settings where topic = 'business' order by version desc limit 1) business
  left join pages on pages.path = value -> 'action' ->> 'href'
  left join forms on '/forms/' || forms.slug = value -> 'action' ->> 'href'
  where num_nonnulls(pages.id, forms.id) = 1 and value -> 'action' ->> 'label' <> '';

create table redirects (
  id uuid primary key,
  from_path text not null unique check (from_path ~ '^/' and from_path <> '/'),
  -- Whether everything below it goes too, with the rest of its path.
  is_prefix boolean not null default false,
  page_id uuid references pages (id) on delete restrict,
  to_address text check (to_address ~ '^(/|https://)'),
  hits bigint not null default 0,
  last_hit_at timestamptz,
  staff_id uuid references staff (id) on delete set null,
  created_at timestamptz not null,
  check (num_nonnulls(page_id, to_address) = 1)
);
create index redirects_page on redirects (page_id);

-- Paths that somebody asked for and that are not there, with the site whose link led to them.
create table missing_paths (
  path text primary key check (length(path) <= 300),
  hits bigint not null default 1,
  referrer text not null default '',
  first_at timestamptz not null,
  last_at timestamptz not null
);
create index missing_paths_last on missing_paths (last_at);

-- Figures in a band were cards so far.
update revisions set blocks = (
  select jsonb_agg(case when block ->> 'kind' = 'cards' and block ->> 'look' = 'figures' then
      jsonb_build_object('kind', 'figures', 'id', block -> 'id', 'title', coalesce(block -> 'title', '""'), 'look', 'band', 'figures',
        (select jsonb_agg(jsonb_build_object('figure', card -> 'title', 'words', card -> 'text', 'note', '') order by n)
         from jsonb_array_elements(block -> 'cards') with ordinality cards (card, n)))
    else block end order by n)
  from jsonb_array_elements(blocks) with ordinality as listed (block, n))
where blocks @? '$[*] ? (@.kind == "cards" && @.look == "figures")';

-- Whatever shows on a public page tells every node when it has changed. At the statement, so that no way of changing it can
-- forget; PostgreSQL sends one message a transaction.
create function shingle_site_changed() returns trigger language plpgsql as $$
begin
  perform pg_notify('shingle_site', '');
  return null;
end $$;
create trigger site_changed after insert or update or delete on pages for each statement execute function shingle_site_changed();
create trigger site_changed after insert or update or delete on articles for each statement execute function shingle_site_changed();
create trigger site_changed after insert or update or delete on cases for each statement execute function shingle_site_changed();
create trigger site_changed after insert or update or delete on publications for each statement execute function shingle_site_changed();
create trigger site_changed after insert or update or delete on article_topics for each statement execute function shingle_site_changed();
create trigger site_changed after insert or update or delete on topics for each statement execute function shingle_site_changed();
create trigger site_changed after insert or update or delete on authors for each statement execute function shingle_site_changed();
create trigger site_changed after insert or update or delete on services for each statement execute function shingle_site_changed();
create trigger site_changed after insert or update or delete on media for each statement execute function shingle_site_changed();
create trigger site_changed after insert or update or delete on menu_items for each statement execute function shingle_site_changed();
create trigger site_changed after insert or delete or update of from_path, is_prefix, page_id, to_address on redirects
  for each statement execute function shingle_site_changed();
create trigger site_changed after insert or delete or update of state, version, slug on forms for each statement execute function shingle_site_changed();
create trigger site_changed after insert on settings for each statement execute function shingle_site_changed();

insert into compatibility values ('2026-11-23-150000', 2);
