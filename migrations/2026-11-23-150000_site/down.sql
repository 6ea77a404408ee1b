delete from compatibility where migration = '2026-11-23-150000';
drop trigger site_changed on settings;
drop trigger site_changed on forms;
drop trigger site_changed on redirects;
drop trigger site_changed on menu_items;
drop trigger site_changed on media;
drop trigger site_changed on services;
drop trigger site_changed on authors;
drop trigger site_changed on topics;
drop trigger site_changed on article_topics;
drop trigger site_changed on publications;
drop trigger site_changed on cases;
drop trigger site_changed on articles;
drop trigger site_changed on pages;
drop function shingle_site_changed();
drop table missing_paths;
drop table redirects;
drop table menu_items;
-- What the release before does not know is given up: its pages could not be shown.
delete from block_references where num_nonnulls(form_id, page_id) = 0;
drop index block_references_media, block_references_service, block_references_author;
alter table block_references
  drop constraint block_references_once,
  drop constraint block_references_one,
  drop column media_id, drop column service_id, drop column author_id,
  add constraint block_references_check check (num_nonnulls(form_id, page_id) = 1),
  add constraint block_references_revision_id_block_id_form_id_page_id_key unique nulls not distinct (revision_id, block_id, form_id, page_id);
drop table publications;
alter table authors drop column links, drop column picture_id, drop column position;
drop table cases;
drop table article_topics;
drop index articles_author;
alter table articles drop constraint articles_published_once, add column lead text not null default '';
drop index articles_published;
create index articles_published on articles (published_at desc);
update articles set lead = revisions.lead from pages join revisions on revisions.id = pages.live_revision where pages.id = articles.page_id;
alter table revisions drop column lead, drop column in_short, drop column cover_id, drop column cover_caption;
drop index pages_parent, pages_draft, pages_live;
delete from block_references where page_id in (select id from pages where kind = 'case') or revision_id in (select r.id from revisions r join pages p on p.id = r.page_id where p.kind = 'case');
delete from pages where kind = 'case';
alter table pages drop constraint pages_kind_check;
alter table pages add constraint pages_kind_check check (kind in ('page', 'article', 'part'));
drop table topics;
drop table renditions;
drop table media;
drop table services;
