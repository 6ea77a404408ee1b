//! The noun: a form as its sheet has it while somebody changes it. It may be incomplete and wrong, as what people type is; `making.rs`
//! turns it into a definition, or says what has to be mended, each thing beside its field.

mod stored;

use crate::forms::Kind;

/// Names begin so until a new question or answer is saved; no saved one can.
pub(super) const NEW: char = '+';

/// A whole form.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Sheet {
    /// Its name.
    pub title: String,
    /// The words on the last button.
    pub send: String,
    /// When somebody replies, in words.
    pub promise: String,
    /// What happens next.
    pub closing_note: String,
    /// What stands there while it is closed.
    pub closed_note: String,
    /// Its last day, as browsers post one: 2026-11-30.
    pub closes_on: String,
    /// Which fields say who asks, in the order of [`ROLES`], and where the inbox takes its first words from; empty for none.
    pub roles: [String; 5],
    /// Its steps.
    pub steps: Vec<StepCard>,
}

/// The roles of fields: the name in the form, the words, and the kinds of fields that can have it.
pub(super) const ROLES: [(&str, &str, &[Kind]); 5] = [
    ("role-name", "Name", &[Kind::ShortText]),
    ("role-email", "Email address", &[Kind::Email]),
    ("role-phone", "Telephone number", &[Kind::Phone]),
    ("role-company", "Firm", &[Kind::ShortText]),
    (
        "role-excerpt",
        "First words in the inbox",
        &[Kind::LongText, Kind::ShortText, Kind::Choice, Kind::Choices, Kind::WebAddress],
    ),
];

/// A step.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct StepCard {
    /// Its name in the sheet's form: "s2".
    pub key: String,
    /// Its name in addresses.
    pub name: String,
    /// Its short name.
    pub label: String,
    /// Its heading.
    pub title: String,
    /// A sentence under it.
    pub introduction: String,
    /// When it is skipped.
    pub when: When,
    /// Its questions.
    pub fields: Vec<FieldCard>,
}

/// A question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FieldCard {
    /// Its name in the sheet's form: "s2.f1".
    pub key: String,
    /// Its name in posted answers.
    pub name: String,
    /// What kind of answer it takes.
    pub kind: Kind,
    /// The question.
    pub label: String,
    /// One sentence under it.
    pub hint: String,
    /// Whether it must be answered.
    pub required: bool,
    /// Whether it is shown as the step's heading.
    pub label_is_title: bool,
    /// When it is asked.
    pub when: When,
    /// Whether the business's services may be chosen too.
    pub services: bool,
    /// The most characters, as typed.
    pub max: String,
    /// The least number, as typed.
    pub least: String,
    /// The greatest number, as typed.
    pub most: String,
    /// What a consent says.
    pub statement: String,
    /// Own words where nothing was given.
    pub missing: String,
    /// What may be chosen.
    pub choices: Vec<ChoiceRow>,
}

/// An answer to choose.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct ChoiceRow {
    /// Its name in the sheet's form: "s2.f1.c3".
    pub key: String,
    /// As stored in answers.
    pub value: String,
    /// As shown.
    pub label: String,
    /// A second line.
    pub hint: String,
    /// Whether it is offered no more.
    pub retired: bool,
}

/// A condition: a field, and the answers with which it holds. No field, no condition.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct When {
    /// The name of the field; empty for none.
    pub field: String,
    /// The answers.
    pub is: Vec<String>,
}

impl Sheet {
    /// Gives every part its name in the form, by its place.
    pub fn number(&mut self) {
        for (s, step) in self.steps.iter_mut().enumerate() {
            step.key = format!("s{}", s + 1);
            for (f, field) in step.fields.iter_mut().enumerate() {
                field.key = format!("{}.f{}", step.key, f + 1);
                for (c, choice) in field.choices.iter_mut().enumerate() {
                    choice.key = format!("{}.c{}", field.key, c + 1);
                }
            }
        }
    }

    /// Every question, in order.
    pub fn fields(&self) -> impl Iterator<Item = &FieldCard> {
        self.steps.iter().flat_map(|step| &step.fields)
    }

    /// A question by its name in answers.
    pub fn field(&self, name: &str) -> Option<&FieldCard> {
        self.fields().find(|field| field.name == name)
    }

    /// A name that nothing in the sheet has yet.
    pub fn new_name(&self) -> String {
        let choices = self.fields().flat_map(|field| &field.choices).map(|choice| &choice.value);
        let names =
            self.steps.iter().map(|step| &step.name).chain(self.fields().map(|field| &field.name)).chain(choices);
        let numbers = names.filter_map(|name| name.strip_prefix(NEW)?.parse::<u32>().ok());
        format!("{NEW}{}", numbers.max().unwrap_or_default().saturating_add(1))
    }

    /// The questions by which something else is decided, with what is: "Step “About you”" or "“Budget”".
    pub fn decided_by(&self, name: &str) -> Vec<String> {
        let mut decided = Vec::new();
        for step in &self.steps {
            if step.when.field == name {
                decided.push(format!("whether the step “{}” is skipped", step.label));
            }
            let fields = step.fields.iter().filter(|field| field.when.field == name);
            decided.extend(fields.map(|field| format!("whether “{}” is asked", field.label)));
        }
        decided
    }

    /// This form with the words of another sheet, by the names of its parts: what those may save who may change words alone.
    pub fn with_words(mut self, typed: &Self) -> Self {
        self.title.clone_from(&typed.title);
        self.send.clone_from(&typed.send);
        self.promise.clone_from(&typed.promise);
        self.closing_note.clone_from(&typed.closing_note);
        self.closed_note.clone_from(&typed.closed_note);
        for step in &mut self.steps {
            if let Some(words) = typed.steps.iter().find(|other| other.name == step.name) {
                step.label.clone_from(&words.label);
                step.title.clone_from(&words.title);
                step.introduction.clone_from(&words.introduction);
            }
            for field in &mut step.fields {
                let Some(words) = typed.field(&field.name) else { continue };
                field.label.clone_from(&words.label);
                field.hint.clone_from(&words.hint);
                field.statement.clone_from(&words.statement);
                field.missing.clone_from(&words.missing);
                for choice in &mut field.choices {
                    if let Some(words) = words.choices.iter().find(|other| other.value == choice.value) {
                        choice.label.clone_from(&words.label);
                        choice.hint.clone_from(&words.hint);
                    }
                }
            }
        }
        self
    }
}

impl FieldCard {
    /// A question that nobody has put into words yet.
    pub fn new(name: String, kind: Kind) -> Self {
        Self {
            key: String::new(),
            name,
            kind,
            label: String::new(),
            hint: String::new(),
            required: false,
            label_is_title: false,
            when: When::default(),
            services: false,
            max: String::new(),
            least: String::new(),
            most: String::new(),
            statement: String::new(),
            missing: String::new(),
            choices: Vec::new(),
        }
    }

    /// Whether it was added and never saved.
    pub fn is_new(&self) -> bool {
        self.name.starts_with(NEW)
    }

    /// Whether a condition can ask for its answer.
    pub fn decides(&self) -> bool {
        matches!(self.kind, Kind::Choice | Kind::Choices | Kind::YesNo)
    }
}

impl ChoiceRow {
    /// Whether it was added and never saved.
    pub fn is_new(&self) -> bool {
        self.value.starts_with(NEW)
    }
}

impl When {
    /// Whether there is a condition.
    pub fn is_set(&self) -> bool {
        !self.field.is_empty()
    }
}
