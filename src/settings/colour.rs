//! `/admin/settings/colour`: hue and strength, seen before they are saved, with the contrast of every pair that the site uses. What
//! could not be read is mended by moving lightness; what can't be mended is refused.

mod sample;
mod typed;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;
use uuid::Uuid;

use super::history::{Fact, History};
use super::part::{self, Part};
use crate::accounts::access::Viewer;
use crate::accounts::inputs::{Input, InputFault};
use crate::accounts::people::Done;
use crate::admin::frame::{Frame, Section};
use crate::app::App;
use crate::error::Result;
use crate::site::Business;
use crate::site::brand::Brand;
use crate::starter::HUES;
use crate::web::edge::Posted;
use crate::web::html::{CleanHtml, page};

use sample::ColourSample;
use typed::Typed;

/// The colour; the one that comes with the program where none is chosen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Colour(Option<Brand>);

impl Colour {
    /// In a line.
    pub(super) fn words(self) -> String {
        match self.0 {
            None => "The colours that came with it".to_owned(),
            Some(brand) => format!("{}, strength {}", name_of(brand.hue), typed::strength(brand)),
        }
    }
}

/// The nearest of the hues that have a name.
fn name_of(hue: f64) -> &'static str {
    let apart = |named: u16| {
        let turn = (f64::from(named) - hue).rem_euclid(360.0);
        turn.min(360.0 - turn)
    };
    HUES.into_iter().min_by(|(one, _), (other, _)| apart(*one).total_cmp(&apart(*other))).map_or("", |(_, name)| name)
}

impl Part for Colour {
    const NAME: &'static str = "Colour";
    const PATH: &'static str = "/admin/settings/colour";

    fn of(business: &Business) -> Self {
        Self(business.brand)
    }

    fn onto(self, before: &Business) -> Business {
        Business { brand: self.0, ..before.clone() }
    }

    fn facts(&self) -> Vec<Fact> {
        let (hue, strength) = self.0.map(|brand| (typed::hue(brand), typed::strength(brand))).unwrap_or_default();
        let hue = self.0.map(|brand| format!("{}, {hue}°", name_of(brand.hue))).unwrap_or_default();
        vec![Fact::new("Hue", hue), Fact::new("Strength", strength)]
    }
}

/// A hue that is offered, with the address that shows it.
#[derive(Debug)]
struct Offered {
    name: &'static str,
    hue: u16,
    strength: String,
    fill: String,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "settings/colour.html")]
pub struct ColourPage {
    layout: Frame,
    errors: Vec<InputFault>,
    typed: Typed,
    /// Whether a colour of its own is in force.
    is_own: bool,
    /// Whether somebody looks at a colour that is not saved.
    is_tried: bool,
    code: Input,
    hue_error: Option<String>,
    strength_error: Option<String>,
    offered: Vec<Offered>,
    /// The sample, as its own template renders it for the page's script too.
    sample: CleanHtml,
    history: History,
}

impl ColourPage {
    fn new(layout: Frame, typed: Typed, stored: Colour, history: History, errors: Vec<InputFault>) -> Result<Self> {
        let error = |id: &str| errors.iter().find(|fault| fault.id == id).map(|fault| fault.message.clone());
        let shown = typed.brand().ok().or(stored.0).unwrap_or(typed::BEGINNING);
        let strength = typed::strength(shown);
        let offer = |(hue, name): (u16, &'static str)| {
            let brand = Brand { hue: f64::from(hue), strength: shown.strength };
            let palette = brand.palette(false);
            let fill = palette.iter().find(|(part, _)| *part == "button").map(|(_, colour)| colour.to_string());
            Offered { name, hue, strength: strength.clone(), fill: fill.unwrap_or_default() }
        };
        Ok(Self {
            layout,
            is_own: stored.0.is_some(),
            is_tried: false,
            code: Input::text("code", "Or its code (optional)", &typed.code)
                .hinted("As in #7e3c64, from whoever made your logo. Where one stands here, it counts and not the two above.")
                .with(&errors),
            hue_error: error("hue"),
            strength_error: error("strength"),
            offered: HUES.map(offer).into(),
            sample: CleanHtml::of_template(&ColourSample::of(shown, typed.code()))?,
            typed,
            history,
            errors,
        })
    }
}

