//! Money: a whole number of minor units with its currency (ISO 4217). Shown by pages, chosen in forms, later paid.

use std::fmt;

/// Digits of an amount's whole units at most.
const MOST_DIGITS: usize = 9;

/// An amount.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Money {
    /// In minor units: pence, cents; of a currency without them, in whole units.
    pub minor: i64,
    /// Three capital letters.
    pub currency: String,
}

impl Money {
    /// How many digits the minor unit has.
    fn digits(&self) -> u32 {
        match self.currency.as_str() {
            "JPY" | "KRW" | "ISK" | "HUF" | "CLP" | "VND" | "XAF" | "XOF" => 0,
            "BHD" | "KWD" | "JOD" | "OMR" | "TND" => 3,
            _ => 2,
        }
    }

    /// Reads an amount as people type it: "4,800", "£4 800.50", "650,00". `None` where it is none, or could mean two.
    pub fn parse(text: &str, currency: &str) -> Option<Self> {
        let money = Self { minor: 0, currency: currency.to_owned() };
        let digits = money.digits() as usize;
        let bare =
            text.trim().trim_start_matches(['£', '€', '$']).trim_start_matches(currency).trim_end_matches(currency);
        let plain: String = bare.chars().filter(|c| !c.is_whitespace() && *c != '’' && *c != '\'').collect();
        let (whole, rest) = match plain.rsplit_once(['.', ',']) {
            Some((whole, rest)) if money.is_minor(rest, plain.contains(',')) => (whole, rest),
            _ => (plain.as_str(), ""),
        };
        let mut groups = whole.split(['.', ',']);
        let first = groups.next()?;
        let is_number = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        let thousands = groups.clone().all(|group| group.len() == 3 && is_number(group));
        let most = if groups.clone().next().is_none() { MOST_DIGITS } else { 3 };
        if !(1..=most).contains(&first.len()) || !is_number(first) || !thousands || !is_number(rest) {
            return None;
        }
        let whole: String = std::iter::once(first).chain(groups).collect();
        let minor = format!("{whole}{rest:0<digits$}");
        let minor = minor.parse().ok().filter(|_| whole.len() <= MOST_DIGITS)?;
        Some(Self { minor, ..money })
    }

    /// Whether what follows the last point or comma is of the minor unit, and not three digits of thousands.
    fn is_minor(&self, rest: &str, has_comma: bool) -> bool {
        match self.digits() {
            0 => false,
            digits => (1..=2).contains(&rest.len()) || digits == 3 && rest.len() == 3 && !has_comma,
        }
    }

    /// The amount as people type it: "4800", or "12.50".
    pub fn typed(&self) -> String {
        let plain = self.plain();
        plain.strip_suffix(".00").or_else(|| plain.strip_suffix(".000")).map(str::to_owned).unwrap_or(plain)
    }

    /// The amount for machines, such as "4800.00".
    pub fn plain(&self) -> String {
        let digits = self.digits();
        let unit = 10_i64.pow(digits);
        if digits == 0 {
            return self.minor.to_string();
        }
        format!("{}.{:0width$}", self.minor / unit, self.minor % unit, width = digits as usize)
    }
}

/// "4,800" of 4800.
fn grouped(whole: i64) -> String {
    let digits = whole.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

impl fmt::Display for Money {
    /// As people read it: "£4,800", "£12.50", "CHF 90".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = match self.currency.as_str() {
            "GBP" => "£",
            "EUR" => "€",
            "USD" => "$",
            other => &format!("{other}\u{a0}"),
        };
        let unit = 10_i64.pow(self.digits());
        let (whole, rest) = (self.minor / unit, self.minor % unit);
        if rest == 0 {
            return write!(f, "{sign}{}", grouped(whole));
        }
        write!(f, "{sign}{}.{rest:0width$}", grouped(whole), width = self.digits() as usize)
    }
}
