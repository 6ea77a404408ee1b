//! Redirects at the desk: added, refused beside the field, deleted; and the paths that led nowhere.

use super::{at_work, faults, said};
use crate::support::{Client, Response, TestApp};

async fn add(editor: &Client, pairs: &[(&str, &str)]) -> Response {
    editor.submit(&editor.get("/admin/redirects/creation").await, pairs).await
}

async fn leads(app: &TestApp, path: &str) -> Option<String> {
    let answer = app.client().get(path).await;
    (answer.status() == 301).then(|| answer.location().unwrap())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_redirect_to_a_page_follows_it() {
    let (app, editor) = at_work().await;
    assert_eq!(app.client().get("/old-list/").await.status(), 404);
    let form = editor.get("/admin/redirects/creation").await;
    let whole = format!("{}/old-list/?utm=1", app.base);
    let found = editor.submit(&form, &[("from", &whole), ("find.page", "price"), ("act", "find page")]).await;
    assert_eq!(found.input("from").as_deref(), Some(whole.as_str()));
    let prices = app.sql_text("select id from pages where path = '/prices'").await;
    assert!(found.has(&format!("button[value='take page page:{prices}']")), "{}", found.words());
    let taken = editor.submit(&found, &[("act", &format!("take page page:{prices}")), ("below", "yes")]).await;
    assert!(taken.first(".chosen-words").unwrap().contains("/prices"));
    let told = said(&editor, &editor.submit(&taken, &[]).await).await;
    assert!(told.contains("/old-list leads to /prices now"), "{told}");
    assert_eq!(app.sql_i64("select count(*) from missing_paths").await, 0, "it is missing no more");
    assert_eq!(leads(&app, "/old-list").await.as_deref(), Some("/prices"));
    assert_eq!(leads(&app, "/old-list/").await.as_deref(), Some("/prices"), "a slash at its end is nothing");
    let odd = leads(&app, "/old-list/caf%C3%A9/%0d%0aSet-Cookie:%20x").await;
    assert_eq!(odd.as_deref(), Some("/prices/caf%C3%A9/%0D%0ASet-Cookie:%20x"));
    assert_eq!(leads(&app, "/old-list//evil.example").await.as_deref(), Some("/prices/evil.example"));
    let front = app.sql_text("select id from pages where path = '/'").await;
    said(&editor, &add(&editor, &[("from", "/home"), ("below", "yes"), ("page", &format!("page:{front}"))]).await)
        .await;
    for outside in ["/home//evil.example", "/home/%5Cevil.example", "/home///evil.example"] {
        let to = leads(&app, outside).await.unwrap();
        assert!(to.starts_with("/evil") || to.starts_with("/%5Cevil"), "{outside} leads to {to}");
    }
    app.execute("update pages set path = '/what-it-costs' where path = '/prices'").await;
    assert_eq!(leads(&app, "/old-list").await.as_deref(), Some("/what-it-costs"));
    let row = editor.get("/admin/redirects?q=old-list").await.first("#rows .row").unwrap();
    assert!(row.contains("5 times, last just now") && row.contains("/what-it-costs"), "{row}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cannot_be_is_refused_beside_its_field() {
    let (app, editor) = at_work().await;
    let count = app.sql_i64("select count(*) from redirects").await;
    for (from, words) in [
        ("", "Enter the path"),
        ("https://elsewhere.example/x", "Enter the path"),
        ("//evil.example", "Enter the path"),
        ("/", "Enter the path"),
        ("/admin/x", "the program’s own"),
        ("/forms/contact", "the program’s own"),
        ("/blog", "the program’s own"),
        ("/sitemap.xml", "the program’s own"),
        ("contact", "A page lives at /contact"),
        ("/blog/topics/forms/feed.xml", "A topic lives at"),
        ("/blog/authors/kit", "Somebody’s page lives at"),
        ("/contact-us.html", "redirected already"),
    ] {
        let wrong = add(&editor, &[("from", from), ("address", "/about-us")]).await;
        assert!(faults(&wrong)[0].contains(words), "{from}: {:?}", faults(&wrong));
        assert!(wrong.has("#from[aria-invalid]") && wrong.input("from").as_deref() == Some(from), "{from}");
    }
    for to in
        ["http://plain.example", "javascript:alert(1)", "//evil.example", "/\\evil.example", "about", "https://a b/"]
    {
        let wrong = add(&editor, &[("from", "/x"), ("address", to)]).await;
        assert!(faults(&wrong)[0].contains("begins with"), "{to}");
        assert!(wrong.has("#address[aria-invalid]") && wrong.input("address").as_deref() == Some(to), "{to}");
    }
    assert!(faults(&add(&editor, &[("from", "/x")]).await)[0].contains("Choose the page"));
    assert_eq!(app.sql_i64("select count(*) from redirects").await, count);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn loops_are_refused_beside_the_field() {
    let (app, editor) = at_work().await;
    said(&editor, &add(&editor, &[("from", "/one"), ("address", "/two")]).await).await;
    said(&editor, &add(&editor, &[("from", "/two"), ("address", "/three?x=1")]).await).await;
    for (from, to, below) in [("/three", "/one", ""), ("/self", "/self/", ""), ("/wide", "/wide/er", "yes")] {
        let wrong = add(&editor, &[("from", from), ("address", to), ("below", below)]).await;
        assert!(faults(&wrong)[0].contains(&format!("leads back to {from}")), "{from}: {:?}", faults(&wrong));
        assert!(wrong.has("#address[aria-invalid]"));
    }
    // A page below the path itself would be led on for ever.
    let repairs = app.sql_text("select id from pages where path = '/services/repairs'").await;
    app.execute("update pages set path = '/shop/repairs' where path = '/services/repairs'").await;
    let wrong = add(&editor, &[("from", "/shop"), ("below", "yes"), ("page", &format!("page:{repairs}"))]).await;
    assert!(faults(&wrong)[0].contains("leads back to /shop") && wrong.has("#page.has-error"), "{}", wrong.words());
    // The address of a page means the page.
    said(&editor, &add(&editor, &[("from", "/costs"), ("address", &format!("{}/prices", app.base))]).await).await;
    assert_eq!(
        app.sql_i64("select count(*) from redirects where from_path = '/costs' and page_id is not null").await,
        1
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn missing_paths_are_redirected_or_forgotten() {
    let (app, editor) = at_work().await;
    let visitor = app.client();
    for _ in 0..3 {
        visitor.get("/l%C3%B8st/%3Cb%3E").await;
    }
    visitor.get("/wp-login.php").await;
    let list = editor.get("/admin/redirects").await;
    let rows = list.all("#missing .row");
    assert!(
        rows[0].contains("/løst/<b>") && rows[0].contains("3 times") && rows[1].contains("/wp-login.php"),
        "{rows:?}"
    );
    let href = list.attribute("#missing .row a", "href").unwrap();
    let form = editor.get(&href).await;
    assert_eq!(form.input("from").as_deref(), Some("/løst/<b>"));
    said(&editor, &editor.submit(&form, &[("address", "/about")]).await).await;
    assert_eq!(leads(&app, "/l%C3%B8st/%3Cb%3E").await.as_deref(), Some("/about"));
    let forgotten = editor.post("/admin/missing-paths/removal", &[("path", "/wp-login.php")]).await;
    assert!(forgotten.location().unwrap().ends_with("#missing"));
    assert!(editor.get("/admin/redirects").await.first("#missing").unwrap().contains("Nobody has asked"));
    assert_eq!(editor.post("/admin/missing-paths/removal", &[("path", "/wp-login.php")]).await.status(), 404);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn redirects_are_found_and_deleted() {
    let (app, editor) = at_work().await;
    app.execute("insert into redirects (id, from_path, to_address, created_at) select gen_random_uuid(), '/n' || n, '/about', now() from generate_series(1, 120) n").await;
    let first = editor.get("/admin/redirects?q=%2Fn").await;
    assert_eq!(first.all("#rows .row").len(), 50);
    let next = first.attribute(".pager a", "href").unwrap();
    assert!(editor.get(&next).await.all("#rows .row").len() == 50);
    assert!(editor.get("/admin/redirects?q=%25").await.has(".empty"), "a sign of the search is no sign of a path");
    let id = app.sql_text("select id from redirects where from_path = '/n7'").await;
    let asked = editor.get(&format!("/admin/redirects/{id}/deletion")).await;
    assert!(asked.words().contains("never yet"));
    assert!(said(&editor, &editor.submit(&asked, &[]).await).await.contains("Redirect from /n7 to /about deleted"));
    assert_eq!(app.client().get("/n7").await.status(), 404);
    assert_eq!(editor.get(&format!("/admin/redirects/{id}/deletion")).await.status(), 404);
}
