//! What staff see: every screen of the route table, and every sample.

use std::collections::BTreeMap;

use actix_web::http::Method;
use shingle::mail::Mailer;
use shingle::routes::{self, Policy};

use super::{ADMIN, BRINGING, EVERY_LOOK, Gate, Kind, ONE_LOOK, WRITING};
use crate::support::{Browser, DEMO_PASSWORD, Place, Script, TestApp};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_admin_screen_passes_the_gate() {
    let folder = Place::get().quick("kept-mail");
    let test = TestApp::build().demo().mailer(Mailer::Folder(folder)).start().await;
    assert_eq!(test.client().post("/account/password", &[("email", "owner@example.com")]).await.status(), 200);
    test.run_jobs().await;
    something_is_stuck(&test).await;
    let mut gate = Gate::new(Browser::open(&test.base, Script::On).await, ADMIN);
    gate.browser.sign_in("owner@example.com", DEMO_PASSWORD).await;
    let screens = screens(&test).await;
    for line in routes::lines() {
        let inside = matches!(line.policy, Policy::SignedIn | Policy::May(_)) && !line.path.starts_with("/account");
        let screen = line.method == Method::GET && !line.path.starts_with("/dev/samples/");
        if !inside || !screen || NO_SCREENS.contains(&line.path) {
            continue;
        }
        let examples = screens.get(line.path).unwrap_or_else(|| panic!("{} has no example in the gate", line.path));
        gate.budget = match line.path {
            "/admin/pages/{id}" | "/admin/forms/{form}" => WRITING,
            "/admin/media" | "/admin/media/{id}" => BRINGING,
            _ => ADMIN,
        };
        for path in examples {
            gate.page(path, known(path)).await;
        }
    }
    gate.page("/admin/nothing-here", &["404"]).await;
    gate.close().await;
}

/// What is read by scripts: a stream of live updates, what a link may lead to, and the sample of a colour.
const NO_SCREENS: [&str; 3] = ["/admin/events", "/admin/links", "/admin/settings/colour/sample"];

/// What a browser says of a screen that is as it should be: nothing runs in a preview, so that nobody sends a form of it.
fn known(path: &str) -> &'static [&'static str] {
    if path.starts_with("/admin/pages/") { &["Blocked script execution"] } else { &[] }
}

/// Each screen of the editor, of each kind of page.
async fn writing(test: &TestApp) -> BTreeMap<&'static str, Vec<String>> {
    let first = async |of: &str| test.sql_text(&format!("select id from pages where {of} order by path limit 1")).await;
    let mut pages = Vec::new();
    for of in ["path = '/'", "path = '/blog/what-an-audit-looks-for'", "kind = 'case'", "kind = 'part'"] {
        pages.push(format!("/admin/pages/{}", first(of).await));
    }
    let revision = test.sql_text("select live_revision from pages where path = '/'").await;
    let home = pages.first().cloned().unwrap_or_default();
    let of = |way: &str| vec![format!("{home}/{way}")];
    let kinds = ["page", "article", "case", "part"];
    BTreeMap::from([
        ("/admin/pages/{id}/preview", of("preview?width=phone")),
        ("/admin/pages/{id}/publication", of("publication")),
        ("/admin/pages/{id}/versions", of("versions")),
        ("/admin/pages/{id}/versions/{revision}", of(&format!("versions/{revision}"))),
        ("/admin/pages/{id}/address", of("address")),
        ("/admin/pages/{id}/deletion", of("deletion")),
        ("/admin/creation", kinds.map(|kind| format!("/admin/creation?kind={kind}")).to_vec()),
        ("/admin/pages/{id}", pages),
    ])
}

