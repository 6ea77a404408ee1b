//! What the visitors asked and what they were told, in memory and on disk.

use std::collections::HashMap;
use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, mpsc};

/// What is known of one key.
#[derive(Debug, Clone, Default)]
pub struct Told {
    /// The references that were told, one a time.
    pub references: Vec<String>,
    /// How often no answer came, or one that promises nothing.
    pub unknown: usize,
}

/// The journal.
pub struct Journal {
    told: Mutex<HashMap<String, Told>>,
    accepted: AtomicUsize,
    last: Mutex<String>,
    disk: mpsc::Sender<String>,
}

impl Journal {
    /// Begins a journal. Lines are on disk soon after they are written: for people who look into a failure.
    pub fn begin(path: &Path) -> Self {
        let mut file = File::create(path).expect("a journal");
        let (disk, lines) = mpsc::channel::<String>();
        std::thread::spawn(move || {
            while let Ok(line) = lines.recv() {
                let mut all = line;
                all.extend(lines.try_iter());
                file.write_all(all.as_bytes()).and_then(|()| file.sync_data()).expect("the journal is written");
            }
        });
        Self { told: Mutex::default(), accepted: AtomicUsize::new(0), last: Mutex::default(), disk }
    }

    fn line(&self, line: String) {
        self.disk.send(line).expect("the journal is open");
    }

    /// A key is about to be sent.
    pub fn asks(&self, key: &str) {
        self.line(format!("asks {key}\n"));
        self.told.lock().expect("the journal").entry(key.to_owned()).or_default();
    }

    /// It was accepted, and this is its reference.
    pub fn accepted_as(&self, key: &str, reference: &str) {
        self.line(format!("accepted {key} {reference}\n"));
        let mut told = self.told.lock().expect("the journal");
        let entry = told.entry(key.to_owned()).or_default();
        if entry.references.is_empty() {
            self.accepted.fetch_add(1, Ordering::Relaxed);
        }
        entry.references.push(reference.to_owned());
    }

    /// Nobody knows.
    pub fn unknown(&self, key: &str, words: &str) {
        self.line(format!("unknown {key} {words}\n"));
        self.told.lock().expect("the journal").entry(key.to_owned()).or_default().unknown += 1;
        words.clone_into(&mut self.last.lock().expect("the journal"));
    }

    /// How many keys were accepted.
    pub fn accepted(&self) -> usize {
        self.accepted.load(Ordering::Relaxed)
    }

    /// Why the last one is unknown.
    pub fn last_words(&self) -> String {
        self.last.lock().expect("the journal").clone()
    }

    /// Everything that was told, by key.
    pub fn told(&self) -> HashMap<String, Told> {
        self.told.lock().expect("the journal").clone()
    }
}
