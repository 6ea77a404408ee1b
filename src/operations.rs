//! What operators' programs ask: alive, ready, figures.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use diesel::sql_query;
use diesel_async::RunQueryDsl;
use secrecy::ExposeSecret;
use subtle::ConstantTimeEq;

use crate::app::{App, Phase};
use crate::error::{AppError, Result};

/// `GET /healthz`: the process answers.
pub async fn health() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("ok\n")
}

/// `GET /readyz`: 503 only before start-up is complete and while stopping. Trouble with the database is 200 with `degraded`:
/// published pages and forms still answer, and taking the node away would help nobody.
pub async fn ready(app: web::Data<App>) -> HttpResponse {
    let words = match app.phase() {
        Phase::Starting => return not_ready("starting\n"),
        Phase::Stopping => return not_ready("stopping\n"),
        Phase::Ready if database_answers(&app).await => "ready\n",
        Phase::Ready => "degraded: the database does not answer\n",
    };
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body(words)
}

fn not_ready(words: &'static str) -> HttpResponse {
    HttpResponse::ServiceUnavailable().content_type("text/plain; charset=utf-8").body(words)
}

async fn database_answers(app: &App) -> bool {
    let asked = async {
        let mut conn = app.db.read().await?;
        Ok::<_, AppError>(sql_query("select 1").execute(&mut conn).await?)
    };
    let answers = asked.await.is_ok();
    metrics::gauge!("shingle_database_up").set(if answers { 1.0 } else { 0.0 });
    answers
}

/// `GET /metrics`: with the token of the settings; without one, only over loopback and not through a proxy.
pub async fn metrics(app: web::Data<App>, request: HttpRequest) -> Result<HttpResponse> {
    let allowed = match &app.config.metrics_token {
        Some(token) => request
            .headers()
            .get(header::AUTHORIZATION)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.strip_prefix("Bearer "))
            .is_some_and(|given| bool::from(given.as_bytes().ct_eq(token.expose_secret().as_bytes()))),
        None => {
            let headers = request.headers();
            let direct = !crate::web::peer::is_forwarded(headers);
            direct && request.peer_addr().is_some_and(|peer| peer.ip().to_canonical().is_loopback())
        }
    };
    if !allowed {
        return Err(AppError::NotFound);
    }
    crate::web::metrics::page_cache(app.cache.figures());
    Ok(HttpResponse::Ok().content_type("text/plain; version=0.0.4; charset=utf-8").body(app.metrics.render()))
}
