//! When each form was last proven: the newest enquiry, the newest test that went well, the newest message that left.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Date, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::form::{Form, FormState};
use crate::db::Conn;
use crate::error::Result;

/// What is known of one form.
#[derive(Debug, Clone)]
pub struct FormProof {
    /// Its key.
    pub form: Uuid,
    /// Its name in addresses.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// Whether it takes enquiries, its last day aside.
    pub state: FormState,
    /// The last day on which it does, where the business is.
    pub closes_on: Option<NaiveDate>,
    /// When the newest enquiry came, suspected spam and tests aside.
    pub last_enquiry: Option<DateTime<Utc>>,
    /// When the newest test was sent whose messages have all left, and its reference: of its latest ones.
    pub last_test: Option<(DateTime<Utc>, String)>,
    /// When the newest message of one of its latest enquiries left.
    pub last_delivery: Option<DateTime<Utc>>,
}

impl FormProof {
    /// Whether it takes enquiries on this day, where the business is.
    pub fn is_open(&self, today: NaiveDate) -> bool {
        self.state == FormState::Open && self.closes_on.is_none_or(|last| today <= last)
    }
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = Text)]
    slug: String,
    #[diesel(sql_type = Text)]
    title: String,
    #[diesel(sql_type = Text)]
    state: String,
    #[diesel(sql_type = Nullable<Date>)]
    closes_on: Option<NaiveDate>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    enquiry: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    test: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Text>)]
    reference: Option<String>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    delivery: Option<DateTime<Utc>>,
}

impl Form {
    /// Every form with its proofs, by name. Of each form only its newest rows are read.
    ///
    /// # Errors
    /// The database is away.
    pub async fn proofs(conn: &mut Conn) -> Result<Vec<FormProof>> {
        let rows: Vec<Row> = sql_query(
            "select f.id, f.slug, coalesce(v.definition->>'title', f.slug) as title, f.state, (v.definition->>'closes_on')::date as closes_on,
                    e.received_at as enquiry, t.received_at as test, t.reference, d.done_at as delivery
             from forms f join form_versions v on v.form_id = f.id and v.version = f.version
             left join lateral (select received_at from enquiries where form_id = f.id and not suspected and not test
                                order by received_at desc limit 1) e on true
             left join lateral (select received_at, reference
                                from (select id, received_at, reference from enquiries
                                      where form_id = f.id and test and deleted_at is null order by received_at desc limit 50) latest
                                where not exists (select 1 from deliveries where enquiry_id = latest.id
                                                  and state not in ('handed-over', 'kept', 'cancelled'))
                                order by received_at desc limit 1) t on true
             left join lateral (select max(m.done_at) as done_at
                                from (select id from enquiries where form_id = f.id order by received_at desc limit 50) latest
                                cross join lateral (select done_at from deliveries where enquiry_id = latest.id
                                                    and state in ('handed-over', 'kept') order by done_at desc limit 1) m) d on true
             order by f.slug",
        )
        .load(conn)
        .await?;
        let proof = |row: Row| FormProof {
            form: row.id,
            slug: row.slug,
            title: row.title,
            state: if row.state == "open" { FormState::Open } else { FormState::Closed },
            closes_on: row.closes_on,
            last_enquiry: row.enquiry,
            last_test: row.test.zip(row.reference),
            last_delivery: row.delivery,
        };
        Ok(rows.into_iter().map(proof).collect())
    }
}
