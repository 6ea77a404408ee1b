//! Services are chosen in forms as they stand in the business's own list.

use serde_json::json;

use super::{add_form, email_field, form_of};
use crate::support::TestApp;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_offers_the_services_with_their_prices() {
    let app = TestApp::demo().await;
    let fields = json!([
        { "name": "what", "kind": "choice", "label": "What", "required": true, "services": true,
          "choices": [{ "value": "other", "label": "Something else" }] },
        email_field()
    ]);
    add_form(&app, "order", form_of(json!([{ "name": "one", "label": "One", "title": "What?", "fields": fields }])))
        .await;
    let visitor = app.client();
    let page = visitor.get("/forms/order/one").await;
    assert!(page.words().contains("Repairs from £650") && page.words().contains("Something else"), "{}", page.words());
    let odd = visitor.submit(&page, &[("what", "nothing-we-sell"), ("email", "a@example.com")]).await;
    assert_eq!(odd.status(), 422);
    let sent = visitor.submit(&page, &[("what", "repairs"), ("email", "a@example.com")]).await;
    assert_eq!(sent.status(), 303);
    // What is stored is the name that never changes; what people read follows the list.
    assert_eq!(
        app.sql_text("select answers -> 'what' ->> 0 from enquiries order by received_at desc limit 1").await,
        "repairs"
    );
    app.execute("update services set name = 'Mending', price = 70000 where slug = 'repairs'").await;
    assert!(visitor.get("/forms/order/one").await.words().contains("Mending from £700"));
    let desk = app.demo_owner().await;
    let reference = app.sql_text("select reference from enquiries order by received_at desc limit 1").await;
    assert!(desk.get(&format!("/admin/enquiries/{reference}")).await.words().contains("Mending"));
    // The definition itself holds none of it.
    let stored = app
        .sql_text("select definition from form_versions join forms on forms.id = form_id where slug = 'order'")
        .await;
    assert!(!stored.contains("repairs") && !stored.contains("£"), "{stored}");
}