/// Paths for each screen of the route table, in more than one state where that looks different.
async fn screens(test: &TestApp) -> BTreeMap<&'static str, Vec<String>> {
    let mut records = Vec::new();
    for which in ["suspected", "state = 'new' and not suspected", "state = 'won'", "not seeded"] {
        let reference =
            test.sql_text(&format!("select reference from enquiries where {which} order by received_at limit 1")).await;
        assert!(!reference.is_empty(), "there is an enquiry that is {which}");
        records.push(format!("/admin/enquiries/{reference}"));
    }
    let owner = test.demo_owner().await;
    let kept = owner.get("/admin/mail").await.attribute("a[href^='/admin/mail/']", "href").expect("a kept mail");
    let mut tests = Vec::new();
    for form in ["contact", "project"] {
        let sent = owner.post(&format!("/admin/forms/{form}/tests"), &[]).await;
        tests.push(sent.location().expect("a test is sent"));
        if form == "contact" {
            test.run_jobs().await;
        }
    }
    // The page of a test that is on its way looks again by itself, which is no screen to measure.
    test.clock.advance(chrono::TimeDelta::minutes(1));
    let deliveries = ["/admin/deliveries", "/admin/deliveries?view=waiting", "/admin/deliveries?view=gone"];
    let lists = [
        "/admin/enquiries",
        "/admin/enquiries?q=there+is+no+such+enquiry",
        "/admin/enquiries?view=spam",
        "/admin/enquiries?view=all&sort=due&days=90",
    ];
    let mut screens = BTreeMap::from([
        ("/admin", vec!["/admin".to_owned()]),
        ("/admin/own-site", vec!["/admin/own-site".to_owned()]),
        ("/admin/deliveries", deliveries.map(str::to_owned).to_vec()),
        ("/admin/tests", vec!["/admin/tests".to_owned()]),
        ("/admin/tests/{reference}", tests),
        ("/admin/enquiries", lists.map(str::to_owned).to_vec()),
        ("/admin/enquiries/{reference}", records),
        ("/admin/mail", vec!["/admin/mail".to_owned()]),
        ("/admin/mail/{name}", vec![kept]),
        ("/admin/staff", vec!["/admin/staff".to_owned()]),
        ("/admin/forms", vec!["/admin/forms".to_owned()]),
        ("/admin/forms/creation", vec!["/admin/forms/creation".to_owned()]),
        ("/admin/forms/{form}", vec!["/admin/forms/project".to_owned()]),
        ("/admin/forms/{form}/preview", vec!["/admin/forms/contact/preview".to_owned()]),
        ("/admin/forms/{form}/preview/{step}", vec!["/admin/forms/project/preview/project".to_owned()]),
        ("/admin/forms/{form}/versions", vec!["/admin/forms/project/versions".to_owned()]),
        ("/admin/pages", vec!["/admin/pages".to_owned()]),
        ("/admin/articles", vec!["/admin/articles".to_owned()]),
        ("/admin/settings", vec!["/admin/settings".to_owned()]),
        ("/admin/settings/business", vec!["/admin/settings/business".to_owned()]),
        ("/admin/settings/hours", vec!["/admin/settings/hours".to_owned()]),
        ("/admin/settings/mail", vec!["/admin/settings/mail".to_owned()]),
        ("/admin/settings/alerts", vec!["/admin/settings/alerts".to_owned()]),
        ("/admin/settings/forms/{form}", vec!["/admin/settings/forms/project".to_owned()]),
        ("/admin/staff/acts", vec!["/admin/staff/acts".to_owned()]),
        ("/admin/staff/invitation", vec!["/admin/staff/invitation".to_owned()]),
        ("/admin/staff/{id}", vec![format!("/admin/staff/{}", test.sql_text("select id from staff limit 1").await)]),
        ("/admin/settings/logo", vec!["/admin/settings/logo".to_owned()]),
        (
            "/admin/settings/colour",
            ["/admin/settings/colour", "/admin/settings/colour?hue=220&strength=20"].map(str::to_owned).to_vec(),
        ),
        ("/admin/settings/elsewhere", vec!["/admin/settings/elsewhere".to_owned()]),
        ("/admin/settings/region", vec!["/admin/settings/region".to_owned()]),
        ("/admin/settings/search-engines", vec!["/admin/settings/search-engines".to_owned()]),
        ("/dev/samples", vec!["/dev/samples".to_owned()]),
    ]);
    let used = test.sql_text("select media_id from block_references where media_id is not null limit 1").await;
    let unused = test.sql_text("select id from media order by name desc limit 1").await;
    let media = ["/admin/media", "/admin/media?q=zither", "/admin/media?show=unused"];
    screens.insert("/admin/media", media.map(str::to_owned).to_vec());
    screens.insert("/admin/media/{id}", vec![format!("/admin/media/{used}"), format!("/admin/media/{unused}")]);
    screens.insert("/admin/media/{id}/deletion", vec![format!("/admin/media/{used}/deletion")]);
    screens.extend(writing(test).await);
    screens.extend(smaller(test).await);
    screens
}

