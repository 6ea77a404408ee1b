//! Sealing: what has to be stored and read again, and means nothing to whoever gets a copy of the database.

use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use secrecy::{ExposeSecret, SecretString};

use super::{Purpose, SecretKey};
use crate::clock::Moment;
use crate::error::{AppError, Result};

impl SecretKey {
    /// Seals a text with ChaCha20-Poly1305, under a key of its own purpose and a nonce drawn at random. `context` says what it is,
    /// so that it opens nowhere else. Nothing is sealed often enough for two nonces to meet.
    ///
    /// # Errors
    /// The text is longer than the cipher takes.
    pub fn seal(&self, at: Moment, context: &str, text: &SecretString) -> Result<String> {
        let nonce = at.bytes::<NONCE_LEN>();
        let mut bytes = text.expose_secret().as_bytes().to_vec();
        let refused = |_| AppError::internal("a secret", "it can't be sealed");
        self.cipher()?
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(context.as_bytes()), &mut bytes)
            .map_err(refused)?;
        Ok(format!("{}{}", hex::encode(nonce), hex::encode(bytes)))
    }

    /// Opens what was sealed; nothing where it was sealed with another key, for something else, or was changed since.
    pub fn unseal(&self, context: &str, sealed: &str) -> Option<SecretString> {
        let bytes = hex::decode(sealed).ok()?;
        let (nonce, rest) = bytes.split_at_checked(NONCE_LEN)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let mut rest = rest.to_vec();
        let plain = self.cipher().ok()?.open_in_place(nonce, Aad::from(context.as_bytes()), &mut rest).ok()?;
        String::from_utf8(plain.to_vec()).ok().map(SecretString::from)
    }

    fn cipher(&self) -> Result<LessSafeKey> {
        let key = UnboundKey::new(&CHACHA20_POLY1305, &self.derive(Purpose::Settings));
        key.map(LessSafeKey::new).map_err(|_| AppError::internal("a secret", "there is no key"))
    }
}
