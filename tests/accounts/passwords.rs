//! Which passwords may be chosen.

use shingle::accounts::{Password, PasswordFault};

#[test]
fn twelve_to_a_hundred_and_twenty_eight_characters_and_no_other_rule() {
    let long = "heron umbrella ".repeat(9);
    let most: String = long.chars().take(128).collect();
    for good in [
        "four herons borrow",
        "twelve chars",
        "élégant château",
        "наш дом у реки",
        "  spaces count  ",
        "77 Sunset Strip?",
        &"x9 Lq".chars().chain("vB2 mT8 rK4".chars()).collect::<String>(),
    ] {
        assert!(Password::parse(good).is_ok(), "{good:?} was refused: {:?}", Password::parse(good));
    }
    assert_eq!(fault(""), Some(PasswordFault::Missing));
    assert_eq!(fault("elevenchars"), Some(PasswordFault::TooShort));
    assert_eq!(fault("ünïcödé nïn"), Some(PasswordFault::TooShort), "characters count, not bytes");
    assert_ne!(fault(&most), Some(PasswordFault::TooLong));
    assert_eq!(fault(&format!("{most}!")), Some(PasswordFault::TooLong));
}

#[test]
fn what_everybody_tries_first_is_refused() {
    for common in [
        "password1234",
        "Password1234",
        "PASSWORD 1234",
        "P4ssw0rd1234",
        "p@ssw0rd2026!",
        "Sunshine2026!!",
        "iloveyou1234",
        "correct horse battery staple",
        "qwertyuiop12",
        "qwertyuiopasdfghjkl",
        "1q2w3e4r5t6y",
        "1qaz2wsx3edc",
        "abcdefghijkl",
        "lkjihgfedcba",
        "123456789012",
        "098765432109",
        "aaaaaaaaaaaa",
        "abababababab",
        "abcabcabcabc",
        "ababccabacba",
        "hannahhannah",
        "letmeinplease",
        "Administrator1",
        "football12345",
        "welcome123456",
        "shingle12345!",
    ] {
        assert_eq!(fault(common), Some(PasswordFault::Common), "{common:?} is common");
    }
}

#[test]
fn the_list_of_common_passwords_is_long_and_tidy() {
    let text = include_str!("../../src/accounts/common_passwords.txt");
    let words: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
    assert!(words.iter().filter(|word| word.chars().count() >= 12).count() >= 300);
    for word in &words {
        assert_eq!(**word, word.to_lowercase().replace(' ', ""), "{word:?} can never match");
    }
    assert!(words.windows(2).all(|pair| pair[0] < pair[1]), "the list is sorted and names nothing twice");
}

#[test]
fn words_to_people_say_how_to_mend_it() {
    for fault in [PasswordFault::Missing, PasswordFault::TooShort, PasswordFault::TooLong, PasswordFault::Common] {
        let words = fault.words().to_lowercase();
        for banned in ["please", "sorry", "valid", "required", "oops"] {
            assert!(!words.contains(banned), "{words:?} says {banned}");
        }
    }
}

fn fault(text: &str) -> Option<PasswordFault> {
    Password::parse(text).err()
}
