//! The addresses of pages and forms, by their keys: one statement for all that a page points to.

use diesel::pg::Pg;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{Array, Text, Uuid as SqlUuid};
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
        out.push_sql("select id, path from pages where live_revision is not null and path is not null and id = any(");
        out.push_bind_param::<Array<SqlUuid>, _>(&self.keys)?;
        out.push_sql(") union all select id, '/forms/' || slug from forms where state = 'open' and id = any($1)");
        Ok(())
    }
}

impl Query for Reading {
    type SqlType = (SqlUuid, Text);
}

/// The addresses of those of these that are live pages, or forms that take enquiries.
///
/// # Errors
/// The database is away.
pub(super) async fn addresses(mut conn: &Conn, keys: Vec<Uuid>) -> Result<Vec<(Uuid, String)>> {
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    Ok(Reading { keys }.load(&mut conn).await?)
}
