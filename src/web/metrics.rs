//! Figures for operators, in Prometheus' text format at `/metrics`.

use std::time::Duration;

use actix_web::http::{Method, StatusCode};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};

use super::cache::Figures;

/// Where requests' times are counted, in seconds.
const BUCKETS: [f64; 10] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0];

/// Installs the process's recorder. A second one in the same process (tests) shares nothing and renders its own.
pub fn install() -> PrometheusHandle {
    let builder = PrometheusBuilder::new();
    let builder = builder.set_buckets(&BUCKETS).unwrap_or_else(|_| PrometheusBuilder::new());
    let recorder = builder.build_recorder();
    let handle = recorder.handle();
    if metrics::set_global_recorder(recorder).is_err() {
        tracing::debug!("metrics are recorded already");
    }
    handle
}

/// Counts one request.
pub fn request(method: &Method, route: &str, status: StatusCode, elapsed: Duration) {
    let labels = [("method", method.to_string()), ("route", route.to_owned()), ("status", status.as_u16().to_string())];
    metrics::counter!("shingle_http_requests_total", &labels).increment(1);
    metrics::histogram!("shingle_http_request_seconds", "route" => route.to_owned()).record(elapsed.as_secs_f64());
}

/// The route of what is answered from memory: which one it would be, nobody has asked.
pub const MEMORY: &str = "memory";

/// Counts one request that was answered from memory. Its labels are known beforehand, and its time is not worth counting.
pub fn from_memory(method: &Method, status: StatusCode) {
    let counter = match (method == Method::HEAD, status == StatusCode::NOT_MODIFIED) {
        (false, false) => {
            metrics::counter!("shingle_http_requests_total", "method" => "GET", "route" => MEMORY, "status" => "200")
        }
        (false, true) => {
            metrics::counter!("shingle_http_requests_total", "method" => "GET", "route" => MEMORY, "status" => "304")
        }
        (true, false) => {
            metrics::counter!("shingle_http_requests_total", "method" => "HEAD", "route" => MEMORY, "status" => "200")
        }
        (true, true) => {
            metrics::counter!("shingle_http_requests_total", "method" => "HEAD", "route" => MEMORY, "status" => "304")
        }
    };
    counter.increment(1);
}

/// Tells how the page cache does.
pub fn page_cache(figures: Figures) {
    for (outcome, count) in [("hit", figures.hits), ("miss", figures.misses), ("stale", figures.stale)] {
        metrics::counter!("shingle_page_cache_answers_total", "outcome" => outcome).absolute(count);
    }
    metrics::gauge!("shingle_page_cache_pages").set(figures.entries as f64);
    metrics::gauge!("shingle_page_cache_bytes").set(figures.bytes as f64);
}
