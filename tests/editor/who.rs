//! Who may write what: an author their own articles, and they ask for publishing; an editor publishes.

use shingle::accounts::Role;

use super::{at_work, one_text, press};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_author_writes_an_article_and_an_editor_publishes_it() {
    let (app, editor, page) = at_work("/theirs", one_text()).await;
    let author = app.client_as(Role::Author).await;
    assert_eq!(author.get("/admin/pages").await.status(), 404);
    assert_eq!(author.get(&format!("/admin/pages/{page}")).await.status(), 404, "a page is not theirs");
    let others = app.sql_text("select page_id from articles limit 1").await;
    assert_eq!(author.get(&format!("/admin/pages/{others}")).await.status(), 404, "nor is an article of somebody else");
    assert!(author.get("/admin/articles").await.has(".empty"), "they see their own");
    assert_eq!(author.get("/admin/creation?kind=page").await.status(), 404);

    let new = author.get("/admin/creation?kind=article").await;
    let begun = author.submit(&new, &[("title", "Why a gate squeaks")]).await;
    let path = begun.location().unwrap();
    let sheet = author.get(&path).await;
    assert_eq!(sheet.status(), 200);
    let typed = [
        ("b1.html", "<h2>Oil</h2><p>It wants oil, twice a year.</p>"),
        ("description", "Gates squeak for want of oil."),
    ];
    assert_eq!(press(&author, &sheet, "save", &typed).await.status(), 303);
    let stranger = app.sql_text("select id from authors where staff_id is null limit 1").await;
    let sheet = author.get(&path).await;
    let disguised = press(&author, &sheet, "save", &[("author", &stranger)]).await;
    assert!(disguised.status() >= 400, "nobody writes under another name: {}", disguised.status());
    let pages = author.get(&format!("{path}/publication")).await;
    let newest = app.sql_text("select draft_revision from pages where path = '/blog/why-a-gate-squeaks'").await;
    let forced = author.post(&format!("{path}/publication"), &[("when", "now"), ("revision", &newest)]).await;
    assert_eq!(forced.status(), 404, "an author publishes nothing");
    assert_eq!(author.submit(&pages, &[]).await.status(), 303);
    assert_eq!(app.client().get("/blog/why-a-gate-squeaks").await.status(), 404);

    assert!(editor.get("/admin/articles").await.words().contains("To be published"));
    let today = editor.get("/admin").await;
    assert!(today.has(&format!("section[aria-labelledby=asked] a[href='{path}/publication']")), "it waits for them");
    assert!(!author.get("/admin").await.words().contains("To be published"), "an author publishes nothing");
    assert!(editor.get(&path).await.first(".standing").unwrap().contains("To be published"));
    let publication = editor.get(&format!("{path}/publication")).await;
    assert!(publication.words().contains("An author asked"));
    let done = editor.submit(&publication, &[("when", "now")]).await;
    assert_eq!(done.status(), 303, "{:?}", done.all(".errors li"));
    let live = app.client().get("/blog/why-a-gate-squeaks").await;
    assert!(live.words().contains("It wants oil"));
    for list in ["/admin/articles", "/admin"] {
        assert!(!editor.get(list).await.words().contains("To be published"), "{list}");
    }
    assert!(app.client().get("/blog").await.words().contains("Why a gate squeaks"));
}
