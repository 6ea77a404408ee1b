//! References: drawn, read back however they are typed, and never mistaken for another.

use std::collections::BTreeSet;

use shingle::clock::Clock;
use shingle::enquiries::Reference;

const SYMBOLS: &str = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

fn draws() -> Vec<String> {
    let clock = Clock::System;
    (0..2000)
        .map(|number| {
            let prefix = ["SH", "BEL", "BELL"][number % 3];
            Reference::draw(clock.moment(), prefix).to_string()
        })
        .collect()
}

fn read(typed: &str) -> Option<String> {
    Reference::parse(typed).map(|reference| reference.to_string())
}

#[test]
fn references_are_unlike_each_other_and_well_formed() {
    let all = draws();
    assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len());
    for one in &all {
        let parts: Vec<&str> = one.split('-').collect();
        assert_eq!(parts.len(), 4, "{one}");
        assert!(parts[1..].iter().all(|part| part.len() == 3), "{one}");
        assert!(parts[1..].concat().chars().all(|symbol| SYMBOLS.contains(symbol)), "{one}");
    }
    assert_eq!(read("SH-7K3-MQ9-TWC").as_deref(), Some("SH-7K3-MQ9-TWC"), "the example of the contract");
}

#[test]
fn a_reference_is_read_however_it_is_typed() {
    for one in draws() {
        let (prefix, code) = one.split_once('-').unwrap();
        let looks_alike = code.replace('0', "O").replace('1', "I");
        let small = code.replace('0', "o").replace('1', "l").to_lowercase();
        for typed in [
            one.clone(),
            one.to_lowercase(),
            one.replace('-', ""),
            one.replace('-', " "),
            format!("  {}\t", one.replace('-', " - ")),
            format!("{prefix}-{looks_alike}"),
            format!("{prefix}{small}"),
        ] {
            assert_eq!(read(&typed).as_deref(), Some(one.as_str()), "{typed:?}");
        }
    }
}

#[test]
fn a_word_is_taken_for_a_part_of_a_reference_only_where_it_can_be_one() {
    for (typed, wanted) in [
        ("rzb07d38g", Some("-rzb-07d-38g")),
        ("RZB-O7D", Some("-rzb-07d")),
        ("rzb0", Some("-rzb-0")),
        ("rzb", None),
        ("quill", None),
        ("rzb07d38g1", None),
        ("50%off", None),
        ("", None),
    ] {
        assert_eq!(Reference::part(typed).as_deref(), wanted, "{typed:?}");
    }
}

#[test]
fn one_wrong_symbol_or_two_changed_places_are_noticed() {
    let (mut wrong, mut swapped) = (0, 0);
    for (number, one) in draws().into_iter().enumerate() {
        let symbols: Vec<char> = one.chars().collect();
        let begin = symbols.len() - 11;
        for place in (begin..symbols.len()).filter(|place| symbols[*place] != '-') {
            let other = SYMBOLS.chars().cycle().skip(number + place).find(|symbol| *symbol != symbols[place]).unwrap();
            let mut typed = symbols.clone();
            typed[place] = other;
            let typed: String = typed.into_iter().collect();
            assert_eq!(read(&typed), None, "{typed} passes for {one}");
            wrong += 1;
        }
        let code: Vec<char> = symbols[begin..].iter().copied().filter(|symbol| *symbol != '-').collect();
        for place in 0..7 {
            if code[place] != code[place + 1] {
                let mut typed = code.clone();
                typed.swap(place, place + 1);
                let typed = format!("SH{}", typed.into_iter().collect::<String>());
                assert_eq!(read(&typed), None, "{typed} passes for {one}");
                swapped += 1;
            }
        }
    }
    assert!(wrong == 18_000 && swapped > 10_000, "{wrong} {swapped}");
}

#[test]
fn what_is_no_reference_is_refused() {
    for typed in [
        "",
        " ",
        "SH",
        "SH-",
        "7K3-MQ9-TWC",
        "S-7K3-MQ9-TWC",
        "ABCDE-7K3-MQ9-TWC",
        "S1-7K3-MQ9-TWC",
        "SH-7K3-MQ9-TW",
        "SH-7K3-MQ9-TWCC",
        "SH-7K3-MQ9-TW*",
        "SH-7K3-MQ9-TW~",
        "SH-7K3-MQ9-TWU",
        "SH-7U3-MQ9-TWC",
        "ÄÖ-7K3-MQ9-TWC",
        "SH-7K3-MQ9-TWC/",
        "SH-7K3-MQ9-TWC\0",
        "SH_7K3_MQ9_TWC",
        "ＳＨ-7K3-MQ9-TWC",
    ] {
        assert_eq!(read(typed), None, "{typed:?}");
    }
    assert_eq!(read(&"S".repeat(5000)), None);
}
