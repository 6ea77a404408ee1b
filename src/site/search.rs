//! Search over everything that is published: ranked, with snippets; words that are only begun, and near misses.

use askama::filters::HtmlSafe;
use diesel::sql_query;
use diesel::sql_types::{Array, BigInt, Text, Uuid as SqlUuid};
use diesel_async::{AnsiTransactionManager, RunQueryDsl, SimpleAsyncConnection, TransactionManager};
use uuid::Uuid;

use crate::db::Conn;
use crate::error::Result;

/// Words that are looked for at most.
const WORDS: usize = 8;
/// Results at most.
const RESULTS: i64 = 20;
/// How alike a word must be to count as a near miss: from 0 to 1.
const LIKENESS: &str = "0.36";
/// What PostgreSQL puts around found words: no text holds these, since they are taken out of it first.
const MARKS: [char; 2] = ['\u{e000}', '\u{e001}'];

/// Something found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Its title.
    pub title: String,
    /// Its path.
    pub path: String,
    /// "Article", "Case", or nothing for a page.
    pub kind: &'static str,
    /// Words around what was found.
    pub snippet: Snippet,
}

/// Words with some of them marked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Snippet(Vec<(String, bool)>);

impl Snippet {
    /// `begins` and `ends` tell whether the text around it begins and ends with it.
    fn of_headline(text: &str, begins: bool, ends: bool) -> Self {
        let mut parts = Vec::new();
        if !begins {
            parts.push(("… ".to_owned(), false));
        }
        let mut marked = false;
        for part in in_one_line(text.trim()).split(MARKS) {
            if !part.is_empty() {
                parts.push((part.to_owned(), marked));
            }
            marked = !marked;
        }
        if !ends {
            parts.push((" …".to_owned(), false));
        }
        Self(parts)
    }

    /// Plain words.
    pub(super) fn plain(text: &str) -> Self {
        Self(vec![(text.to_owned(), false)])
    }

    /// Its parts in order, each with whether it was looked for.
    pub fn parts(&self) -> &[(String, bool)] {
        &self.0
    }
}

impl HtmlSafe for Snippet {}

impl std::fmt::Display for Snippet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (words, marked) in &self.0 {
            let escaped = words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
            if *marked { write!(f, "<mark>{escaped}</mark>")? } else { f.write_str(&escaped)? }
        }
        Ok(())
    }
}

/// Lines one after the other: a dot stands between those that end in a word, such as a heading and what follows it.
fn in_one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for (number, line) in text.split('\n').enumerate() {
        if number > 0 {
            let last = out.chars().rev().find(|c| !MARKS.contains(c) && !c.is_whitespace());
            out.push_str(if last.is_some_and(char::is_alphanumeric) { " · " } else { " " });
        }
        out.push_str(line);
    }
    out
}

/// What came of a search.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// The best first.
    pub hits: Vec<Hit>,
    /// Whether they only come near to what was asked.
    pub is_near: bool,
}

#[derive(diesel::QueryableByName)]
struct Row {
    #[diesel(sql_type = SqlUuid)]
    page_id: Uuid,
    #[diesel(sql_type = Text)]
    title: String,
    #[diesel(sql_type = Text)]
    path: String,
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Text)]
    description: String,
}

#[derive(diesel::QueryableByName)]
struct Headline {
    #[diesel(sql_type = SqlUuid)]
    page_id: Uuid,
    #[diesel(sql_type = Text)]
    headline: String,
    /// How the words begin and end from which it was taken.
    #[diesel(sql_type = Text)]
    first: String,
    #[diesel(sql_type = Text)]
    last: String,
}

impl Headline {
    fn snippet(&self) -> Snippet {
        let bare: String = self.headline.trim().chars().filter(|c| !MARKS.contains(c)).collect();
        Snippet::of_headline(&self.headline, bare.starts_with(&self.first), bare.ends_with(&self.last))
    }
}

/// The words of a query: letters and digits only, so that nothing in it is an operator.
fn words(query: &str) -> Vec<String> {
    query
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| word.chars().take(40).collect::<String>().to_lowercase())
        .take(WORDS)
        .collect()
}

/// What is published and holds these words, the best first. `any` is satisfied with one of them. A title counts most; of what only
/// its text holds, at most some hundreds are ranked, so that a word of every page costs no more than a rare one.
async fn holding(conn: &mut Conn, words: &[String], any: bool) -> Result<(Vec<Row>, String)> {
    let last = words.len().saturating_sub(1);
    let terms: Vec<String> = words
        .iter()
        .enumerate()
        .map(|(index, word)| if index == last { format!("{word}:*") } else { word.clone() })
        .collect();
    let query = terms.join(if any { " | " } else { " & " });
    let rows = sql_query(
        "with asked as materialized (select to_tsquery('english', $1) as query),
         candidates as materialized (
           (select page_id from publications, asked where to_tsvector('english', title) @@ query limit 200)
           union
           (select page_id from publications, asked where vector @@ query limit 400)),
         best as materialized (
           select page_id, title, description, ts_rank_cd('{0.05, 0.1, 0.4, 1.0}', vector, query, 1) as rank, changed_at
           from candidates join publications using (page_id), asked
           order by rank desc, changed_at desc, page_id limit 2 * $2)
         select page_id, title, path, kind, description
         from best cross join lateral (
           select path, kind from pages where id = page_id and live_revision is not null and path is not null limit 1) as live
         order by rank desc, changed_at desc, page_id limit $2",
    )
    .bind::<Text, _>(&query)
    .bind::<BigInt, _>(RESULTS)
    .load(conn)
    .await?;
    Ok((rows, query))
}

