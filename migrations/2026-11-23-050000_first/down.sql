drop table jobs, delivery_attempts, deliveries, timeline, receipt_browsers, enquiries, drafts, block_references, articles cascade;
drop table revisions, pages, form_recipients, form_versions, forms, authors, sign_in_attempts, action_links, sessions, settings, staff cascade;
drop table compatibility, installation;
