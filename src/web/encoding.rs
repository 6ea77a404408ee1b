//! How bytes travel: which encodings a client takes, and the two that we make.

use std::io::Write;

use actix_web::http::header::{self, HeaderMap};
use actix_web::web::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;

/// What little there is does not get smaller.
pub const LEAST: usize = 1024;

/// An encoding, the best one first where a client likes several equally.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// Brotli.
    Brotli,
    /// Gzip.
    Gzip,
    /// As it is.
    Identity,
}

impl Encoding {
    /// As `Content-Encoding` says it; of what is not encoded nothing.
    pub fn name(self) -> Option<&'static str> {
        match self {
            Self::Brotli => Some("br"),
            Self::Gzip => Some("gzip"),
            Self::Identity => None,
        }
    }
}

/// What a client takes, in thousandths: RFC 9110, section 12.5.3.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Accepted {
    brotli: u16,
    gzip: u16,
    identity: u16,
}

impl Accepted {
    /// Reads every `Accept-Encoding` of a request. Without one, things go as they are.
    pub fn of(headers: &HeaderMap) -> Self {
        let (mut brotli, mut gzip, mut identity, mut others) = (None, None, None, None);
        let lines = headers.get_all(header::ACCEPT_ENCODING).filter_map(|line| line.to_str().ok());
        for entry in lines.flat_map(|line| line.split(',')) {
            let (name, rest) = entry.split_once(';').unwrap_or((entry, ""));
            let weight = Some(weight(rest));
            match name.trim().to_ascii_lowercase().as_str() {
                "br" => brotli = weight,
                "gzip" | "x-gzip" => gzip = weight,
                "identity" => identity = weight,
                "*" => others = weight,
                _ => {}
            }
        }
        let of = |named: Option<u16>| named.or(others).unwrap_or_default();
        Self { brotli: of(brotli), gzip: of(gzip), identity: of(identity) }
    }

    /// The one that the client likes best of those that there are; without any, as it is.
    pub fn best(self, offered: &[Encoding]) -> Encoding {
        let all = [(Encoding::Brotli, self.brotli), (Encoding::Gzip, self.gzip), (Encoding::Identity, self.identity)];
        let taken = all.into_iter().filter(|(encoding, weight)| {
            *weight > 0 && (*encoding == Encoding::Identity || offered.contains(encoding))
        });
        // Of equals the last one counts for `max_by_key`, so the best one comes last.
        taken.rev().max_by_key(|(_, weight)| *weight).map_or(Encoding::Identity, |(encoding, _)| encoding)
    }
}

/// The weight in what stands after an encoding's name. What can't be read is no wish.
fn weight(rest: &str) -> u16 {
    let Some((name, value)) = rest.split_once('=') else { return 1000 };
    if !name.trim().eq_ignore_ascii_case("q") {
        return 1000;
    }
    let value: f32 = value.trim().parse().unwrap_or_default();
    if (0.0..=1.0).contains(&value) { (value * 1000.0).ceil() as u16 } else { 0 }
}

/// Bytes as gzip, from level 1 (quick) to 9; `None` where they don't get smaller.
pub fn gzip(plain: &[u8], level: u32) -> Option<Bytes> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(plain.len() / 3), Compression::new(level));
    encoder.write_all(plain).ok()?;
    smaller(encoder.finish().ok()?, plain)
}

/// Bytes as brotli, from level 1 (quick) to 11, which takes forty times as long as 5 and gains a tenth.
pub fn brotli(plain: &[u8], level: u32) -> Option<Bytes> {
    // A window of 256 KB: pages are smaller.
    let mut encoder = brotli::CompressorWriter::new(Vec::with_capacity(plain.len() / 3), 4096, level, 18);
    encoder.write_all(plain).ok()?;
    smaller(encoder.into_inner(), plain)
}

fn smaller(packed: Vec<u8>, plain: &[u8]) -> Option<Bytes> {
    (packed.len() < plain.len()).then(|| Bytes::from(packed))
}
