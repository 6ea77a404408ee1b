//! The secret key: made once, kept in the data directory, and never used itself but only keys derived from it.

mod seal;

use std::io::Write;
use std::path::Path;

use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretBox};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::clock::Moment;
use crate::config::Config;

/// What a derived key is for: a tag made for one purpose never passes for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// `_draft` in forms.
    Draft,
    /// Keys of enquiries that came without one.
    EnquiryKey,
    /// Tokens of action links.
    ActionLink,
    /// What limits count instead of addresses.
    AddressTag,
    /// What the sign-in throttle counts instead of email addresses.
    Account,
    /// The key of session cookies.
    SessionCookie,
    /// What seals secrets among the settings.
    Settings,
    /// Tokens of set-up links.
    SetUp,
    /// Tokens of preview links.
    Preview,
}

impl Purpose {
    fn label(self) -> &'static [u8] {
        match self {
            Self::Draft => b"shingle draft 1",
            Self::EnquiryKey => b"shingle enquiry key 1",
            Self::ActionLink => b"shingle action link 1",
            Self::AddressTag => b"shingle address tag 1",
            Self::Account => b"shingle account 1",
            Self::SessionCookie => b"shingle session cookie 1",
            Self::Settings => b"shingle settings 1",
            Self::SetUp => b"shingle set-up 1",
            Self::Preview => b"shingle preview 1",
        }
    }
}

/// The secret key of one installation.
#[derive(Clone)]
pub struct SecretKey(std::sync::Arc<SecretBox<Vec<u8>>>);

impl SecretKey {
    /// The key of the settings, else the one in the data directory, which is made when there is none.
    ///
    /// # Errors
    /// A file that cannot be read or made, with its path.
    pub fn open(config: &Config, moment: Moment) -> Result<Self, String> {
        if let Some(given) = &config.secret_key {
            return Ok(Self::of_bytes(given.expose_secret().as_bytes().to_vec()));
        }
        let path = config.data_dir.join("secret.key");
        let text = keep_secret(&path, || hex::encode(moment.bytes::<32>()))?;
        Ok(Self::of_bytes(text.into_bytes()))
    }

    /// A key of these bytes.
    pub fn of_bytes(bytes: Vec<u8>) -> Self {
        Self(std::sync::Arc::new(SecretBox::new(Box::new(bytes))))
    }

    /// The tag of `parts` for a purpose. Parts are framed by their length, so that no two lists give one message.
    pub fn tag(&self, purpose: Purpose, parts: &[&[u8]]) -> [u8; 32] {
        let mut mac = Self::mac(&self.derive(purpose));
        for part in parts {
            mac.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }

    /// Whether `tag` is the one of `parts`, in constant time.
    pub fn verifies(&self, purpose: Purpose, parts: &[&[u8]], tag: &[u8]) -> bool {
        self.tag(purpose, parts).ct_eq(tag).into()
    }

    /// A key for one purpose.
    pub fn derive(&self, purpose: Purpose) -> [u8; 32] {
        let mut mac = Self::mac(self.0.expose_secret());
        mac.update(purpose.label());
        mac.finalize().into_bytes().into()
    }

    /// What the database keeps, so that a node with another key is noticed.
    pub fn fingerprint(&self) -> String {
        hex::encode(Sha256::new_with_prefix(b"shingle fingerprint 1").chain_update(self.0.expose_secret()).finalize())
    }

    fn mac(key: &[u8]) -> Hmac<Sha256> {
        // HMAC takes keys of every length; the fallback is never reached.
        Hmac::<Sha256>::new_from_slice(key).unwrap_or_else(|_| Hmac::<Sha256>::new(&Default::default()))
    }
}

impl std::fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SecretKey")
    }
}

/// SHA-256, for what is stored instead of a secret.
pub fn sha256(bytes: &[u8]) -> Vec<u8> {
    Sha256::digest(bytes).to_vec()
}

/// Reads a secret from a file of mode 0600, or makes it there.
///
/// # Errors
/// The path and why it cannot be read or made.
pub fn keep_secret(path: &Path, make: impl FnOnce() -> String) -> Result<String, String> {
    let fail = |error: std::io::Error| format!("{}: {error}", path.display());
    match std::fs::read_to_string(path) {
        Ok(text) if !text.trim().is_empty() => return Ok(text.trim().to_owned()),
        Ok(_) => {}
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        Err(error) => return Err(fail(error)),
    }
    let secret = make();
    let fresh = path.with_extension(format!("new-{}", std::process::id()));
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&fresh).map_err(fail)?;
    file.write_all(secret.as_bytes()).and_then(|()| file.sync_all()).map_err(fail)?;
    // A hard link never replaces: of two processes that start at once, the first one's secret stands.
    match std::fs::hard_link(&fresh, path) {
        Ok(()) => {}
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            if std::fs::metadata(path).map_err(fail)?.len() == 0 {
                std::fs::rename(&fresh, path).map_err(fail)?;
                return Ok(secret);
            }
        }
        Err(error) => return Err(fail(error)),
    }
    std::fs::remove_file(&fresh).map_err(fail)?;
    std::fs::read_to_string(path).map(|text| text.trim().to_owned()).map_err(fail)
}
