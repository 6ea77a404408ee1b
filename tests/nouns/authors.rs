//! People: with a picture, links, and the member of staff who they are.

use shingle::accounts::Role;

use super::{at_work, faults, key, said};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn somebody_is_added_with_a_picture_and_links() {
    let (app, editor) = at_work().await;
    let sheet = editor.get("/admin/authors/creation").await;
    let wanted = app.sql_text("select alternative from media where kind = 'picture' order by name limit 1").await;
    let typed = [("name", "Åse Øye"), ("bio", "Mends\nbells."), ("find.picture", &wanted), ("act", "find picture")];
    let found = editor.submit(&sheet, &typed).await;
    assert_eq!((found.status(), found.input("name").as_deref()), (200, Some("Åse Øye")), "what was typed is lost");
    let take = found.attribute(".found-pictures button", "value").expect("a picture is found");
    let taken = editor.submit(&found, &[("act", &take)]).await;
    assert!(taken.first(".chosen-words").unwrap().contains(&wanted));
    assert_eq!(app.sql_i64("select count(*) from authors where name = 'Åse Øye'").await, 0, "it was saved already");
    let links = [
        ("link-label", "Mastodon"),
        ("link-address", "https://social.example/@ase"),
        ("link-label", ""),
        ("link-address", "www.ase.example"),
    ];
    assert!(said(&editor, &editor.submit(&taken, &links).await).await.contains("Person “Åse Øye” added"));
    let page = app.client().get("/blog/authors/ase-oye").await;
    assert!(
        page.has("a[href='https://social.example/@ase']") && page.words().contains("ase.example"),
        "{}",
        page.words()
    );
    assert!(page.has("main picture, main img"), "their picture is not shown");

    let path = format!("/admin/authors/{}", key(&app, "authors", "ase-oye").await);
    let without = editor.submit(&editor.get(&path).await, &[("act", "take picture -")]).await;
    assert!(!without.has(".chosen"));
    said(&editor, &editor.submit(&without, &[]).await).await;
    assert_eq!(app.sql_i64("select count(*) from authors where slug = 'ase-oye' and picture_id is null").await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_signs_in_as_somebody_writes_their_articles() {
    let (app, editor) = at_work().await;
    let (staff, password) = app.staff(Role::Author).await;
    let author = app.client();
    author.sign_in(&staff.email, &password).await;
    assert!(author.get("/admin/articles").await.has(".empty"));
    assert!(author.get("/admin/creation?kind=article").await.words().contains("for the first time"));
    let path = format!("/admin/authors/{}", key(&app, "authors", "kit").await);
    said(&editor, &editor.submit(&editor.get(&path).await, &[("staff", &staff.id.to_string())]).await).await;
    assert!(!author.get("/admin/articles").await.has(".empty"), "they don't see what is theirs");
    assert!(!author.get("/admin/creation?kind=article").await.words().contains("for the first time"));
    assert!(editor.get("/admin/authors").await.words().contains("signs in as The author"));
    // One member of staff is one person.
    let other = app.sql_text("select id from authors where slug <> 'kit' limit 1").await;
    let sheet = editor.get(&format!("/admin/authors/{other}")).await;
    assert!(!sheet.has(&format!("option[value='{}']", staff.id)), "they are offered twice");
    let twice = editor.submit(&sheet, &[("staff", &staff.id.to_string())]).await;
    assert!(faults(&twice)[0].contains("under another name"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_wrote_something_stays_and_a_stale_save_keeps_both() {
    let (app, editor) = at_work().await;
    let path = format!("/admin/authors/{}", key(&app, "authors", "kit").await);
    let refused = editor.post(&format!("{path}/deletion"), &[]).await;
    assert_eq!(refused.status(), 409);
    let words = refused.words();
    assert!(words.contains("/about") && words.contains("/blog/why-contact-forms-die-quietly"), "{words}");

    let (mine, theirs) = (editor.get(&path).await, editor.get(&path).await);
    said(&editor, &editor.submit(&theirs, &[("role", "Listens")]).await).await;
    let stale = editor.submit(&mine, &[("bio", "<img src=x onerror=alert(1)>")]).await;
    assert_eq!(stale.status(), 409);
    assert!(stale.first(".theirs").unwrap().contains("Listens"));
    assert_eq!(stale.input("bio").as_deref(), Some("<img src=x onerror=alert(1)>"));
    said(&editor, &editor.submit(&stale, &[]).await).await;
    let shown = app.client().get("/blog/authors/kit").await;
    assert!(shown.words().contains("<img src=x onerror=alert(1)>") && !shown.has("[onerror]"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn links_lead_to_sites_and_nowhere_else() {
    let (app, editor) = at_work().await;
    let path = format!("/admin/authors/{}", key(&app, "authors", "kit").await);
    let sheet = editor.get(&path).await;
    for hostile in [
        "javascript:alert(1)",
        "http://plain.example",
        "https://",
        "https://user:pass@site.example",
        "localhost",
        "https://a b",
    ] {
        let wrong = editor.submit(&sheet, &[("link-label", "Me"), ("link-address", hostile)]).await;
        assert!(faults(&wrong)[0].contains("https://"), "{hostile}");
        assert!(wrong.has("#link-1[aria-invalid]") && wrong.inputs("link-address")[0] == hostile, "{hostile} is lost");
    }
    let wrong = editor.submit(&sheet, &[("name", ""), ("link-label", "Me"), ("link-address", "")]).await;
    assert_eq!(faults(&wrong).len(), 2);
}
