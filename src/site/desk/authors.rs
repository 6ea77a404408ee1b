//! `/admin/authors`: the people whom visitors meet: who writes articles, and whom pages introduce.

mod links;
pub(super) mod samples;
mod sheet;
mod typed;

use actix_web::{HttpResponse, web};
use uuid::Uuid;

use super::list::{self, Row};
use super::parts::{self, Meanwhile, seen};
use crate::accounts::Staff;
use crate::accounts::access::Viewer;
use crate::accounts::inputs::InputFault;
use crate::accounts::people::Done;
use crate::acts::{Act, SiteAct};
use crate::admin::frame::{Frame, Section};
use crate::app::App;
use crate::db::{Conn, Tx};
use crate::editor::{Finder, Making, Opt, Things};
use crate::error::{AppError, Result};
use crate::media::{Media, Sizes};
use crate::settings::Fact;
use crate::site::{Author, InOrder, Ordered};
use crate::web::edge::Posted;
use crate::web::html::page;
use crate::web::initials::initials;

pub use sheet::AuthorPage;
use sheet::subject;
use typed::{Pressed, Typed};

const OF: Ordered = Ordered::Author;

impl InOrder for Author {
    const OF: Ordered = OF;
}

/// How many articles somebody wrote, in words.
fn so_many(count: i64) -> String {
    match count {
        0 => String::new(),
        1 => "1 article".to_owned(),
        _ => format!("{count} articles"),
    }
}

/// One person on the list, with their picture or the initials that pages show instead.
fn row(author: Author, staff: Option<&str>, count: i64, picture: Option<&Media>) -> Result<Row> {
    let at_desk = staff.map(|name| format!("signs in as {name}"));
    let words = [author.role.clone()].into_iter().chain(at_desk).filter(|part| !part.is_empty());
    let picture = picture.map(|media| media.shown(Sizes::Face, false)).transpose()?;
    Ok(Row {
        id: author.id,
        side: so_many(count),
        words: words.collect::<Vec<_>>().join(" · "),
        letters: picture.is_none().then(|| initials(&author.name)),
        picture,
        name: author.name,
    })
}

/// `GET /admin/authors`.
pub async fn list(app: web::Data<App>, viewer: Viewer, done: web::Query<Done>) -> Result<HttpResponse> {
    let mut conn = app.db.read().await?;
    let all = Author::all(&mut conn).await?;
    let keys: Vec<Uuid> = all.iter().filter_map(|(author, ..)| author.picture).collect();
    let media = Media::these(&conn, &keys).await?;
    let one = |(author, staff, count): (Author, Option<String>, i64)| {
        let picture = media.iter().find(|media| Some(media.id) == author.picture);
        row(author, staff.as_deref(), count, picture)
    };
    let rows = all.into_iter().map(one).collect::<Result<_>>()?;
    drop(conn);
    list::answer(&app, &viewer, OF, rows, &done).await
}

/// Somebody as stored, with the member of staff who they are.
type Stored = (Author, Option<Uuid>);

/// What a sheet says, in the order in which it is shown.
async fn facts(conn: &mut Conn, author: &Author, staff: Option<Uuid>) -> Result<Vec<Fact>> {
    let picture = Media::these(conn, &author.picture.into_iter().collect::<Vec<_>>()).await?;
    let staff = match staff {
        Some(id) => Staff::find(conn, id).await?.map(|staff| staff.name).unwrap_or_default(),
        None => String::new(),
    };
    let links = author.links.iter().map(|link| format!("{} {}", link.label, link.address)).collect::<Vec<_>>();
    Ok(vec![
        Fact::new("Name", author.name.as_str()),
        Fact::new("What they do", author.role.as_str()),
        Fact::new("About them", author.bio.as_str()),
        Fact::new("Picture", picture.into_iter().map(|media| media.alternative).next().unwrap_or_default()),
        Fact::new("Elsewhere", links.join(", ")),
        Fact::new("Signs in as", staff),
    ])
}

/// What becomes of a sheet before it is shown.
#[derive(Debug, Default)]
struct Showing {
    faults: Vec<InputFault>,
    /// Whether somebody else was quicker.
    quicker: bool,
    finder: Option<Finder>,
}

/// The sheet as an answer: of somebody, or of somebody new.
async fn answer(
    app: &App,
    viewer: &Viewer,
    stored: Option<&Stored>,
    typed: &Typed,
    showing: Showing,
) -> Result<HttpResponse> {
    let mut conn = app.db.read().await?;
    let faulty = showing.quicker || !showing.faults.is_empty();
    let mut subject = subject(stored);
    let layout = Frame::new(app, &mut conn, viewer, &parts::title(&subject.heading, faulty), Section::Pages).await?;
    let icons = layout.shell.asset("img/icons.svg");
    let pictures = Media::these(&conn, &typed.picture.into_iter().collect::<Vec<_>>()).await?;
    let things = Things::of_pictures(pictures);
    let making = Making {
        things: &things,
        faults: &showing.faults,
        checks: None,
        finder: showing.finder.as_ref(),
        icons: &icons,
    };
    let picture =
        making.picture_field("picture", "Picture", "Without one, pages show their initials.", typed.picture)?;
    let free = Author::free_staff(&mut conn, stored.map(|(author, _)| author.id)).await?;
    let staff = Opt::list(&free, typed.staff, "Nobody who signs in here");
    if let Some((author, of)) = stored {
        subject.holders = OF.holders(&mut conn, author.id).await?;
        if showing.quicker {
            let theirs = facts(&mut conn, author, *of).await?;
            let mine = facts(&mut conn, &typed.onto(author.clone()), typed.staff).await?;
            subject.meanwhile = Some(Meanwhile::of(theirs, &mine));
        }
    }
    let screen = AuthorPage::new(layout, subject, typed, picture, staff, showing.faults);
    page(parts::status(showing.quicker, faulty), &screen)
}

