//! Pictures, drawings and documents: what is taken, what becomes of it, and how it is served.

mod desk;
mod files;
mod served;

use shingle::db::Tx;
use shingle::error::AppError;
use shingle::media::{About, Incoming, Media};
use uuid::Uuid;

use crate::support::TestApp;

/// What a good upload says of itself.
pub fn about(name: &str) -> About {
    About {
        name: name.to_owned(),
        alternative: "A red door with a brass bell".to_owned(),
        caption: String::new(),
        focus: (50, 50),
    }
}

/// Takes a file the whole way, renditions included.
pub async fn upload(app: &TestApp, incoming: &Incoming, about: About) -> Result<Uuid, AppError> {
    Media::keep(&app.app, incoming).await?;
    let (at, incoming, kept) = (app.clock.moment(), incoming.clone(), incoming.clone());
    let id =
        app.app.db.write(async move |tx: &mut Tx| Media::add(tx, at, at.id(), &incoming, &about, None).await).await?;
    Media::keep(&app.app, &kept).await?;
    app.run_jobs().await;
    Ok(id)
}
