//! The letters that stand for somebody who has no picture.

/// The first letters of the first and the last word of a name, in capitals; one letter for one word, none where no word has any.
pub fn initials(name: &str) -> String {
    let mut letters = name.split_whitespace().filter_map(|word| word.chars().find(|c| c.is_alphanumeric()));
    let first = letters.next();
    first.into_iter().chain(letters.next_back()).flat_map(char::to_uppercase).collect()
}
