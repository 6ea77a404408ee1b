//! Many enquiries at once, for lists that have to stay quick.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use shingle::clock::Moment;
use shingle::enquiries::Reference;

/// The statements that write `count` enquiries with timeline, messages and attempts: one an hour until `now`, in every
/// state, some suspected, some tests, some answered, some with the same name.
pub fn statements(count: usize, now: DateTime<Utc>) -> String {
    let mut references = BTreeSet::new();
    while references.len() < count {
        references.insert(Reference::draw(Moment { now }, "XX").to_string());
    }
    let references: Vec<String> = references.iter().map(|reference| format!("'{reference}'")).collect();
    let references = references.join(",");
    let now = format!("timestamptz '{}'", now.to_rfc3339());
    format!(
        "insert into enquiries (id, reference, key, form_id, form_version, answers, name, email, phone, company, excerpt, search,
                                state, suspected, test, source, address_tag, received_at, due_at, answered_at)
         select gen_random_uuid(), reference, 'many-enquiries-' || lpad(n::text, 8, '0'), (select id from forms where slug = 'contact'), 1,
                ('{{\"message\": [\"=1+1 bell ' || n || '\"]}}')::jsonb, 'Person ' || n % 97, 'p' || n || '@example.com', '', '', 'bell ' || n,
                'person ' || n % 97 || ' p' || n || '@example.com bell ' || n,
                (array['new', 'working', 'waiting', 'won', 'lost'])[1 + n % 5], n % 50 = 7, n % 50 = 8,
                '{{\"page\": \"/services\"}}', '', {now} - n * interval '1 hour', {now} - n * interval '1 hour' + interval '9 hours',
                case when n % 5 > 1 then {now} - n * interval '1 hour' + interval '2 hours' end
         from unnest(array[{references}]) with ordinality as r (reference, n);
         insert into timeline (id, enquiry_id, at, event) select gen_random_uuid(), id, received_at, '{{\"kind\": \"accepted\"}}' from enquiries;
         insert into deliveries (id, enquiry_id, kind, recipient, state, message_id, created_at, done_at)
           select gen_random_uuid(), id, k, 'hello@example.com', 'handed-over', k || id, received_at, received_at
           from enquiries, unnest(array['notice', 'receipt']) k;
         insert into delivery_attempts (delivery_id, number, started_at, ended_at, outcome)
           select id, 1, created_at, created_at, 'handed-over' from deliveries;
         analyze"
    )
}
