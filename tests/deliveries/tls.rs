//! Mail over TLS: handed over where the certificate is trusted, and otherwise nothing leaves, not even the sign-in.

use lettre::transport::smtp::client::Certificate;
use secrecy::SecretString;
use shingle::config::{SmtpSettings, SmtpTls};
use shingle::mail::Mailer;
use tokio::runtime::Handle;

use super::{enquiry, last, states};
use crate::support::TestApp;
use crate::support::smtp::{Protection, Sink};
use crate::support::tls;

/// The demo with this mail server, which wants a sign-in.
async fn with(sink: &Sink, tls: SmtpTls, host: &str, authorities: Vec<Certificate>) -> TestApp {
    let credentials = Some(("desk".to_owned(), SecretString::from("hunter2hunter2")));
    let settings = SmtpSettings { host: host.to_owned(), port: sink.port(), tls, credentials };
    let mailer = Mailer::smtp(&settings, authorities, Handle::current()).expect("a mailer");
    TestApp::build().mailer(mailer).demo().start().await
}

fn authority() -> Vec<Certificate> {
    vec![Certificate::from_pem(tls::AUTHORITY).expect("a certificate")]
}

/// Nothing was taken, nothing private was said, and both messages wait for a better time.
async fn nothing_left(app: &TestApp, sink: &Sink, words: &str) {
    enquiry(app).await;
    app.run_jobs().await;
    assert!(sink.connections() > 0, "the server was never asked: the test proves nothing");
    assert!(sink.taken().is_empty(), "a message left: {words}");
    let clear = sink.in_clear();
    let harmless = |line: &String| ["EHLO", "STARTTLS", "QUIT"].iter().any(|verb| line.starts_with(verb));
    assert!(clear.iter().all(harmless), "said in clear: {clear:?}");
    assert_eq!(states(app).await, ["waiting", "waiting"]);
    assert_eq!(last(app, "outcome").await, "try-again");
    let told = last(app, "words").await;
    assert!(told.contains(words), "{words:?} is not in {told:?}");
    assert!(!told.contains("hunter2"), "{told}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mail_is_handed_over_under_tls_with_everything_that_matters_inside() {
    for (offers, wants) in [(Protection::Implicit, SmtpTls::Implicit), (Protection::StartTls, SmtpTls::StartTls)] {
        let sink = Sink::protected(offers).await;
        let app = with(&sink, wants, "localhost", authority()).await;
        enquiry(&app).await;
        app.run_jobs().await;
        assert_eq!(states(&app).await, ["handed-over", "handed-over"], "{offers:?}: {}", last(&app, "words").await);
        assert_eq!(sink.taken().len(), 2, "{offers:?}");
        let clear = sink.in_clear();
        let harmless = |line: &String| line.starts_with("EHLO") || line == "STARTTLS";
        assert!(clear.iter().all(harmless), "{offers:?}: said in clear: {clear:?}");
        assert_eq!(clear.is_empty(), offers == Protection::Implicit, "{clear:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mail_server_whose_certificate_nobody_vouches_for_gets_no_message() {
    for (offers, wants) in [(Protection::Implicit, SmtpTls::Implicit), (Protection::StartTls, SmtpTls::StartTls)] {
        let sink = Sink::protected(offers).await;
        let app = with(&sink, wants, "localhost", Vec::new()).await;
        nothing_left(&app, &sink, "signed by an authority that is not trusted here").await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mail_server_under_another_name_than_its_certificate_s_gets_no_message() {
    for (offers, wants) in [(Protection::Implicit, SmtpTls::Implicit), (Protection::StartTls, SmtpTls::StartTls)] {
        let sink = Sink::protected(offers).await;
        let app = with(&sink, wants, "127.0.0.1", authority()).await;
        nothing_left(&app, &sink, "certificate is for another name").await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mail_server_without_the_tls_that_is_required_gets_no_message_and_no_sign_in() {
    let sink = Sink::start().await;
    let app = with(&sink, SmtpTls::StartTls, "localhost", authority()).await;
    nothing_left(&app, &sink, "STARTTLS").await;
    // One that takes the first bytes of TLS for a command.
    let sink = Sink::start().await;
    let app = with(&sink, SmtpTls::Implicit, "localhost", authority()).await;
    enquiry(&app).await;
    app.run_jobs().await;
    assert!(sink.taken().is_empty());
    assert!(
        !sink.in_clear().iter().any(|line| line.contains("AUTH") || line.contains("MAIL")),
        "{:?}",
        sink.in_clear()
    );
    assert_eq!(states(&app).await, ["waiting", "waiting"]);
}
