//! Money: a whole number of minor units with its currency (ISO 4217). Shown by pages, chosen in forms, later paid.

use std::fmt;

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
