//! Promise 6, nobody gets in, cell by cell: every route × method × kind of person against the reviewed `access.tsv`.
//!
//! A route that is not in the table fails. So does a refusal that changed anything in the database.

use std::collections::BTreeMap;
use std::fmt::Write;

use reqwest::Method;
use shingle::accounts::{ActionLink, LinkPurpose, Role};
use shingle::db::Tx;
use shingle::routes::{self, Policy};

use crate::support::{Client, TestApp};

const METHODS: [Method; 4] = [Method::GET, Method::POST, Method::PUT, Method::DELETE];
/// Addresses that no line of the route table names, but that are guarded all the same.
const UNKNOWN: [&str; 2] = ["/admin/{rest}", "/dev/{rest}"];

/// Who asks; the columns of the table, in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Nobody,
    Draft,
    Owner,
    Manager,
    Editor,
    Author,
    Disabled,
    Expired,
    Foreign,
}

const KINDS: [Kind; 9] = [
    Kind::Nobody,
    Kind::Draft,
    Kind::Owner,
    Kind::Manager,
    Kind::Editor,
    Kind::Author,
    Kind::Disabled,
    Kind::Expired,
    Kind::Foreign,
];

/// One line of the table: what each kind gets.
type Cells = BTreeMap<(String, String), (String, Vec<u16>)>;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_route_answers_every_kind_of_person_as_the_table_says() {
    let house = House::build().await;
    let expected = reviewed();
    let mut actual = Cells::new();
    let mut changed = Vec::new();
    let mut people = BTreeMap::new();
    for kind in KINDS {
        people.insert(kind, house.person(kind).await);
    }
    let mut state = house.fingerprint().await;
    for (path, policies) in lines() {
        for method in METHODS {
            let policy = policies.get(method.as_str()).cloned().unwrap_or_else(|| "-".to_owned());
            let mut cells = Vec::new();
            for kind in KINDS {
                let status = house.ask(&people[&kind], kind, &method, &path).await;
                cells.push(status);
                if method == Method::GET {
                    continue;
                }
                let now = house.fingerprint().await;
                if [403, 404, 405].contains(&status) && now != state {
                    changed.push(format!(
                        "{method} {path} by {kind:?} answers {status} and changes {}",
                        differing(&state, &now)
                    ));
                }
                state = now;
                if status < 400 && path.starts_with("/account") {
                    // They may have signed themselves out.
                    people.insert(kind, house.person(kind).await);
                    state = house.fingerprint().await;
                }
            }
            if method == Method::GET {
                // Looking for what is not there is written down, and nothing else that a GET does.
                state = house.fingerprint().await;
            }
            actual.insert((path.clone(), method.to_string()), (policy, cells));
        }
    }
    let wrong = differences(&expected, &actual);
    let file = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("access.tsv");
    std::fs::write(&file, written(&actual)).unwrap();
    assert!(
        wrong.is_empty() && changed.is_empty(),
        "{}\n{}\n(as it is: {})",
        wrong.join("\n"),
        changed.join("\n"),
        file.display()
    );
}

/// The route table: each path with the policy of each of its methods.
fn lines() -> BTreeMap<String, BTreeMap<String, String>> {
    let mut lines: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for line in routes::lines() {
        let policy = match line.policy {
            Policy::Public => "public".to_owned(),
            Policy::Site => "site".to_owned(),
            Policy::Proof => "proof".to_owned(),
            Policy::SignedIn => "signed in".to_owned(),
            Policy::May(power) => format!("{power:?}").to_lowercase(),
        };
        lines.entry(line.path.to_owned()).or_default().insert(line.method.to_string(), policy);
    }
    // What somebody wrote themselves is another thing to them.
    let of_pages: Vec<_> = lines.iter().filter(|(path, _)| path.starts_with("/admin/pages/{id}")).collect();
    let own: Vec<_> = of_pages.into_iter().map(|(path, of)| (path.replace("{id}", "{own}"), of.clone())).collect();
    lines.extend(own);
    for path in UNKNOWN {
        lines.entry(path.to_owned()).or_default();
    }
    lines
}

