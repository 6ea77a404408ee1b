//! What is wrong with another machine's certificate. Called where TLS is spoken, so that the database's and the mail's errors
//! say what to mend and not only what rustls calls it.

use std::error::Error;
use std::fmt;

use rustls::CertificateError;

/// Why a certificate was refused, as far as it tells an operator what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Nobody whom we trust has signed it.
    Authority,
    /// It is for other names.
    Name,
    /// It has run out, or does not hold yet.
    Time,
    /// Anything else.
    Other,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Authority => "the server’s certificate is signed by an authority that is not trusted here",
            Self::Name => "the server’s certificate is for another name",
            Self::Time => "the server’s certificate does not hold today",
            Self::Other => "the server’s certificate cannot be accepted",
        })
    }
}

/// The refused certificate among an error's causes, where there is one.
pub fn fault(error: &(dyn Error + 'static)) -> Option<Fault> {
    let mut next = Some(error);
    while let Some(cause) = next {
        if let Some(rustls::Error::InvalidCertificate(why)) = cause.downcast_ref() {
            return Some(match why {
                CertificateError::UnknownIssuer => Fault::Authority,
                CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => Fault::Name,
                CertificateError::Expired
                | CertificateError::ExpiredContext { .. }
                | CertificateError::NotValidYet
                | CertificateError::NotValidYetContext { .. } => Fault::Time,
                _ => Fault::Other,
            });
        }
        next = match cause.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref) {
            // An I/O error's source is what lies below the error it was made of, which is passed over otherwise.
            Some(inner) => Some(inner),
            None => cause.source(),
        };
    }
    None
}
