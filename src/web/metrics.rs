//! Figures for operators, in Prometheus' text format at `/metrics`.

use std::time::Duration;

use actix_web::http::{Method, StatusCode};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};

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
