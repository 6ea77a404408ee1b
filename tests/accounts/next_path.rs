//! After signing in one stays on this site, whatever a link said.

use shingle::accounts::Role;

use crate::support::TestApp;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_link_to_the_sign_in_page_leads_away() {
    let app = TestApp::start().await;
    let (staff, password) = app.staff(Role::Editor).await;
    let away = [
        "https://evil.example/",
        "http://evil.example",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "\\/evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "/\r\n/evil.example",
        "\t//evil.example",
        " //evil.example",
        " /admin",
        "evil.example",
        "javascript:alert(1)",
        "data:text/html,hello",
        "/admin\r\nSet-Cookie: a=b",
        "/admin\u{0}",
        "/\u{ff0f}evil.example",
        "/ev\u{0131}l",
        "mailto:somebody@evil.example",
        "",
        "@evil.example",
        "?next=//evil.example",
        "#//evil.example",
    ];
    for next in away {
        let form = [("email", staff.email.as_str()), ("password", password.as_str()), ("next", next)];
        let answer = app.client().post("/account/sign-in", &form).await;
        assert_eq!(answer.status(), 303, "{next:?}");
        assert_eq!(answer.location().as_deref(), Some("/admin"), "{next:?} leads elsewhere");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_lands_where_one_wanted_to_go() {
    let app = TestApp::start().await;
    let (staff, password) = app.staff(Role::Owner).await;
    let client = app.client();
    let wanted = "/admin/enquiries?find=oak+%26+ash&state=new";
    let door = client.get(wanted).await;
    assert_eq!(door.status(), 303);
    let door = door.location().unwrap();
    assert!(door.starts_with("/account/sign-in?next="), "{door}");
    let page = client.get(&door).await;
    let carried = "value=\"/admin/enquiries?find=oak+%26+ash&#38;state=new\"";
    assert!(page.text.contains(carried), "the page does not carry the way back");
    let form = [("email", staff.email.as_str()), ("password", password.as_str()), ("next", wanted)];
    assert_eq!(client.post("/account/sign-in", &form).await.location().as_deref(), Some(wanted));
}
