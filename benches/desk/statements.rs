//! The statements of one request, as the server logged them, to be given again.

use std::collections::BTreeMap;
use std::time::Duration;

use tokio_postgres::{Client, SimpleQueryMessage};

use crate::program::Program;

/// A statement and its parameters, each as a literal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    text: String,
    parameters: String,
}

/// The one value of a query.
pub async fn text(session: &Client, query: &str) -> String {
    let rows = session.simple_query(query).await.expect("it is answered");
    let value = rows.iter().find_map(|row| if let SimpleQueryMessage::Row(row) = row { row.get(0) } else { None });
    value.expect("a value").to_owned()
}

/// What a request for this path asks of the database.
pub async fn of(program: &Program, session: &Client, path: &str) -> Vec<Statement> {
    logged(session, "set log_statement = 'all'", "set log_error_verbosity = 'default'").await;
    // Fresh connections read what they need once: that is not the page's.
    for _ in 0..5 {
        program.get(path).await;
    }
    let mut least: Option<Vec<Statement>> = None;
    for _ in 0..3 {
        let before = program.log().len();
        program.get(path).await;
        tokio::time::sleep(Duration::from_millis(50)).await;
        // What runs beside the request now and then is logged too: the shortest list has none of it.
        let seen = read(&program.log()[before..]);
        if least.as_ref().is_none_or(|least| seen.len() < least.len()) {
            least = Some(seen);
        }
    }
    logged(session, "reset log_statement", "reset log_error_verbosity").await;
    for _ in 0..5 {
        program.get(path).await;
    }
    least.unwrap_or_default()
}

/// Changes what is logged, for connections that are made from now on, and has the program make new ones.
async fn logged(session: &Client, statement: &str, verbosity: &str) {
    let name = text(session, "select current_database()").await;
    let change = format!(
        "alter database {name} {statement};
         alter database {name} {verbosity};
         select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}' and pid <> pg_backend_pid()"
    );
    session.batch_execute(&change).await.expect("it is changed");
    tokio::time::sleep(Duration::from_secs(2)).await;
}

/// The statements in a piece of the log: `TIME [PID] LOG:  execute NAME: TEXT`, further lines of the text begin with a tab,
/// and `DETAIL:  parameters: $1 = 'a', $2 = NULL` follows.
fn read(log: &str) -> Vec<Statement> {
    let mut entries: Vec<String> = Vec::new();
    for line in log.lines() {
        match (line.strip_prefix('\t'), entries.last_mut()) {
            (Some(more), Some(last)) => {
                last.push('\n');
                last.push_str(more);
            }
            _ => entries.push(line.to_owned()),
        }
    }
    let mut found: Vec<Statement> = Vec::new();
    // By process: two connections may log at once.
    let mut open: BTreeMap<String, usize> = BTreeMap::new();
    for entry in entries {
        let process = entry.split(['[', ']']).nth(1).unwrap_or_default().to_owned();
        if let Some((_, execute)) = entry.split_once("LOG:  execute ") {
            let text = execute.split_once(": ").map_or(execute, |(_, text)| text).to_owned();
            open.insert(process, found.len());
            found.push(Statement { text, parameters: String::new() });
        } else if let Some((_, parameters)) = entry.split_once("DETAIL:  parameters: ")
            && let Some(index) = open.get(&process)
        {
            found[*index].parameters = literals(parameters);
        }
    }
    found.retain(|statement| statement.text.trim_start().to_lowercase().starts_with(['s', 'w']));
    found
}

/// `$1 = 'a', $2 = NULL` as `'a', NULL`; what stands in quotes is left as it is.
fn literals(parameters: &str) -> String {
    let mut out = String::new();
    let mut rest = parameters;
    while let Some((_, value)) = rest.split_once(" = ") {
        let mut quoted = false;
        let end = value.char_indices().find(|(at, letter)| {
            quoted ^= *letter == '\'';
            !quoted && value[*at..].starts_with(", $")
        });
        let end = end.map_or(value.len(), |(at, _)| at);
        if !out.is_empty() {
            out.push_str(", ");
        }
        out.push_str(&value[..end]);
        rest = &value[end..];
    }
    out
}

/// Prepares the statements, as the program has them prepared.
pub async fn prepare(session: &mut Client, statements: &[Statement]) {
    session.batch_execute("deallocate all").await.expect("nothing is prepared");
    for (number, statement) in statements.iter().enumerate() {
        let text = &statement.text;
        let prepared = session.batch_execute(&format!("prepare bench_{number} as {text}")).await;
        prepared.unwrap_or_else(|error| panic!("{text}: {error}"));
    }
}

/// Gives each of them once.
pub async fn give(session: &Client, statements: &[Statement]) {
    for (number, statement) in statements.iter().enumerate() {
        let parameters = &statement.parameters;
        let call = if parameters.is_empty() { String::new() } else { format!("({parameters})") };
        let given = session.simple_query(&format!("execute bench_{number}{call}")).await;
        given.unwrap_or_else(|error| panic!("{} with {parameters}: {error}", statement.text));
    }
}
