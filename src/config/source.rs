//! Where settings come from: the environment over `shingle.toml`.

use std::collections::BTreeMap;
use std::path::Path;

/// The raw settings of one process: name to text.
#[derive(Debug, Clone, Default)]
pub struct Source {
    values: BTreeMap<String, String>,
}

/// A setting that cannot be used, in words for the operator.
#[derive(Debug, thiserror::Error)]
pub enum SettingError {
    /// The value is not one that is allowed.
    #[error("{name} is {value:?}: it must be {allowed}")]
    Wrong {
        /// The setting.
        name: String,
        /// What was given; hidden for secrets.
        value: String,
        /// What is allowed.
        allowed: String,
    },
    /// The setting is needed here.
    #[error("{name} is not set: {advice}")]
    Missing {
        /// The setting.
        name: String,
        /// What to do.
        advice: String,
    },
    /// No such setting.
    #[error("{name} (in {place}) is not a setting of Shingle; the settings are {known}")]
    Unknown {
        /// What was given.
        name: String,
        /// The environment or the file.
        place: String,
        /// All settings.
        known: String,
    },
    /// The file cannot be read.
    #[error("the settings file {path}: {problem}")]
    File {
        /// Its path.
        path: String,
        /// What is wrong with it.
        problem: String,
    },
}

impl SettingError {
    /// A setting that is needed, with what to do.
    pub fn missing(name: &str, advice: &str) -> Self {
        Self::Missing { name: name.to_owned(), advice: advice.to_owned() }
    }
}

/// Settings whose value is never repeated in a message.
const SECRET: [&str; 6] = [
    "DATABASE_URL",
    "SHINGLE_SMTP_URL",
    "SHINGLE_SECRET_KEY",
    "SHINGLE_DEMO_PASSWORD",
    "SHINGLE_METRICS_TOKEN",
    "SHINGLE_ALERT_URL",
];

impl Source {
    /// The environment of this process over the file: `named` when given, else `shingle.toml` where there is one.
    ///
    /// # Errors
    /// A file that was named but is not there, or that is not TOML of plain values.
    pub fn of_process(named: Option<&Path>) -> Result<Self, SettingError> {
        let mut values = match named {
            Some(path) => read_file(path)?,
            None => {
                let path = Path::new("shingle.toml");
                if path.exists() { read_file(path)? } else { BTreeMap::new() }
            }
        };
        #[expect(clippy::disallowed_methods, reason = "the one place that reads the environment")]
        for (name, value) in std::env::vars_os() {
            let Ok(name) = name.into_string() else { continue };
            if !name.starts_with("SHINGLE_") && name != "DATABASE_URL" {
                continue;
            }
            let Ok(value) = value.into_string() else {
                return Err(SettingError::Wrong {
                    name,
                    value: "(not UTF-8)".to_owned(),
                    allowed: "written in UTF-8".to_owned(),
                });
            };
            if !value.is_empty() {
                values.insert(name, value);
            }
        }
        Ok(Self { values })
    }

    /// Settings given one by one, as tests do.
    pub fn of_pairs<const N: usize>(pairs: [(&str, &str); N]) -> Self {
        Self { values: pairs.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect() }
    }

    /// The text of a setting.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.values.get(name).map(String::as_str)
    }

    /// Refuses a name that is no setting.
    ///
    /// # Errors
    /// The first unknown name.
    pub fn refuse_unknown(&self, known: &[&str]) -> Result<(), SettingError> {
        match self.values.keys().find(|name| !known.contains(&name.as_str())) {
            None => Ok(()),
            Some(name) => Err(SettingError::Unknown {
                name: name.clone(),
                place: "the environment or shingle.toml".to_owned(),
                known: known.join(", "),
            }),
        }
    }

    /// Reads one setting with its parser; `None` where it is not set.
    ///
    /// # Errors
    /// The parser's refusal, with what is allowed.
    pub fn parse<T>(
        &self,
        name: &str,
        allowed: &str,
        parser: impl FnOnce(&str) -> Option<T>,
    ) -> Result<Option<T>, SettingError> {
        let Some(value) = self.get(name) else { return Ok(None) };
        match parser(value) {
            Some(parsed) => Ok(Some(parsed)),
            None => Err(SettingError::Wrong {
                name: name.to_owned(),
                value: if SECRET.contains(&name) { "(hidden)".to_owned() } else { value.to_owned() },
                allowed: allowed.to_owned(),
            }),
        }
    }
}

fn read_file(path: &Path) -> Result<BTreeMap<String, String>, SettingError> {
    let refuse = |problem: String| SettingError::File { path: path.display().to_string(), problem };
    let text = std::fs::read_to_string(path).map_err(|e| refuse(e.to_string()))?;
    let table: toml::Table = toml::from_str(&text).map_err(|error| {
        // Only the words and the line: the text of the line may be a secret.
        let before = text.get(..error.span().map_or(0, |span| span.start)).unwrap_or_default();
        refuse(format!("line {}: {}", before.matches('\n').count() + 1, error.message()))
    })?;
    table
        .into_iter()
        .map(|(name, value)| match value {
            toml::Value::String(text) => Ok((name, text)),
            toml::Value::Integer(number) => Ok((name, number.to_string())),
            _ => Err(refuse(format!("{name} must be text or a whole number"))),
        })
        .collect()
}
