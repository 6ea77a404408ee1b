//! Certificates that hold until 2120 and nothing outside these tests: `data/tls/README.md` says how they were made.

use std::sync::{Arc, LazyLock};

use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

/// Who signed the server's certificate.
pub const AUTHORITY: &[u8] = include_bytes!("../data/tls/authority.pem");
/// The server's certificate, for `localhost` and `db.shingle.test`.
pub const CERTIFICATE: &[u8] = include_bytes!("../data/tls/server.pem");
/// Its key.
pub const KEY: &[u8] = include_bytes!("../data/tls/server.key");

/// The file of a certificate: `authority` has signed the server's, `stranger` has signed nothing.
pub fn file(name: &str) -> String {
    format!("{}/tests/data/tls/{name}.pem", env!("CARGO_MANIFEST_DIR"))
}

/// The server's side of TLS.
pub fn acceptor() -> TlsAcceptor {
    static CONFIG: LazyLock<Arc<ServerConfig>> = LazyLock::new(|| {
        let provider = tokio_rustls::rustls::crypto::ring::default_provider();
        let chain = vec![CertificateDer::from_pem_slice(CERTIFICATE).expect("a certificate")];
        let key = PrivateKeyDer::from_pem_slice(KEY).expect("a key");
        let config = ServerConfig::builder_with_provider(Arc::new(provider))
            .with_safe_default_protocol_versions()
            .expect("protocol versions")
            .with_no_client_auth()
            .with_single_cert(chain, key);
        Arc::new(config.expect("a server's certificate"))
    });
    TlsAcceptor::from(CONFIG.clone())
}
