//! What became of what between two versions of a form, in words for those who run it.

use super::definition::{Condition, Definition, Field, Kind, Step};

/// What is otherwise in `after`, a line each.
pub fn differences(before: &Definition, after: &Definition) -> Vec<String> {
    let mut told = Vec::new();
    about(before, after, &mut told);
    steps(before, after, &mut told);
    for (step, field) in with_steps(after) {
        match before.field(&field.name) {
            None => told.push(format!("{} added", quoted(&field.label))),
            Some((was_in, old)) => {
                one_field(old, field, after, &mut told);
                if was_in.name != step.name {
                    told.push(format!("{} moved to {}", quoted(&field.label), quoted(&step.label)));
                }
            }
        }
    }
    for field in before.questions().filter(|field| after.field(&field.name).is_none()) {
        told.push(format!("{} deleted", quoted(&field.label)));
    }
    told
}

/// Long texts are not told whole.
const SHORT: usize = 60;

fn quoted(text: &str) -> String {
    let short: String = text.chars().take(SHORT).collect();
    if short.len() < text.len() { format!("“{}…”", short.trim_end()) } else { format!("“{short}”") }
}

fn became(what: &str, old: &str, new: &str) -> String {
    match (old, new) {
        ("", new) => format!("{what}: {} added", quoted(new)),
        (old, "") => format!("{what}: {} taken away", quoted(old)),
        (old, new) => format!("{what}: {} became {}", quoted(old), quoted(new)),
    }
}

fn with_steps(definition: &Definition) -> impl Iterator<Item = (&Step, &Field)> {
    definition.steps.iter().flat_map(|step| step.fields.iter().map(move |field| (step, field)))
}

fn about(before: &Definition, after: &Definition, told: &mut Vec<String>) {
    let texts = [
        ("Title", &before.title, &after.title),
        ("Words on the last button", &before.send, &after.send),
        ("Reply promise", &before.reply_promise.words, &after.reply_promise.words),
        ("What happens next", &before.closing_note, &after.closing_note),
        ("Words while it is closed", &before.closed_note, &after.closed_note),
    ];
    told.extend(texts.into_iter().filter(|(_, old, new)| old != new).map(|(what, old, new)| became(what, old, new)));
    let (old, new) = (before.reply_promise.working_hours, after.reply_promise.working_hours);
    if old != new {
        told.push(format!("Working hours until a reply: {old} became {new}"));
    }
    if before.closes_on != after.closes_on {
        told.push(match after.closes_on {
            Some(day) => format!("Its last day is {} now", day.format("%-d %B %Y")),
            None => "It has no last day any more".to_owned(),
        });
    }
    let (was, is) = (&before.roles, &after.roles);
    let roles = [
        ("name", &was.name, &is.name),
        ("email address", &was.email, &is.email),
        ("telephone number", &was.phone, &is.phone),
        ("firm", &was.company, &is.company),
        ("first words in the inbox", &before.excerpt, &after.excerpt),
    ];
    for (what, _, new) in roles.into_iter().filter(|(_, old, new)| old != new) {
        let field = new.as_ref().and_then(|name| after.field(name));
        told.push(match field {
            Some((_, field)) => format!("The {what}: from {} now", quoted(&field.label)),
            None => format!("The {what}: from no question any more"),
        });
    }
}

fn steps(before: &Definition, after: &Definition, told: &mut Vec<String>) {
    for step in &after.steps {
        let name = quoted(&step.label);
        let Some((_, old)) = before.step(&step.name) else {
            told.push(format!("Step {name} added"));
            continue;
        };
        if old.label != step.label {
            told.push(format!("Step {} renamed to {name}", quoted(&old.label)));
        }
        if old.title != step.title {
            told.push(became(&format!("Heading of {name}"), &old.title, &step.title));
        }
        if old.introduction != step.introduction {
            told.push(became(&format!("Introduction of {name}"), &old.introduction, &step.introduction));
        }
        if old.skip_when != step.skip_when {
            told.push(match &step.skip_when {
                Some(condition) => format!("Step {name} is skipped {}", when(after, condition)),
                None => format!("Step {name} is never skipped now"),
            });
        }
        let (was, is) = (names(&old.fields), names(&step.fields));
        if in_another_order(&was, &is) {
            told.push(format!("Questions of {name} in another order"));
        }
    }
    for step in before.steps.iter().filter(|step| after.step(&step.name).is_none()) {
        told.push(format!("Step {} deleted", quoted(&step.label)));
    }
    let order = |definition: &Definition| definition.steps.iter().map(|step| step.name.clone()).collect::<Vec<_>>();
    if in_another_order(&order(before), &order(after)) {
        told.push("Steps in another order".to_owned());
    }
}