/// What comes near, where the server can tell.
async fn near(conn: &mut Conn, words: &[String]) -> Result<Vec<Row>> {
    #[derive(diesel::QueryableByName)]
    struct Can {
        #[diesel(sql_type = diesel::sql_types::Bool)]
        can: bool,
    }
    let can: Can =
        sql_query("select exists (select from pg_extension where extname = 'pg_trgm') as can").get_result(conn).await?;
    if !can.can {
        return Ok(Vec::new());
    }
    Ok(sql_query(
        "with near as materialized (
           select page_id, title, description from publications where $1 <% lower(title || ' ' || description)
           order by $1 <<-> lower(title || ' ' || description), changed_at desc, page_id limit 12)
         select page_id, title, path, kind, description
         from near cross join lateral (
           select path, kind from pages where id = page_id and live_revision is not null and path is not null limit 1) as live
         limit 6",
    )
    .bind::<Text, _>(words.join(" "))
    .load(conn)
    .await?)
}

async fn with_snippets(conn: &mut Conn, rows: Vec<Row>, query: &str) -> Result<Vec<Hit>> {
    let keys: Vec<Uuid> = rows.iter().map(|row| row.page_id).collect();
    let [open, close] = MARKS;
    let headlines: Vec<Headline> = sql_query(format!(
        "select page_id, ts_headline('english', translate(words, '{open}{close}', ''), to_tsquery('english', $2),
           'StartSel={open}, StopSel={close}, MaxWords=28, MinWords=14, MaxFragments=2, FragmentDelimiter=\" … \"') as headline,
           left(translate(ltrim(words), '{open}{close}', ''), 12) as first,
           right(translate(rtrim(words, E' \\n.!?…”’)'), '{open}{close}', ''), 12) as last
         from publications where page_id = any($1)"
    ))
    .bind::<Array<SqlUuid>, _>(&keys)
    .bind::<Text, _>(query)
    .load(conn)
    .await?;
    let hit = |row: Row| {
        let found = headlines.iter().find(|one| one.page_id == row.page_id).filter(|one| one.headline.contains(open));
        let snippet = found.map_or_else(|| Snippet::plain(&row.description), Headline::snippet);
        Hit { title: row.title, path: row.path, kind: kind_words(&row.kind), snippet }
    };
    Ok(rows.into_iter().map(hit).collect())
}

fn kind_words(kind: &str) -> &'static str {
    match kind {
        "article" => "Article",
        "case" => "Case",
        _ => "",
    }
}

/// Searches. What holds all words comes first; where nothing does, what holds one of them; where nothing does either, what comes
/// near.
///
/// # Errors
/// The database is away.
pub async fn search(conn: &mut Conn, query: &str) -> Result<Found> {
    let words = words(query);
    if words.is_empty() {
        return Ok(Found::default());
    }
    AnsiTransactionManager::begin_transaction(&mut *conn).await?;
    let found = search_words(conn, &words).await;
    // Nothing was written: whoever has the connection next finds it as it was.
    AnsiTransactionManager::rollback_transaction(&mut *conn).await?;
    found
}

async fn search_words(conn: &mut Conn, words: &[String]) -> Result<Found> {
    // How rare a word is the planner learns too late to choose an index for it, and would read every article.
    conn.batch_execute(&format!(
        "set local enable_seqscan = off; set local pg_trgm.word_similarity_threshold = {LIKENESS}"
    ))
    .await?;
    let (mut rows, mut asked) = holding(conn, words, false).await?;
    let mut is_near = false;
    if rows.is_empty() && words.len() > 1 {
        (rows, asked) = holding(conn, words, true).await?;
        is_near = true;
    }
    if rows.is_empty() {
        is_near = true;
        rows = near(conn, words).await?;
    }
    Ok(Found { is_near: is_near && !rows.is_empty(), hits: with_snippets(conn, rows, &asked).await? })
}

/// Pages whose path or title is like a path that led nowhere.
///
/// # Errors
/// The database is away.
pub async fn likely(conn: &mut Conn, path: &str) -> Result<Vec<Hit>> {
    let last = path.rsplit('/').find(|part| !part.is_empty()).unwrap_or_default();
    let stem = last.rsplit_once('.').map_or(last, |(stem, _)| stem);
    let mut found = search(conn, &stem.replace(['-', '_', '+'], " ")).await?;
    found.hits.truncate(3);
    Ok(found.hits)
}
