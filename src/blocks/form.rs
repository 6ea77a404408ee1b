//! The first step of a form, inside any page. While the form is closed the contact link stands there.

use askama::Template;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::field::{Field, Is, LINE, Noun, SENTENCES, needed, optional};
use super::{Group, Kind, Markdown, SampleThings, Showing, look};
use crate::error::Result;
use crate::forms::{Answers, FormState, StepForm};
use crate::site::{Link, Target};
use crate::web::html::{CleanHtml, render};

look! {
    /// How a form looks in a page.
    Look {
        /// On a dark band.
        Band = "band", "On a dark band";
        /// As it is.
        #[default]
        Plain = "plain", "As it is";
    }
}

/// A form in a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormBlock {
    /// The heading.
    pub title: String,
    /// A sentence under it.
    #[serde(default)]
    pub introduction: String,
    /// The form.
    pub form: Uuid,
    /// How it looks.
    #[serde(default)]
    pub look: Look,
}

#[derive(Template)]
#[template(path = "blocks/form.html")]
struct FormBlockView<'a> {
    title: &'a str,
    introduction: &'a str,
    look: Look,
    form_html: CleanHtml,
    closed: Option<Link>,
    closed_note: String,
}

impl Kind for FormBlock {
    const LABEL: &'static str = "Form";
    const ABOUT: &'static str = "The first questions of a form, ready to be answered.";
    const GROUP: Group = Group::Onwards;
    const FIELDS: &'static [Field] = &[
        needed("title", "Heading", LINE),
        optional("introduction", "Introduction", SENTENCES),
        needed("form", "Form", Is::One(Noun::Form)),
        needed("look", "Look", Is::Choice(Look::CHOICES)),
    ];

    /// Nothing personal is in it: pages are the same for everybody. The draft begins with the first post.
    fn html(&self, showing: &mut Showing<'_>) -> Result<String> {
        let contact = || Link { label: "Get in touch".to_owned(), href: "/contact".to_owned() };
        let (mut form_html, mut closed, mut closed_note) = (CleanHtml::default(), Some(contact()), String::new());
        if let Some(form) = showing.resolver.form(self.form) {
            closed_note.clone_from(&form.definition.closed_note);
            let open = form.state == FormState::Open && showing.reading.is_between(None, form.definition.closes_on);
            if let (true, Some(first)) = (open, form.definition.steps.first()) {
                let step = StepForm::new(&form.slug, &form.definition, first, &Answers::default(), &[], true);
                form_html = CleanHtml::of_template(&step)?;
                closed = None;
            }
        }
        let view = FormBlockView {
            title: &self.title,
            introduction: &self.introduction,
            look: self.look,
            form_html,
            closed,
            closed_note,
        };
        render(&view)
    }

    fn markdown(&self, out: &mut Markdown<'_>) {
        out.heading(2, &self.title);
        out.paragraph(&self.introduction);
        let resolver = out.resolver();
        let form = resolver.form(self.form).filter(|form| form.state == FormState::Open);
        let label = match form.filter(|form| out.reading.is_between(None, form.definition.closes_on)) {
            Some(form) => form.definition.title.clone(),
            None => "Get in touch".to_owned(),
        };
        let address = out.href(Target::Form(self.form));
        out.call("", &label, &address);
    }

    fn sample(things: &SampleThings) -> Self {
        Self {
            title: "Ring. Somebody comes.".to_owned(),
            introduction: "Three short steps; nothing is sent before you have seen it all.".to_owned(),
            form: things.form,
            look: Look::Band,
        }
    }
}