fn names(fields: &[Field]) -> Vec<String> {
    fields.iter().map(|field| field.name.clone()).collect()
}

/// Whether what stands in both stands in another order.
fn in_another_order(old: &[String], new: &[String]) -> bool {
    let stays = old.iter().filter(|name| new.contains(name));
    !stays.eq(new.iter().filter(|name| old.contains(name)))
}

fn one_field(old: &Field, new: &Field, after: &Definition, told: &mut Vec<String>) {
    let name = quoted(&new.label);
    if old.label != new.label {
        told.push(format!("{} renamed to {name}", quoted(&old.label)));
    }
    let missing = |field: &Field| field.error.missing.clone().unwrap_or_default();
    let texts = [
        ("help", &old.hint, &new.hint),
        ("what people agree to", &old.statement, &new.statement),
        ("words where it is left empty", &missing(old), &missing(new)),
    ];
    for (what, old, new) in texts.into_iter().filter(|(_, old, new)| old != new) {
        told.push(became(&format!("{name}, {what}"), old, new));
    }
    if old.required != new.required {
        told.push(format!("{name} is {} now", if new.required { "required" } else { "optional" }));
    }
    if old.show_when != new.show_when {
        told.push(match &new.show_when {
            Some(condition) => format!("{name} is asked only {}", when(after, condition)),
            None => format!("{name} is always asked now"),
        });
    }
    if (old.max, old.least, old.most) != (new.max, new.least, new.most) {
        told.push(format!("{name} has other limits"));
    }
    if old.label_is_title != new.label_is_title {
        told.push(format!("{name} is {} the heading now", if new.label_is_title { "shown as" } else { "not" }));
    }
    if old.services != new.services {
        told.push(format!("{name} {} the services now", if new.services { "offers" } else { "doesn’t offer" }));
    }
    choices(&name, old, new, told);
}

fn choices(name: &str, old: &Field, new: &Field, told: &mut Vec<String>) {
    for choice in &new.choices {
        let label = quoted(&choice.label);
        let Some(was) = old.choices.iter().find(|other| other.value == choice.value) else {
            // What only comes back to be remembered was never offered in between.
            if !choice.retired {
                told.push(format!("{name}: {label} added"));
            }
            continue;
        };
        if was.label != choice.label {
            told.push(format!("{name}: {} renamed to {label}", quoted(&was.label)));
        }
        if was.hint != choice.hint {
            told.push(became(&format!("{name}, line under {label}"), &was.hint, &choice.hint));
        }
        match (was.retired, choice.retired) {
            (false, true) => told.push(format!("{name}: {label} no longer offered")),
            (true, false) => told.push(format!("{name}: {label} offered again")),
            _ => {}
        }
    }
    for choice in old.choices.iter().filter(|old| !new.choices.iter().any(|choice| choice.value == old.value)) {
        told.push(format!("{name}: {} gone", quoted(&choice.label)));
    }
    let values = |field: &Field| field.offered().map(|choice| choice.value.clone()).collect::<Vec<_>>();
    if in_another_order(&values(old), &values(new)) {
        told.push(format!("{name}: answers in another order"));
    }
}

/// "when “Work” is “New” or “Repair”".
pub(super) fn when(definition: &Definition, condition: &Condition) -> String {
    let field = definition.field(&condition.field).map(|(_, field)| field);
    let label = field.map_or_else(|| quoted(&condition.field), |field| quoted(&field.label));
    let words = |value: &String| match field {
        Some(field) if matches!(field.kind, Kind::YesNo | Kind::Consent) => field.words(value).to_lowercase(),
        Some(field) => quoted(&field.words(value)),
        None => quoted(value),
    };
    format!("when {label} is {}", condition.is.iter().map(words).collect::<Vec<_>>().join(" or "))
}
