//! `/admin/settings/colour`: hue and strength, seen before they are saved, with the contrast of every pair that the site uses. What
//! could not be read is mended by moving lightness; what can't be mended is refused.

mod sample;
mod typed;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::history::{Fact, History};
use super::part::{self, Part};
use super::screen::{self, Around, Screen};
use crate::accounts::access::Viewer;
use crate::accounts::inputs::{Input, InputFault};
use crate::accounts::people::Done;
use crate::admin::frame::Frame;
use crate::app::App;
use crate::db::Conn;
use crate::error::Result;
use crate::site::Business;
use crate::site::brand::Brand;
use crate::starter::HUES;
use crate::web::html::{CleanHtml, page};

use sample::ColourSample;
use typed::Typed;

/// The colour; the one that comes with the program where none is chosen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Colour(Option<Brand>);

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
    fn new(typed: Typed, stored: Colour, around: Around) -> Result<Self> {
        let Around { layout, history, errors } = around;
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
        Some(Typed { hue, strength, code: self.code.unwrap_or_default(), none: false })
    }
}

impl Screen for ColourPage {
    type Setting = Colour;
    type Typed = Typed;

    async fn page(_: &App, conn: &mut Conn, _: &Viewer, typed: Option<Typed>, around: Around) -> Result<Self> {
        let stored: Colour = part::stored(conn).await?;
        let is_tried = typed.as_ref().is_some_and(|typed| typed.brand().is_ok_and(|brand| Some(brand) != stored.0));
        let typed = typed.unwrap_or_else(|| Typed::of(stored.0.unwrap_or(typed::BEGINNING)));
        Ok(Self { is_tried, ..Self::new(typed, stored, around)? })
    }
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
    screen::answer::<ColourPage>(&app, &viewer, typed, done.act(), status, faults).await
}

/// `GET /admin/settings/colour/sample`: the sample and the contrasts of a colour by themselves, for the page's script.
pub async fn sample(look: web::Query<Look>) -> Result<HttpResponse> {
    let typed = look.into_inner().typed().unwrap_or_default();
    match typed.brand() {
        Ok(brand) => page(StatusCode::OK, &ColourSample::of(brand, typed.code())),
        Err(_) => page(StatusCode::UNPROCESSABLE_ENTITY, &ColourSample::none()),
    }
}

impl ColourPage {
    /// The page with sample content.
    pub(super) fn sample(app: &App, brand: Option<Brand>, code: &str) -> Result<Self> {
        let typed = Typed { code: code.to_owned(), ..Typed::of(brand.unwrap_or(typed::BEGINNING)) };
        let faults = typed.brand().err().unwrap_or_default();
        let changed = ["Hue: “Plum, 345°” became “Harbour, 220°”"];
        let changes: &[&str] = if brand.is_none() { &[] } else { &changed };
        Self::new(typed, Colour(brand), Around::sample::<Colour>(app, changes, faults))
    }
}
