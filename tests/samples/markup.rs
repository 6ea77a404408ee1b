//! What may stand in a page as it is. Askama escapes everything but types that say of themselves that they are markup. These
//! are listed here, each with its reason: a new one is looked at before it is added to the list.

use std::collections::BTreeSet;

use super::source::{Templates, between, program};

/// The types that are shown as they are, where they are made, and why that is safe.
const MARKUP: [(&str, &str); 7] = [
    // Only a block's own template, which escapes.
    ("BlockHtml", "site/pages.rs"),
    // Cleaned by ammonia, or a template of ours.
    ("CleanHtml", "web/html.rs"),
    // SVG of the generator, which writes no text of anybody's.
    ("Drawing", "web/html.rs"),
    // JSON whose <, > and & are escaped.
    ("JsonLd", "web/html.rs"),
    // A template of ours, which escapes.
    ("PictureHtml", "media/shown.rs"),
    // It escapes all of its words, and puts marks of its own around some.
    ("Snippet", "site/search.rs"),
    // A template of ours, which escapes.
    ("StepForm", "forms/view.rs"),
];

/// The filters in use. `linebreaksbr` escapes before it adds its tags.
const FILTERS: [&str; 1] = ["linebreaksbr"];

/// Ways around the list that templates and code have. `safe` is a filter, and so not among the two above.
const WAYS_AROUND: [&str; 5] = ["HtmlSafeOutput", "filters::Safe", "filters::safe", "MaybeSafe", "ext = \"txt\""];

#[test]
fn only_types_that_were_reviewed_are_shown_unescaped() {
    let mut found = BTreeSet::new();
    for (path, text) in program() {
        for name in between(&text, "HtmlSafe for ", " {") {
            found.insert((name.to_owned(), path.to_str().unwrap().to_owned()));
        }
        assert_eq!(
            text.matches("HtmlSafe for ").count(),
            text.matches("\nimpl HtmlSafe for ").count(),
            "{}: write it plainly, so that this test sees it",
            path.display()
        );
        for way in WAYS_AROUND {
            assert!(!text.contains(way), "{} says {way}: make a type, and list it in this test", path.display());
        }
    }
    let listed = MARKUP.map(|(name, path)| (name.to_owned(), path.to_owned())).into();
    assert_eq!(found, listed, "what is shown unescaped differs from the list that was reviewed");
}

#[test]
fn no_template_says_that_something_is_safe() {
    let mut used = BTreeSet::new();
    for (name, text) in Templates::read().0 {
        let tags = between(&text, "{{", "}}").into_iter().chain(between(&text, "{%", "%}"));
        for tag in tags {
            for filter in tag.replace("||", " or ").split('|').skip(1) {
                let filter = filter.trim_start().split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap();
                assert!(FILTERS.contains(&filter), "{name}: {{{{{tag}}}}} uses |{filter}, which nobody has reviewed");
                used.insert(filter.to_owned());
            }
            let first = tag.trim_matches(['-', '+', '~']).split_whitespace().next().unwrap_or_default();
            assert!(!["filter", "autoescape"].contains(&first), "{name}: {tag} changes what is escaped");
        }
    }
    assert_eq!(used, FILTERS.map(str::to_owned).into(), "a filter that nobody uses is no longer listed");
}
