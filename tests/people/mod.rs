//! Who works here: inviting, roles, shutting out, what people did, and what each chooses for themselves.

mod acts;
mod invitation;
mod picture;
mod power;
mod profile;

use shingle::accounts::Staff;

use crate::support::{Client, TestApp};

/// The page of somebody in the admin.
fn path_of(staff: &Staff) -> String {
    format!("/admin/staff/{}", staff.id)
}

/// Whether this browser is signed in.
async fn is_in(client: &Client) -> bool {
    client.get("/account").await.status() == 200
}

/// Owners who can come in.
async fn owners(app: &TestApp) -> i64 {
    app.sql_i64("select count(*) from staff where role = 'owner' and disabled_at is null").await
}

/// An owner in a browser.
async fn owner(app: &TestApp) -> (Staff, Client) {
    let (staff, password) = app.staff(shingle::accounts::Role::Owner).await;
    let client = app.client();
    client.sign_in(&staff.email, &password).await;
    (staff, client)
}