/// Reads the reviewed table.
fn reviewed() -> Cells {
    let mut cells = Cells::new();
    for line in include_str!("access.tsv").lines().skip(1) {
        let parts: Vec<&str> = line.split('\t').collect();
        assert_eq!(parts.len(), 3 + KINDS.len(), "a line of access.tsv has another number of columns: {line}");
        let statuses = parts[3..].iter().map(|status| status.parse().expect("a status")).collect();
        let twice = cells.insert((parts[1].to_owned(), parts[0].to_owned()), (parts[2].to_owned(), statuses));
        assert!(twice.is_none(), "access.tsv says two things about {line}");
    }
    cells
}

/// The table as a file.
fn written(cells: &Cells) -> String {
    let mut text =
        "method\tpath\tpolicy\tnobody\tdraft\towner\tmanager\teditor\tauthor\tdisabled\texpired\tforeign\n".to_owned();
    for ((path, method), (policy, statuses)) in cells {
        let statuses: Vec<String> = statuses.iter().map(ToString::to_string).collect();
        writeln!(text, "{method}\t{path}\t{policy}\t{}", statuses.join("\t")).unwrap();
    }
    text
}

fn differences(expected: &Cells, actual: &Cells) -> Vec<String> {
    let mut wrong = Vec::new();
    for ((path, method), (policy, statuses)) in actual {
        match expected.get(&(path.clone(), method.clone())) {
            None => wrong.push(format!("{method} {path} is not in access.tsv")),
            Some((reviewed, _)) if reviewed != policy => {
                wrong.push(format!("{method} {path} has the policy {policy}, reviewed was {reviewed}"));
            }
            Some((_, reviewed)) => {
                for (kind, (wanted, got)) in KINDS.iter().zip(reviewed.iter().zip(statuses)) {
                    if wanted != got {
                        wrong.push(format!("{method} {path} answers {kind:?} {got}, reviewed was {wanted}"));
                    }
                }
            }
        }
    }
    let gone = expected.keys().filter(|key| !actual.contains_key(*key));
    wrong.extend(gone.map(|(path, method)| format!("access.tsv names {method} {path}, which is no route")));
    wrong
}

/// A small business with one of everything that a path can name.
struct House {
    app: TestApp,
    reference: String,
    delivery: String,
    session: String,
    colleague: String,
    token: String,
    /// Somebody else's article, with its live revision.
    article: (String, String),
    /// The author's own.
    own: (String, String),
    tables: Vec<String>,
}

impl House {
    async fn build() -> Self {
        let folder = std::env::temp_dir().join(format!("shingle-access-{}", std::process::id()));
        let app = TestApp::build().demo().mailer(shingle::mail::Mailer::Folder(folder)).start().await;
        let (staff, password) = app.staff(Role::Author).await;
        let (at, keys, of) = (app.clock.moment(), app.app.keys.clone(), staff.clone());
        let link = app
            .app
            .db
            .write(async move |tx: &mut Tx| ActionLink::make(tx, at, &keys, LinkPurpose::ResetPassword, &of).await)
            .await
            .unwrap();
        let path = link.path(&app.app.keys);
        let token = path.trim_start_matches("/account/link/").to_owned();
        app.client().sign_in(&staff.email, &password).await;
        let session = app.sql_text("select id from sessions limit 1").await;
        let reference = app.sql_text("select reference from enquiries order by received_at desc limit 1").await;
        let delivery = app.sql_text("select id from deliveries order by created_at desc limit 1").await;
        let (article, own) = (article(&app, "<>").await, article(&app, "=").await);
        let tables = app
            .sql_text("select string_agg(tablename, ',' order by tablename) from pg_tables where schemaname = 'public'")
            .await;
        let tables = tables.split(',').map(str::to_owned).collect();
        let colleague = staff.id.to_string();
        Self { app, reference, delivery, session, colleague, token, article, own, tables }
    }

