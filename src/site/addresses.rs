//! The addresses of pages and forms, by their keys: one statement for all that a page points to. A form has its last day beside it,
//! so that whoever shows a page knows from when on nothing leads there.

use chrono::NaiveDate;
use diesel::pg::Pg;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{Array, Date, Nullable, Text, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::db::Conn;
use crate::error::Result;

/// A type of its own and not `sql_query`, which the server would read and plan for every visitor.
#[derive(Debug, QueryId)]
struct Reading {
    keys: Vec<Uuid>,
}

impl QueryFragment<Pg> for Reading {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> diesel::QueryResult<()> {
        out.push_sql(
            "select id, path, null::date from pages where live_revision is not null and path is not null and id = any(",
        );
        out.push_bind_param::<Array<SqlUuid>, _>(&self.keys)?;
        out.push_sql(
            ") union all select id, '/forms/' || slug, (definition->>'closes_on')::date from forms
             join form_versions on form_id = id and form_versions.version = forms.version
             where state = 'open' and id = any($1)",
        );
        Ok(())
    }
}

impl Query for Reading {
    type SqlType = (SqlUuid, Text, Nullable<Date>);
}

/// The addresses of those of these that are live pages, or forms that staff did not close, with the last day of a form that has one.
///
/// # Errors
/// The database is away.
pub(super) async fn addresses(mut conn: &Conn, keys: Vec<Uuid>) -> Result<Vec<(Uuid, String, Option<NaiveDate>)>> {
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    Ok(Reading { keys }.load(&mut conn).await?)
}