/// The same for what the site is made of beside its pages.
async fn smaller(test: &TestApp) -> BTreeMap<&'static str, Vec<String>> {
    let key = async |table: &str| test.sql_text(&format!("select id from {table} order by id limit 1")).await;
    let (service, topic) = (key("services").await, key("topics").await);
    let (author, redirect) = (key("authors").await, key("redirects").await);
    let one = |path: String| vec![path];
    BTreeMap::from([
        ("/admin/services", one("/admin/services".to_owned())),
        ("/admin/services/creation", one("/admin/services/creation".to_owned())),
        ("/admin/services/{id}", one(format!("/admin/services/{service}"))),
        ("/admin/services/{id}/deletion", one(format!("/admin/services/{service}/deletion"))),
        ("/admin/topics", one("/admin/topics".to_owned())),
        ("/admin/topics/creation", one("/admin/topics/creation".to_owned())),
        ("/admin/topics/{id}", one(format!("/admin/topics/{topic}"))),
        ("/admin/topics/{id}/deletion", one(format!("/admin/topics/{topic}/deletion"))),
        ("/admin/authors", one("/admin/authors".to_owned())),
        ("/admin/authors/creation", one("/admin/authors/creation".to_owned())),
        ("/admin/authors/{id}", one(format!("/admin/authors/{author}"))),
        ("/admin/authors/{id}/deletion", one(format!("/admin/authors/{author}/deletion"))),
        ("/admin/menus", one("/admin/menus".to_owned())),
        ("/admin/redirects", vec!["/admin/redirects".to_owned(), "/admin/redirects?q=zither".to_owned()]),
        ("/admin/redirects/creation", one("/admin/redirects/creation?from=/old".to_owned())),
        ("/admin/redirects/{id}/deletion", one(format!("/admin/redirects/{redirect}/deletion"))),
    ])
}

/// An enquiry whose messages were refused: the red line stands on every screen.
async fn something_is_stuck(test: &TestApp) {
    let visitor = test.client();
    let page = visitor.get("/forms/contact/message").await;
    let answers =
        [("message", "Is anybody there?"), ("name", "Una Stuck"), ("email", "una@example.com"), ("consent", "yes")];
    assert_eq!(visitor.submit(&page, &answers).await.status(), 303);
    test.execute(
        "update deliveries set state = 'refused', due_at = null, attempts = 1, done_at = created_at where not seeded and enquiry_id is not null",
    )
    .await;
    test.execute(
        "insert into delivery_attempts select id, 1, created_at, created_at, 'refused', '550 5.1.1 no such mailbox' from deliveries where not seeded and enquiry_id is not null",
    )
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_sample_passes_the_gate() {
    let test = TestApp::demo().await;
    let mut gate = Gate::new(Browser::open(&test.base, Script::On).await, ADMIN);
    gate.browser.sign_in("owner@example.com", DEMO_PASSWORD).await;
    gate.browser.go("/dev/samples").await;
    let find = "return Array.from(document.querySelectorAll('a[href^=\"/dev/samples/\"]'), (link) => link.getAttribute('href'))";
    let samples: Vec<String> = gate.browser.ask(find).await;
    assert!(samples.len() > 60, "there are samples: {samples:?}");
    for path in samples {
        let name = path.trim_start_matches("/dev/samples/");
        (gate.kind, gate.looks) = match name.split_once('-').map_or(name, |(first, _)| first) {
            "text" => continue,
            "mail" => (Kind::Mail, EVERY_LOOK),
            // The pages themselves are looked at by their addresses; here are their rarer states.
            "page" => (Kind::Page, ONE_LOOK),
            "heading" => (Kind::Page, EVERY_LOOK),
            _ => (Kind::Part, EVERY_LOOK),
        };
        gate.budget = match name {
            _ if ["page-editor-", "page-form-sheet"].iter().any(|sheet| name.starts_with(sheet)) => WRITING,
            _ if name.starts_with("page-media-") => BRINGING,
            _ => ADMIN,
        };
        gate.page(&path, &[]).await;
    }
    gate.close().await;
}
