//! A definition without its words: what is left is what only those may change who may change forms.

use super::definition::{Definition, ErrorWords};

impl Definition {
    /// The same without its words: titles, labels, hints, notes. Two that differ in words alone are the same bare.
    #[must_use]
    pub fn bare(&self) -> Self {
        let mut bare = self.stored();
        for text in [&mut bare.title, &mut bare.send, &mut bare.closing_note, &mut bare.closed_note] {
            text.clear();
        }
        bare.reply_promise.words.clear();
        for step in &mut bare.steps {
            for text in [&mut step.label, &mut step.title, &mut step.introduction] {
                text.clear();
            }
            for field in &mut step.fields {
                for text in [&mut field.label, &mut field.hint, &mut field.statement] {
                    text.clear();
                }
                field.error = ErrorWords::default();
                for choice in &mut field.choices {
                    choice.label.clear();
                    choice.hint.clear();
                }
            }
        }
        bare
    }
}
