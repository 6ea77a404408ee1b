//! Hostile strings through the sheets of services, topics, people, menus and redirects: what is kept of them stays text, for the
//! desk and for visitors.

use futures_util::stream::{self, StreamExt};
use shingle::accounts::Role;

use super::{AT_ONCE, is_sound, strings};
use crate::support::TestApp;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_string_stays_text_in_services_topics_people_menus_and_redirects() {
    let app = TestApp::demo().await;
    let editor = app.client_as(Role::Editor).await;
    let author = app.sql_text("select id from authors where slug = 'kit'").await;
    // A second each is enough of a sheet; their own tests know the rest.
    let all: Vec<String> = strings().into_iter().step_by(4).collect();
    stream::iter(&all)
        .for_each_concurrent(AT_ONCE, |typed| {
            let (editor, author) = (editor.clone(), author.clone());
            async move {
                let t = typed.as_str();
                let sheets = [
                    (
                        "/admin/services/creation".to_owned(),
                        vec![("name", t), ("outcome", t), ("price", t), ("unit", t)],
                    ),
                    ("/admin/topics/creation".to_owned(), vec![("name", t), ("description", t), ("slug", t)]),
                    (
                        format!("/admin/authors/{author}"),
                        vec![
                            ("name", t),
                            ("bio", t),
                            ("link-label", t),
                            ("link-address", t),
                            ("find.picture", t),
                            ("act", "find picture"),
                        ],
                    ),
                    ("/admin/authors/creation".to_owned(), vec![("name", t), ("bio", t), ("role", t), ("act", t)]),
                    ("/admin/menus".to_owned(), vec![("main-label", t), ("main-leads", t), ("note", t), ("seen", t)]),
                    ("/admin/menus".to_owned(), vec![("main-label", t), ("main-leads", t), ("act", t)]),
                    ("/admin/redirects/creation".to_owned(), vec![("from", t), ("address", t)]),
                    (
                        "/admin/redirects/creation".to_owned(),
                        vec![("from", t), ("page", t), ("find.page", t), ("act", "find page")],
                    ),
                    ("/admin/missing-paths/removal".to_owned(), vec![("path", t)]),
                ];
                for (path, pairs) in sheets {
                    is_sound(&editor.post(&path, &pairs).await, typed);
                }
                let query: String = url::form_urlencoded::byte_serialize(t.as_bytes()).take(300).collect();
                is_sound(&editor.get(&format!("/admin/redirects?q={query}&page={query}")).await, typed);
                is_sound(&editor.get(&format!("/admin/redirects/creation?from={query}")).await, typed);
            }
        })
        .await;
    let visitor = app.client();
    for path in ["/", "/services", "/blog", "/blog/authors/kit"] {
        is_sound(&visitor.get(path).await, path);
    }
    for path in
        ["/admin/services", "/admin/topics", "/admin/authors", "/admin/menus", "/admin/redirects", "/admin/pages"]
    {
        is_sound(&editor.get(path).await, path);
    }
}