    /// A browser of somebody of this kind.
    async fn person(&self, kind: Kind) -> Client {
        let app = &self.app;
        let role = match kind {
            Kind::Nobody => return app.client(),
            Kind::Draft => {
                let client = app.client();
                let form = [("work", "new"), ("goals", "A bell that is heard")];
                assert_eq!(
                    client.post("/forms/project/project", &form).await.status(),
                    303,
                    "a visitor could not begin"
                );
                return client;
            }
            Kind::Owner | Kind::Disabled | Kind::Expired | Kind::Foreign => Role::Owner,
            Kind::Manager => Role::Manager,
            Kind::Editor => Role::Editor,
            Kind::Author => Role::Author,
        };
        let (staff, password) = app.staff(role).await;
        let client = app.client();
        client.sign_in(&staff.email, &password).await;
        // Written behind the program's back, so that the session's row is still there.
        let id = staff.id;
        match kind {
            Kind::Author => app.execute(&format!("update authors set staff_id = '{id}' where slug = 'kit'")).await,
            Kind::Disabled => {
                app.execute(&format!("update staff set disabled_at = created_at where id = '{id}'")).await
            }
            Kind::Expired => {
                let older = "update sessions set seen_at = seen_at - interval '13 hours' where staff_id";
                app.execute(&format!("{older} = '{id}'")).await;
            }
            _ => {}
        }
        client
    }

    /// Asks, and answers the status.
    async fn ask(&self, client: &Client, kind: Kind, method: &Method, pattern: &str) -> u16 {
        let mut request = client.request(method.clone(), &self.example(pattern));
        request = match kind {
            Kind::Foreign => {
                request.header("sec-fetch-site", "cross-site").header("origin", "https://elsewhere.example")
            }
            _ => request.same_origin(),
        };
        if *method != Method::GET {
            request = request.form(&[("_", "")]);
        }
        if pattern == "/admin/events" {
            // A stream: its head is the answer.
            return request.open().await.status().as_u16();
        }
        request.send().await.status()
    }

    /// An address of something that is there.
    fn example(&self, pattern: &str) -> String {
        let id = if pattern.starts_with("/account/sessions") {
            &self.session
        } else if pattern.starts_with("/admin/staff") {
            &self.colleague
        } else if pattern.starts_with("/admin/pages") {
            &self.article.0
        } else {
            &self.delivery
        };
        pattern
            .replace("{form}", "contact")
            .replace("{step}", "message")
            .replace("{version}", "1")
            .replace("{reference}", &self.reference)
            .replace("{id}", id)
            .replace("{own}", &self.own.0)
            .replace("{revision}", if pattern.contains("{own}") { &self.own.1 } else { &self.article.1 })
            .replace("{act}", &self.article.1)
            .replace("{of}", &self.article.1)
            .replace("{token}", &self.token)
            .replace("{name}", "nothing-of-this-name")
            .replace("{file:.*}", "0/nothing.css")
            .replace("{rest}", "nothing-here")
    }

    /// Each table with its number of rows and a checksum of what is in them.
    async fn fingerprint(&self) -> BTreeMap<String, String> {
        let of_table = |name: &String| {
            format!(
                "select '{name} ' || count(*) || ' ' || coalesce(md5(string_agg(t::text, ',' order by t::text)), '') as line from {name} t"
            )
        };
        let all: Vec<String> = self.tables.iter().map(of_table).collect();
        let text = self
            .app
            .sql_text(&format!("select string_agg(line, ',') from ({}) all_tables", all.join(" union all ")))
            .await;
        text.split(',')
            .filter_map(|line| line.split_once(' '))
            .map(|(name, rest)| (name.to_owned(), rest.to_owned()))
            .collect()
    }
}

/// An article with its live revision: Kit's, or one of somebody else.
async fn article(app: &TestApp, is: &str) -> (String, String) {
    let query = format!(
        "select pages.id, live_revision from pages join articles on page_id = pages.id
         join authors on authors.id = author_id where slug {is} 'kit' order by path limit 1"
    );
    let mut row = app.sql(&query).await.remove(0);
    (row.remove(0), row.remove(0))
}

/// The tables that differ.
fn differing(before: &BTreeMap<String, String>, after: &BTreeMap<String, String>) -> String {
    let names: Vec<&str> =
        before.iter().filter(|(name, was)| after.get(*name) != Some(*was)).map(|(name, _)| name.as_str()).collect();
    names.join(", ")
}
