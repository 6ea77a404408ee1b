//! A body with files in it, as an allowance lets it in, and the parts of which it is made.

use std::sync::Arc;

use actix_web::web::Bytes;
use futures_util::stream;

use super::Posted;

/// A body with files in it; empty for everybody whom no allowance lets in.
#[derive(Debug, Clone, Default)]
pub struct Upload {
    /// The whole body, in parts as `multipart/form-data` has them. Of one that is too large, its beginning: what was typed stands
    /// there where a form puts its text before its file.
    pub bytes: Bytes,
    /// Whether there was more than is taken.
    pub cut: bool,
    /// Its content type, which says what stands between the parts.
    pub kind: String,
}

/// The parts of a body.
#[derive(Debug, Clone, Default)]
pub struct Parts {
    /// What was typed.
    pub typed: Posted,
    /// The files, in order; whoever chose none sends none.
    pub files: Vec<SentFile>,
}

/// One file as it came. Nothing that it says of itself is known to be true.
#[derive(Debug, Clone)]
pub struct SentFile {
    /// The name of its field.
    pub field: String,
    /// Its own name.
    pub name: String,
    /// Its bytes.
    pub bytes: Bytes,
}

impl Upload {
    /// Takes the parts apart; what ends in the middle is left out.
    pub async fn parts(self) -> Parts {
        let (mut typed, mut files) = (Vec::new(), Vec::new());
        if let Ok(boundary) = multer::parse_boundary(&self.kind) {
            let body = stream::iter([Ok::<_, std::io::Error>(self.bytes)]);
            let mut body = multer::Multipart::new(body, boundary);
            while let Ok(Some(part)) = body.next_field().await {
                let field = part.name().unwrap_or_default().to_owned();
                let name = part.file_name().map(plain);
                let Ok(bytes) = part.bytes().await else { break };
                match name {
                    Some(name) if !bytes.is_empty() => files.push(SentFile { field, name, bytes }),
                    Some(_) => {}
                    None => typed.push((field, String::from_utf8_lossy(&bytes).replace('\0', "\u{fffd}"))),
                }
            }
        }
        Parts { typed: Posted(Arc::new(typed)), files }
    }
}

/// The name of a file without its folders, and short enough to be shown.
fn plain(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept: String = last.chars().filter(|c| !c.is_control()).take(200).collect();
    let kept = kept.trim();
    if kept.is_empty() { "file".to_owned() } else { kept.to_owned() }
}
