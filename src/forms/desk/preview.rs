//! `/admin/forms/{form}/preview`: the whole walk through a form as visitors have it, without sending or keeping anything. Its answers
//! travel in the address, so that Back and *Change* work as they do for visitors.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, web};
use url::form_urlencoded::Serializer;

use crate::app::App;
use crate::enquiries::receipt::ReceiptPage;
use crate::error::{AppError, Result};
use crate::forms::screens::{CheckPage, StepPage};
use crate::forms::view::Way;
use crate::forms::{Answers, Fault, Form, StepForm, Walk};
use crate::web::edge::Posted;
use crate::web::html::page;

/// The steps that were answered without a fault, in the address; no field's name begins so.
const ANSWERED: &str = "_answered";
/// So much of an answer is carried in the address: it is a preview, and addresses must not grow without end.
const CARRIED: usize = 300;

/// How far somebody has come.
pub(super) struct Preview {
    form: Form,
    answers: Answers,
    answered: Vec<String>,
}

impl Preview {
    pub fn new(form: Form, carried: &Posted) -> Self {
        let mut answers = Answers::default();
        for step in &form.definition.steps {
            answers.replace_step(step, Answers::of_post(step, carried));
        }
        let answered = carried.all(ANSWERED).map(str::to_owned).collect();
        Self { form, answers, answered }
    }

    async fn load(app: &App, slug: &str, request: &HttpRequest) -> Result<Self> {
        let form = Form::by_slug(&mut *app.db.read().await?, slug).await?;
        Ok(Self::new(form, &Posted::decode(request.query_string().as_bytes())))
    }

    /// The addresses of this walk, with what was answered so far.
    pub fn way(&self) -> Way {
        let mut query = Serializer::new(String::new());
        for name in self.form.questions().flat_map(crate::forms::Field::posted_names) {
            for value in self.answers.all(&name) {
                let short: String = value.chars().take(CARRIED).collect();
                query.append_pair(&name, &short);
            }
        }
        for step in &self.answered {
            query.append_pair(ANSWERED, step);
        }
        let query = query.finish();
        Way::preview(&self.form.slug, if query.is_empty() { query } else { format!("?{query}") })
    }

    fn walk(&self) -> Walk<'_> {
        Walk::new(&self.form.definition, &self.answers, &self.answered)
    }

    /// The page of a step.
    pub fn step(&self, app: &App, name: &str, faults: &[Fault]) -> Result<StepPage> {
        let (_, step) = self.form.definition.step(name).ok_or(AppError::NotFound)?;
        let way = self.way();
        let mut view = StepForm::new(&self.form.slug, &self.form.definition, step, &self.answers, faults, false);
        view.action = way.to(name);
        view.preview = true;
        StepPage::new(app, &self.form, &self.walk(), &self.answers, view, faults, &way)
    }

    /// The check page.
    pub fn check(&self, app: &App) -> CheckPage {
        CheckPage::new(app, &self.form, &self.walk(), &self.answers, String::new(), &self.way())
    }

    /// The receipt.
    pub fn receipt(&self, app: &App) -> ReceiptPage {
        let email = self.form.definition.roles.email.as_deref().unwrap_or_default();
        let home = format!("/admin/forms/{}", self.form.slug);
        ReceiptPage::preview(app, &self.form, !self.answers.text(email).is_empty(), home)
    }

    /// Takes the answers of a step, and says where it goes on; the faults where there are some.
    fn answer(&mut self, name: &str, posted: &Posted) -> Result<Result<String, Vec<Fault>>> {
        let (_, step) = self.form.definition.step(name).ok_or(AppError::NotFound)?;
        let step = step.clone();
        self.answers.replace_step(&step, Answers::of_post(&step, posted));
        self.answered.retain(|other| *other != step.name);
        let faults = self.walk().faults(&step);
        if !faults.is_empty() {
            return Ok(Err(faults));
        }
        self.answered.push(step.name);
        let gap = self.walk().first_gap().map(|step| step.name.clone());
        let next = self.walk().after(name).map(|step| step.name.clone());
        let end = if self.form.definition.is_one_step() { "sent" } else { "check" };
        Ok(Ok(next.filter(|_| gap.is_some()).or(gap).unwrap_or_else(|| end.to_owned())))
    }
}

fn see(to: &str) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((header::LOCATION, to)).finish()
}

/// `GET /admin/forms/{form}/preview`: to the first step.
pub async fn start(app: web::Data<App>, slug: web::Path<String>) -> Result<HttpResponse> {
    let form = Form::by_slug(&mut *app.db.read().await?, &slug).await?;
    Ok(see(&format!("/admin/forms/{slug}/preview/{}", form.definition.first_step())))
}

/// `GET /admin/forms/{form}/preview/{step}`: a step, the check page or the receipt.
pub async fn show(
    app: web::Data<App>,
    path: web::Path<(String, String)>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let (slug, name) = path.into_inner();
    let preview = Preview::load(&app, &slug, &request).await?;
    let gap = preview.walk().first_gap().map(|step| step.name.clone());
    match (name.as_str(), gap) {
        ("check" | "sent", Some(gap)) => Ok(see(&preview.way().to(&gap))),
        ("check", None) => page(StatusCode::OK, &preview.check(&app)),
        ("sent", None) => page(StatusCode::OK, &preview.receipt(&app)),
        (name, gap) => {
            let walk = preview.walk();
            preview.form.definition.step(name).ok_or(AppError::NotFound)?;
            if !walk.steps().any(|step| step.name == name) || !walk.reaches(name) {
                return Ok(see(&preview.way().to(gap.as_deref().unwrap_or("check"))));
            }
            page(StatusCode::OK, &preview.step(&app, name, &[])?)
        }
    }
}

/// `POST /admin/forms/{form}/preview/{step}`: checks what was typed and goes on; nothing is kept.
pub async fn go_on(
    app: web::Data<App>,
    path: web::Path<(String, String)>,
    request: HttpRequest,
    posted: Posted,
) -> Result<HttpResponse> {
    let (slug, name) = path.into_inner();
    let mut preview = Preview::load(&app, &slug, &request).await?;
    if name == "check" {
        return Ok(see(&preview.way().to("sent")));
    }
    match preview.answer(&name, &posted)? {
        Ok(next) => Ok(see(&preview.way().to(&next))),
        Err(faults) => page(StatusCode::UNPROCESSABLE_ENTITY, &preview.step(&app, &name, &faults)?),
    }
}