/// What a look at a colour asks for.
#[derive(Debug, Default, Deserialize)]
pub struct Look {
    hue: Option<String>,
    strength: Option<String>,
    code: Option<String>,
}

impl Look {
    fn typed(self) -> Option<Typed> {
        let (hue, strength) = (self.hue?, self.strength?);
        Some(Typed { hue, strength, code: self.code.unwrap_or_default() })
    }
}

async fn answer(
    app: &App,
    viewer: &Viewer,
    typed: Option<Typed>,
    done: Option<Uuid>,
    status: StatusCode,
    errors: Vec<InputFault>,
) -> Result<HttpResponse> {
    let mut conn = app.db.read().await?;
    let stored: Colour = part::stored(&mut conn).await?;
    let (layout, history) = part::screen::<Colour>(app, &mut conn, viewer, done, !errors.is_empty()).await?;
    let is_tried = typed.as_ref().is_some_and(|typed| typed.brand().is_ok_and(|brand| Some(brand) != stored.0));
    let typed = typed.unwrap_or_else(|| Typed::of(stored.0.unwrap_or(typed::BEGINNING)));
    let shown = ColourPage::new(layout, typed, stored, history, errors)?;
    page(status, &ColourPage { is_tried, ..shown })
}

/// `GET /admin/settings/colour`, with another colour to look at before it is saved.
pub async fn show(
    app: web::Data<App>,
    viewer: Viewer,
    done: web::Query<Done>,
    look: web::Query<Look>,
) -> Result<HttpResponse> {
    let typed = look.into_inner().typed();
    let faults = typed.as_ref().and_then(|typed| typed.brand().err()).unwrap_or_default();
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    answer(&app, &viewer, typed, done.act(), status, faults).await
}

/// `GET /admin/settings/colour/sample`: the sample and the contrasts of a colour by themselves, for the page's script.
pub async fn sample(look: web::Query<Look>) -> Result<HttpResponse> {
    let typed = look.into_inner().typed().unwrap_or_default();
    match typed.brand() {
        Ok(brand) => page(StatusCode::OK, &ColourSample::of(brand, typed.code())),
        Err(_) => page(StatusCode::UNPROCESSABLE_ENTITY, &ColourSample::none()),
    }
}

/// `POST /admin/settings/colour`.
pub async fn save(app: web::Data<App>, viewer: Viewer, posted: Posted) -> Result<HttpResponse> {
    let typed = Typed::read(&posted);
    let after = match posted.last("own") {
        Some("none") => Colour(None),
        _ => match typed.brand() {
            Ok(brand) => Colour(Some(brand)),
            Err(faults) => {
                return answer(&app, &viewer, Some(typed), None, StatusCode::UNPROCESSABLE_ENTITY, faults).await;
            }
        },
    };
    match part::save::<Colour>(&app, &viewer, &posted, move |_| after).await? {
        Some(answer) => Ok(answer),
        None => answer(&app, &viewer, Some(typed), None, StatusCode::CONFLICT, vec![super::meanwhile()]).await,
    }
}

/// `POST /admin/settings/colour/restoration`.
pub async fn restore(app: web::Data<App>, viewer: Viewer, posted: Posted) -> Result<HttpResponse> {
    part::restore::<Colour>(&app, &viewer, &posted).await
}

impl ColourPage {
    /// The page with sample content.
    pub(super) fn sample(app: &App, brand: Option<Brand>, code: &str) -> Result<Self> {
        let typed = Typed { code: code.to_owned(), ..Typed::of(brand.unwrap_or(typed::BEGINNING)) };
        let faults = typed.brand().err().unwrap_or_default();
        let changes = vec!["Hue: “Plum, 345°” became “Harbour, 220°”".to_owned()];
        let mut history =
            History::sample(&app.business(), app.clock.now(), "/admin/settings/colour/restoration", changes);
        if brand.is_none() {
            history.rows.clear();
        }
        let title = if faults.is_empty() { "Colour" } else { "Error: Colour" };
        Self::new(Frame::sample(app, title, Section::Settings), typed, Colour(brand), history, faults)
    }
}
