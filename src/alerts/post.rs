//! One HTTP POST: no redirects, ten seconds for all of it, and little is read of the answer.

use std::sync::Arc;
use std::time::Duration;

use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Bytes;
use hyper::{Request, Response, body::Incoming, header};
use hyper_util::rt::TokioIo;
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use url::{Host, Url};

use crate::config::AlertUrl;

/// For all of it: name, connection, TLS, request and answer.
const LIMIT: Duration = Duration::from_secs(10);
/// So much of the answer is read, so that the other side can finish its sentence.
const MOST: usize = 16 * 1024;

/// Why a message was not taken. The words never hold the address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PostFault {
    /// The address can't be used.
    #[error("the address cannot be used")]
    Address,
    /// No connection, or no TLS.
    #[error("it cannot be reached ({0})")]
    Away(String),
    /// It took too long.
    #[error("it did not answer within ten seconds")]
    Slow,
    /// It answered something other than success.
    #[error("it answers {0}")]
    Refused(u16),
}

/// Posts a JSON document, under a key by which the other side may know a repetition.
///
/// # Errors
/// [`PostFault`], in words for staff.
pub(super) async fn post(to: &AlertUrl, key: &str, document: String) -> Result<(), PostFault> {
    let url = to.expose().ok_or(PostFault::Address)?;
    tokio::time::timeout(LIMIT, attempt(url, key, document)).await.map_err(|_| PostFault::Slow)?
}

/// Whether a connection can be made, TLS included; nothing is posted. What `doctor` asks.
///
/// # Errors
/// [`PostFault`], in words for the operator.
pub async fn reach(to: &AlertUrl) -> Result<(), PostFault> {
    let url = to.expose().ok_or(PostFault::Address)?;
    let connected = async {
        let (host, tcp) = connect(&url).await?;
        if url.scheme() == "https" { secure(host, tcp).await.map(drop) } else { Ok(()) }
    };
    tokio::time::timeout(LIMIT, connected).await.map_err(|_| PostFault::Slow)?
}

async fn attempt(url: Url, key: &str, document: String) -> Result<(), PostFault> {
    let request = request(&url, key, document)?;
    let (host, tcp) = connect(&url).await?;
    let answer = if url.scheme() == "https" {
        talk(secure(host, tcp).await?, request).await?
    } else {
        talk(tcp, request).await?
    };
    let status = answer.status();
    // What it says is nobody's business: only that it has said it.
    let _ = Limited::new(answer.into_body(), MOST).collect().await;
    if status.is_success() { Ok(()) } else { Err(PostFault::Refused(status.as_u16())) }
}

async fn connect(url: &Url) -> Result<(String, TcpStream), PostFault> {
    let port = url.port_or_known_default().ok_or(PostFault::Address)?;
    let host = match url.host().ok_or(PostFault::Address)? {
        Host::Domain(name) => name.to_owned(),
        Host::Ipv4(address) => address.to_string(),
        Host::Ipv6(address) => address.to_string(),
    };
    let tcp = TcpStream::connect((host.as_str(), port)).await.map_err(|error| away(&error))?;
    Ok((host, tcp))
}

async fn secure(host: String, tcp: TcpStream) -> Result<TlsStream<TcpStream>, PostFault> {
    let name = ServerName::try_from(host).map_err(|_| PostFault::Address)?;
    let connector = TlsConnector::from(Arc::new(tls()?));
    connector.connect(name, tcp).await.map_err(|error| away(&error))
}

fn request(url: &Url, key: &str, document: String) -> Result<Request<Full<Bytes>>, PostFault> {
    let path = url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()));
    let host = match (url.host_str(), url.port()) {
        (Some(host), Some(port)) => format!("{host}:{port}"),
        (Some(host), None) => host.to_owned(),
        (None, _) => return Err(PostFault::Address),
    };
    Request::post(path)
        .header(header::HOST, host)
        .header(header::USER_AGENT, concat!("Shingle/", env!("CARGO_PKG_VERSION")))
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::CONNECTION, "close")
        .header("idempotency-key", key)
        .body(Full::new(Bytes::from(document)))
        .map_err(|_| PostFault::Address)
}

async fn talk<S>(stream: S, request: Request<Full<Bytes>>) -> Result<Response<Incoming>, PostFault>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let (mut sender, connection) =
        hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.map_err(|error| away(&error))?;
    // Ends with the request: its sender is dropped with this function's caller, its time-out included.
    tokio::spawn(async move {
        if let Err(error) = connection.await {
            tracing::debug!(%error, "a connection to the alert address ended badly");
        }
    });
    sender.send_request(request).await.map_err(|error| away(&error))
}

fn tls() -> Result<ClientConfig, PostFault> {
    let mut roots = RootCertStore::empty();
    roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    Ok(config.map_err(|error| away(&error))?.with_root_certificates(roots).with_no_client_auth())
}

fn away(error: &dyn std::error::Error) -> PostFault {
    PostFault::Away(crate::db::chain(error).chars().take(200).collect())
}
