//! The desk: nothing waits unseen. Lists, acts, and what two people see of each other.

mod acts;
mod batch;
mod deletion;
mod export;
mod lists;
mod live;
mod plans;
mod today;

use chrono::TimeDelta;
use shingle::accounts::Role;

use crate::forms::{CONTACT, reference, send_contact, with};
use crate::support::{Client, TestApp};

/// An enquiry of `name`; answers its reference.
pub async fn enquiry(test: &TestApp, name: &str) -> String {
    let answers = with(&CONTACT, "name", name);
    // No two come in the same moment: lists are by time.
    test.clock.advance(TimeDelta::seconds(1));
    reference(&send_contact(&test.client(), &answers).await).to_owned()
}

/// A desk without the demo's enquiries, and somebody at it.
pub async fn desk() -> (TestApp, Client) {
    let test = TestApp::demo().await;
    test.execute("delete from enquiries").await;
    let client = test.client_as(Role::Manager).await;
    (test, client)
}

/// Many enquiries, written by hand: one an hour, in every state, some answered and some with the same name.
pub async fn many(test: &TestApp, count: usize) {
    let at = shingle::clock::Moment { now: test.clock.now() };
    let mut references = std::collections::BTreeSet::new();
    while references.len() < count {
        references.insert(shingle::enquiries::Reference::draw(at, "XX").to_string());
    }
    let references: Vec<String> = references.iter().map(|reference| format!("'{reference}'")).collect();
    let references = references.join(",");
    let now = format!("timestamptz '{}'", test.clock.now().to_rfc3339());
    test.execute(&format!(
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
    ))
    .await;
}
