//! Spam without puzzles: suspected spam waits, nothing honest does, and no signal decides alone.

use shingle::spam::{self, Signals, THRESHOLD, Verdict};

/// Fifty spam and a hundred honest enquiries: class, form, name, email, message.
const SAMPLE: &str = include_str!("data/spam.tsv");

struct Row {
    is_spam: bool,
    name: String,
    message: String,
}

fn sample() -> Vec<Row> {
    SAMPLE
        .lines()
        .skip(1)
        .map(|line| {
            let columns: Vec<&str> = line.split('\t').collect();
            let [class, _form, name, _email, message] = columns[..] else { panic!("five columns: {line}") };
            Row { is_spam: class == "spam", name: name.to_owned(), message: message.replace("\\n", "\n") }
        })
        .collect()
}

fn read(name: &str, prose: &str) -> Verdict {
    spam::judge(&Signals { name: name.to_owned(), prose: prose.to_owned(), ..Signals::default() })
}

#[test]
fn suspected_spam_is_held_and_no_honest_enquiry_is() {
    let rows = sample();
    let (bad, honest): (Vec<&Row>, Vec<&Row>) = rows.iter().partition(|row| row.is_spam);
    assert_eq!((bad.len(), honest.len()), (50, 100));

    let missed: Vec<&str> =
        bad.iter().filter(|row| !read(&row.name, &row.message).held).map(|row| row.message.as_str()).collect();
    assert!(missed.len() <= 5, "{} spam went through: {missed:#?}", missed.len());

    let wronged: Vec<(&str, Verdict)> = honest
        .iter()
        .map(|row| (row.message.as_str(), read(&row.name, &row.message)))
        .filter(|(_, verdict)| verdict.held)
        .collect();
    assert!(wronged.is_empty(), "honest enquiries were held: {wronged:#?}");
}

#[test]
fn one_signal_alone_never_holds_an_enquiry() {
    let signals = [
        Signals { trapped: true, ..Signals::default() },
        Signals { too_fast: true, ..Signals::default() },
        Signals { flood: true, ..Signals::default() },
        Signals { name: "http://tap.example".into(), prose: "Do you do schools?".into(), ..Signals::default() },
        Signals {
            prose: "seo company, seo services, rank your site, buy backlinks, your ranking".into(),
            ..Signals::default()
        },
        Signals {
            prose: "online casino free spins no deposit welcome bonus sportsbook ".repeat(5),
            ..Signals::default()
        },
        Signals { prose: "[url]".into(), ..Signals::default() },
        Signals { prose: "sdkfjhg xcvmnb wrtghjkl vbnmrtgh".into(), ..Signals::default() },
    ];
    for one in signals {
        let verdict = spam::judge(&one);
        assert_eq!(verdict.reasons.len(), 1, "{one:?}: {verdict:?}");
        assert!(verdict.score < THRESHOLD && !verdict.held, "{one:?}: {verdict:?}");
    }
}

#[test]
fn every_held_enquiry_has_two_distinct_reasons_in_words() {
    for row in sample() {
        let Verdict { held, score, reasons } = read(&row.name, &row.message);
        let distinct: std::collections::BTreeSet<&String> = reasons.iter().collect();
        assert_eq!(distinct.len(), reasons.len(), "a reason stands twice: {reasons:?}");
        assert!(!held || (score >= THRESHOLD && reasons.len() >= 2), "{score} {reasons:?}");
    }
}

#[test]
fn behaviour_adds_to_what_the_words_say() {
    let haste = Signals { too_fast: true, flood: true, prose: "Call me back".into(), ..Signals::default() };
    assert!(!spam::judge(&haste).held, "an office behind one address is no spam");
    let both = Signals { trapped: true, too_fast: true, prose: "Call me back".into(), ..Signals::default() };
    assert!(spam::judge(&both).held);
    assert_eq!(
        spam::judge(&both).reasons,
        ["The honeypot was filled in", "It was sent within moments of the page being loaded"]
    );
}

#[test]
fn links_in_an_honest_enquiry_do_not_hold_it() {
    for prose in [
        "like www.goodroof.example but less blue",
        "You asked for examples. https://one.example https://two.example https://three.example",
        "Broken since Sunday: http://a.example/a http://a.example/b http://a.example/c http://a.example/d http://a.example/e",
        "Your contact page has <a href=\"mailto:\"> with nothing after it, so nothing happens when I press it.",
        "Our shop was hacked and shows casino links, https://shop.example/?p=pills. Can you clean it today please?",
    ] {
        let verdict = read("Pat Gorringe", prose);
        assert!(!verdict.held, "{prose}: {verdict:?}");
    }
}

#[test]
fn a_disguise_does_not_help() {
    let plain = read("", "Best online casino, free spins! https://spin.example");
    for prose in [
        "BEST ONLINE CASINO, FREE SPINS! https://spin.example",
        "Bеst оnline cаsino, frее spins! https://spin.example",
        "Best on\u{200B}line ca\u{AD}sino, free spins! https://spin.example",
        "Ｂｅｓｔ ｏｎｌｉｎｅ ｃａｓｉｎｏ, ｆｒｅｅ ｓｐｉｎｓ! https://spin.example",
    ] {
        assert!(read("", prose).score >= plain.score, "{prose}");
    }
    let keyboard = read("Ольга", "Ми відкрили пекарню у Вітклiфі. Потрiбен невеликий сайт.");
    assert!(keyboard.reasons.is_empty(), "a Latin i typed in Ukrainian is no disguise: {keyboard:?}");
}

#[test]
fn cost_stays_bounded() {
    let pitch = "Dear webmaster, buy backlinks from a leading SEO company, order now: http://rank.example ";
    let late = read("", &("The bells ring on Tuesdays. ".repeat(40_000) + pitch));
    assert!(late.reasons.is_empty(), "nothing past the cut is read: {late:?}");
    assert!(read("", &(pitch.to_owned() + "The bells ring on Tuesdays. ".repeat(40_000).as_str())).held);
    for hostile in ["[url=", "http://", "a.b/", "é\u{200B}", "аa", "#1,", "\"'<>", "李"] {
        let _ = read(&hostile.repeat(100_000), &hostile.repeat(1_000_000 / hostile.len()));
    }
}
