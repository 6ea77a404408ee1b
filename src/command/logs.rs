//! Logs: for people in a terminal, as JSON otherwise; always on standard error. Panics are lines among the others.

use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;

/// Starts logging with the filter of the settings, which is checked already.
pub fn start(filter: &str) {
    let filter = EnvFilter::try_new(format!("{filter},actix_server=warn,tokio_postgres=warn"))
        .unwrap_or_else(|_| EnvFilter::new("info"));
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let started = if std::io::stderr().is_terminal() {
        builder.with_target(false).try_init()
    } else {
        builder.json().flatten_event(true).try_init()
    };
    if started.is_err() {
        tracing::debug!("logging was started before");
    }
    std::panic::set_hook(Box::new(|panic| {
        // Only the place: the words of a panic can quote what a visitor wrote. Inside a request its id stands in the span.
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(%place, "a panic");
    }));
}
