//! Standard output is for what programs read; everything else goes to standard error.

use std::io::Write;

/// A line on standard output. A closed pipe is nobody's fault.
pub(super) fn line(words: &str) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{words}").and_then(|()| out.flush());
}

/// A line on standard error.
pub(super) fn error(words: &str) {
    let _ = writeln!(std::io::stderr().lock(), "shingle: {words}");
}
