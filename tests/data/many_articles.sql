-- Articles by the thousand, from number :first to number :last: for what has to stay quick however many there are.
with n as (select n, gen_random_uuid() as page, gen_random_uuid() as revision from generate_series(:first, :last) n),
rows as (insert into pages (id, kind, path, created_at)
    select page, 'article', '/blog/many-' || n, now() from n returning id, path)
insert into revisions (id, page_id, title, description, lead, blocks, at)
  select gen_random_uuid(), id, 'Plumbing note ' || substring(path from '[0-9]+$'), 'About bell ' || substring(path from '[0-9]+$'), 'A lead',
    json_build_array(json_build_object('id', id, 'kind', 'rich-text', 'html', '<h2>First</h2><p>Pipes and bells, number ' || path || '</p>')), now()
  from rows;
update pages set live_revision = revisions.id, draft_revision = revisions.id from revisions
  where revisions.page_id = pages.id and live_revision is null and path like '/blog/many-%';
insert into articles (page_id, author_id, minutes, published_at)
  select pages.id, (select id from authors order by position offset (substring(path from '[0-9]+$')::int % 7) limit 1), 3,
    now() - (substring(path from '[0-9]+$')::int + 200) * interval '1 hour'
  from pages where path like '/blog/many-%'
  on conflict do nothing;
insert into article_topics (page_id, topic_id, published_at)
  select page_id, (select id from topics order by position offset (extract(epoch from published_at)::bigint / 3600 % 6) limit 1), published_at
  from articles join pages on pages.id = page_id where path like '/blog/many-%'
  on conflict do nothing;
insert into publications (page_id, title, description, lead, words, changed_at)
  select pages.id, title, description, lead, 'Pipes and bells in a street of many doors, number ' || path, at
  from pages join revisions on revisions.id = live_revision where path like '/blog/many-%'
  on conflict do nothing;
analyze;