/// What the chooser of the picture was asked for: the same page comes back, and nothing is saved.
async fn choose(app: &App, typed: &mut Typed, pressed: &Pressed) -> Result<Option<Showing>> {
    let finder = match pressed {
        Pressed::Save => return Ok(None),
        Pressed::Take(picture) => {
            typed.picture = *picture;
            None
        }
        Pressed::Find(words) => Some(Finder::of_pictures(&mut *app.db.read().await?, "picture", words).await?),
    };
    Ok(Some(Showing { finder, ..Showing::default() }))
}

/// `GET /admin/authors/creation`.
pub async fn creation(app: web::Data<App>, viewer: Viewer) -> Result<HttpResponse> {
    answer(&app, &viewer, None, &Typed::default(), Showing::default()).await
}

/// `POST /admin/authors/creation`.
pub async fn create(app: web::Data<App>, viewer: Viewer, posted: Posted) -> Result<HttpResponse> {
    let mut typed = Typed::read(&posted);
    if let Some(showing) = choose(&app, &mut typed, &Pressed::read(&posted)).await? {
        return answer(&app, &viewer, None, &typed, showing).await;
    }
    let faults = typed.faults(&mut *app.db.read().await?, None).await?;
    if !faults.is_empty() {
        return answer(&app, &viewer, None, &typed, Showing { faults, ..Showing::default() }).await;
    }
    let (at, who) = (app.clock.moment(), viewer.staff_id);
    let work = async move |tx: &mut Tx| {
        OF.hold(tx).await?;
        Author::refuse_twice(tx, typed.staff, None).await?;
        let (slug, position) = (OF.free_slug(tx, &typed.name).await?, OF.next(tx).await?);
        let author = typed.onto(Author { id: at.id(), slug, position, ..Author::default() });
        author.add(tx, typed.staff).await?;
        let act = SiteAct::ItemAdded { what: OF.word().to_owned(), name: author.name };
        Act::from(act).write(tx, at, who).await
    };
    list::done(&app, OF, app.db.write(work).await?)
}

/// `GET /admin/authors/{id}`.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn show(app: web::Data<App>, viewer: Viewer, id: web::Path<Uuid>) -> Result<HttpResponse> {
    let stored = Author::find(&mut *app.db.read().await?, *id).await?;
    answer(&app, &viewer, Some(&stored), &Typed::of(&stored), Showing::default()).await
}

/// `POST /admin/authors/{id}`: every button of the sheet.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn save(app: web::Data<App>, viewer: Viewer, id: web::Path<Uuid>, posted: Posted) -> Result<HttpResponse> {
    let (mut typed, id) = (Typed::read(&posted), *id);
    let stored = Author::find(&mut *app.db.read().await?, id).await?;
    let opened = posted.last("seen").unwrap_or_default().to_owned();
    if let Some(showing) = choose(&app, &mut typed, &Pressed::read(&posted)).await? {
        return answer(&app, &viewer, Some(&stored), &typed, showing).await;
    }
    let faults = typed.faults(&mut *app.db.read().await?, Some(id)).await?;
    if !faults.is_empty() {
        return answer(&app, &viewer, Some(&stored), &typed, Showing { faults, ..Showing::default() }).await;
    }
    let (at, who, mine) = (app.clock.moment(), viewer.staff_id, typed.clone());
    let work = async move |tx: &mut Tx| {
        OF.hold(tx).await?;
        let (before, staff) = Author::find(tx.conn(), id).await?;
        if seen(&Typed::of(&(before.clone(), staff))) != opened {
            return Err(AppError::Conflict("Somebody else changed this person meanwhile.".to_owned()));
        }
        let (old, after) = (facts(tx.conn(), &before, staff).await?, mine.onto(before));
        Author::refuse_twice(tx, mine.staff, Some(id)).await?;
        after.change(tx, mine.staff).await?;
        let changes = Fact::changes(&old, &facts(tx.conn(), &after, mine.staff).await?);
        let act = SiteAct::ItemChanged { what: OF.word().to_owned(), name: after.name, changes };
        Act::from(act).write(tx, at, who).await
    };
    match app.db.write(work).await {
        Ok(act) => list::done(&app, OF, act),
        Err(AppError::Conflict(_)) => {
            let stored = Author::find(&mut *app.db.read().await?, id).await?;
            answer(&app, &viewer, Some(&stored), &typed, Showing { quicker: true, ..Showing::default() }).await
        }
        Err(error) => Err(error),
    }
}
