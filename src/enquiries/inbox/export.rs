//! A list as a CSV file: streamed page by page, and safe to open in a spreadsheet.

use actix_web::http::header;
use actix_web::web::Bytes;
use actix_web::{HttpResponse, web};
use futures_util::stream;

use super::filter::{Filter, InboxQuery};
use super::list::Place;
use super::listing::{People, name_of};
use super::shown::Standpoint;
use crate::accounts::Staff;
use crate::accounts::access::Viewer;
use crate::acts::Act;
use crate::app::App;
use crate::db::Tx;
use crate::enquiries::enquiry::Enquiry;
use crate::error::{AppError, Result};
use crate::forms::{Field, Form};
use crate::web::edge::Posted;

/// Rows that are read at once.
const BATCH: i64 = 500;

/// What is known of every enquiry, before the answers.
const COLUMNS: [&str; 14] = [
    "Reference",
    "Received",
    "Form",
    "State",
    "Owner",
    "Name",
    "Email",
    "Telephone",
    "Firm",
    "Reply due",
    "Answered",
    "Page",
    "Campaign",
    "Referrer",
];

/// One cell: quoted, and with an apostrophe before what a spreadsheet would take for a formula (OWASP, *CSV Injection*).
pub fn cell(text: &str) -> String {
    let text = text.replace('\0', "\u{fffd}");
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    let safe = if formula { format!("'{text}") } else { text };
    format!("\"{}\"", safe.replace('"', "\"\""))
}

fn line(cells: &[String]) -> String {
    let mut line = cells.iter().map(|text| cell(text)).collect::<Vec<_>>().join(",");
    line.push_str("\r\n");
    line
}

/// What the rows are written with.
struct Writer {
    app: web::Data<App>,
    filter: Filter,
    from: Standpoint,
    people: People,
    /// The forms, each with every question that it has ever asked; a column each.
    forms: Vec<(Form, Vec<Field>)>,
    after: Option<Place>,
    over: bool,
}

impl Writer {
    fn head(&self) -> String {
        let mut cells: Vec<String> = COLUMNS.iter().map(|name| (*name).to_owned()).collect();
        for (form, questions) in &self.forms {
            cells.extend(questions.iter().map(|field| format!("{}: {}", form.slug, field.label)));
        }
        // The byte order mark makes spreadsheets read UTF-8.
        format!("\u{feff}{}", line(&cells))
    }

    fn row(&self, enquiry: &Enquiry) -> String {
        let business = self.app.business();
        let time = |time: Option<chrono::DateTime<chrono::Utc>>| {
            time.map(|time| time.with_timezone(&business.zone).format("%Y-%m-%d %H:%M").to_string()).unwrap_or_default()
        };
        let form = self.forms.iter().map(|(form, _)| form).find(|form| form.id == enquiry.form_id);
        let source = enquiry.source();
        let campaign = [source.utm_source, source.utm_medium, source.utm_campaign].into_iter().flatten();
        let mut cells = vec![
            enquiry.reference.clone(),
            time(Some(enquiry.received_at)),
            form.map(|form| form.slug.clone()).unwrap_or_default(),
            match (enquiry.suspected, enquiry.test) {
                (true, _) => "Spam".to_owned(),
                (false, true) => "Test".to_owned(),
                (false, false) => enquiry.state().words().to_owned(),
            },
            enquiry.owner_id.map(|id| name_of(&self.people, id)).unwrap_or_default(),
            enquiry.name.clone(),
            enquiry.email.clone(),
            enquiry.phone.clone(),
            enquiry.company.clone(),
            time(enquiry.due_at),
            time(enquiry.answered_at),
            source.page.unwrap_or_default(),
            campaign.collect::<Vec<_>>().join(" / "),
            source.referrer.unwrap_or_default(),
        ];
        let answers = enquiry.answers();
        for (other, questions) in &self.forms {
            for field in questions {
                let own = if other.id == enquiry.form_id { answers.all(&field.name) } else { &[] };
                cells.push(own.iter().map(|value| field.words(value)).collect::<Vec<_>>().join("; "));
            }
        }
        line(&cells)
    }

    async fn batch(&mut self) -> Result<String> {
        let mut conn = self.app.db.read().await?;
        let found = Enquiry::list(&mut conn, &self.filter, self.after.as_ref(), self.from, BATCH).await?;
        self.over = found.next.is_none();
        self.after = found.next;
        Ok(found.rows.iter().map(|enquiry| self.row(enquiry)).collect())
    }
}

/// `POST /admin/enquiries/exports`: everything that the list shows. That it was taken is written down.
pub async fn file(app: web::Data<App>, viewer: Viewer, posted: Posted) -> Result<HttpResponse> {
    let query = web::Query::<InboxQuery>::from_query(posted.last("list").unwrap_or_default())
        .map_err(|_| AppError::BadRequest("the list’s address"))?;
    let filter = query.filter()?;
    let (at, who, which) = (app.clock.moment(), viewer.staff_id, filter.query());
    app.db
        .write(async move |tx: &mut Tx| Act::EnquiriesExported { which }.write(tx, at, who).await.map(|_| ()))
        .await?;
    let mut conn = app.db.read().await?;
    let people = Staff::names(&mut conn).await?;
    let mut forms = Vec::new();
    for form in Form::all(&mut conn).await? {
        let questions = form.questions_ever(&mut conn).await?;
        forms.push((form, questions));
    }
    drop(conn);
    let name = format!("enquiries-{}-{}.csv", filter.view.as_str(), app.business().date(at.now));
    let from = Standpoint::of(&app, viewer.staff_id);
    let writer = Writer { app, filter, from, people, forms, after: None, over: false };
    let head = Bytes::from(writer.head());
    let rows = stream::try_unfold(writer, |mut writer| async move {
        if writer.over {
            return Ok::<_, actix_web::Error>(None);
        }
        let text = writer.batch().await?;
        Ok(Some((Bytes::from(text), writer)))
    });
    let whole = futures_util::StreamExt::chain(stream::iter([Ok(head)]), rows);
    Ok(HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8")
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")))
        .streaming(whole))
}
