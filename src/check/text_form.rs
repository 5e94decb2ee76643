//! The forms in which FOCUS writes numbers, times and units, told apart from what can merely be
//! understood.

use std::borrow::Cow;

use time::UtcDateTime;

use crate::datetime::{self, DateTimeText, is_digits};
use crate::decimal::{Decimal, DecimalError, ShortNumber};

/// What a text says, and whether it says so in FOCUS's form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form<T> {
    /// In FOCUS's form.
    Sound(T),
    /// In another form that people understand.
    Odd(T),
    /// Not at all.
    Not,
}

/// A number; `None` where it has more digits than are reckoned with.
pub fn number(text: &str) -> Form<Option<Decimal>> {
    if let Some(value) = short_number(text) {
        return Form::Sound(Some(value));
    }
    if let Some(value) = focus_number(text) {
        return Form::Sound(value);
    }
    odd_number(text.trim())
}

/// What nearly all numbers are, in one pass.
fn short_number(text: &str) -> Option<Decimal> {
    // It is read up to what stands behind it.
    let mut room = [0; 24];
    room.get_mut(..text.len())?.copy_from_slice(text.as_bytes());
    let number = ShortNumber::read(&room, 0)?;
    (number.length() == text.len()).then(|| number.short().value())
}

/// `$1,234.50`, `+5`, `1e+3`, `12 %`, `1_000`; `1,5` is a number, and which one is open.
fn odd_number(text: &str) -> Form<Option<Decimal>> {
    const SIGNS: [char; 6] = ['$', '€', '£', '¥', '%', ' '];
    let (sign, rest) = match text.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let rest = without_ornaments(rest.trim_matches(SIGNS));
    let (whole, behind) = rest.split_once('.').unwrap_or((&rest, ""));
    let mut groups = whole.split(',');
    let first_is_short = groups.next().is_some_and(|first| (1..=3).contains(&first.len()));
    let has_thousands = first_is_short && groups.all(|group| group.len() == 3);
    let plain = format!("{sign}{}", rest.replace(',', ""));
    match focus_number(&plain) {
        Some(value) if has_thousands && !behind.contains(',') || !rest.contains(',') => {
            Form::Odd(value)
        }
        Some(_) => Form::Odd(None),
        None => Form::Not,
    }
}

/// Without underscores, and without the plus of exponents.
fn without_ornaments(text: &str) -> String {
    let mut before = ' ';
    let is_kept = |character: &char| {
        let before = std::mem::replace(&mut before, *character);
        *character != '_' && (*character != '+' || !matches!(before, 'e' | 'E'))
    };
    text.chars().filter(is_kept).collect()
}

/// `-?digits.digits`, one side of the point may be empty, and `E-?digits` behind it (NumericFormat).
fn focus_number(text: &str) -> Option<Option<Decimal>> {
    match Decimal::from_json_number(text) {
        Ok(value) if !text.contains('+') => return Some(Some(value)),
        Err(DecimalError::OutOfRange) if !text.contains('+') => return Some(None),
        _ => {}
    }
    let (sign, rest) = match text.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", text),
    };
    let (mantissa, exponent) = match rest.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (rest, None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all_digits = |part: &str| part.is_empty() || is_digits(part);
    let has_digits = !(whole.is_empty() && fraction.is_empty());
    let exponent_is_sound = |e: &str| is_digits(e.strip_prefix('-').unwrap_or(e));
    if !has_digits
        || !all_digits(whole)
        || !all_digits(fraction)
        || !exponent.is_none_or(exponent_is_sound)
    {
        return None;
    }
    // JSON wants a digit on both sides of the point, and no zeros before another digit.
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let fraction = if fraction.is_empty() { "0" } else { fraction };
    let json = format!("{sign}{whole}.{fraction}E{}", exponent.unwrap_or("0"));
    Some(Decimal::from_json_number(&json).ok())
}

/// A date-time.
pub fn date_time(text: &str) -> Form<UtcDateTime> {
    if let Some(DateTimeText::Instant(instant)) = datetime::parse(text)
        && is_focus_date_time(text.as_bytes())
    {
        return Form::Sound(instant);
    }
    // `2025-01-31 10:00:00`, `2025-01-31`, `2025-01-31T10:00:00.000+02:00`.
    let text = text.trim();
    let with_t = match text.get(..10).zip(text.get(10..)) {
        Some((date, rest)) if rest.starts_with(' ') => {
            let time = rest.trim_start();
            let utc = time.strip_suffix(" UTC").map(|time| (time, "Z"));
            let (time, zone) = utc.unwrap_or((time, ""));
            Cow::Owned(format!("{date}T{time}{zone}"))
        }
        _ => Cow::Borrowed(text),
    };
    match datetime::parse(&with_t) {
        Some(DateTimeText::Instant(instant)) => Form::Odd(instant),
        Some(DateTimeText::Local(local)) => Form::Odd(local.as_utc()),
        None => Form::Not,
    }
}

/// `YYYY-MM-DDTHH:mm:ssZ` (DateTimeFormat).
fn is_focus_date_time(text: &[u8]) -> bool {
    const FORM: &[u8] = b"0000-00-00T00:00:00Z";
    text.len() == FORM.len()
        && text.iter().zip(FORM).all(|(byte, form)| match form {
            b'0' => byte.is_ascii_digit(),
            _ => byte == form,
        })
}

/// `GB`, `1000 Tokens`, `GB-Hours`, `Units/3 Months` (UnitFormat).
pub fn is_unit(text: &str) -> bool {
    let (over, under) = match text.split_once('/') {
        Some((over, under)) => (over, Some(under)),
        None => (text, None),
    };
    is_amount(over, GrammaticalNumber::Plural)
        && under.is_none_or(|under| is_amount(under, GrammaticalNumber::Singular))
}

/// The form of a noun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum GrammaticalNumber {
    Singular,
    Plural,
}

/// A count and base units with hyphens between them; without a count the form depends on the place.
fn is_amount(text: &str, uncounted: GrammaticalNumber) -> bool {
    let (count, units) = match text.split_once(' ') {
        Some((count, units)) if is_digits(count) => (Some(count.trim_start_matches('0')), units),
        _ => (None, text),
    };
    let is_right = match (count, uncounted) {
        (Some(""), _) => return false,
        (Some("1"), _) => |_: &str| true,
        (Some(_), _) | (None, GrammaticalNumber::Plural) => |unit: &str| !is_singular(unit),
        (None, GrammaticalNumber::Singular) => |unit: &str| !is_plural(unit),
    };
    let units: Vec<&str> = units.split('-').collect();
    // Of a compound only the last is in the plural: Core-Hours.
    let Some((last, before)) = units.split_last() else { return false };
    units.iter().all(|unit| is_base_unit(unit))
        && is_right(last)
        && !before.iter().any(|unit| is_plural(unit))
}

/// Of other nouns the plural cannot be told.
fn is_singular(unit: &str) -> bool {
    TIMES.contains(&unit) || COUNTS.contains(&unit)
}

fn is_plural(unit: &str) -> bool {
    unit.strip_suffix('s').is_some_and(is_singular)
}

/// The names of data sizes, times and counts, as UnitFormat lists them.
const DATA_SIZES: &[&str] = &[
    "b", "B", "Kb", "KB", "Mb", "MB", "Gb", "GB", "Tb", "TB", "Pb", "PB", "Eb", "EB", "Kib", "KiB",
    "Mib", "MiB", "Gib", "GiB", "Tib", "TiB", "Pib", "PiB", "Eib", "EiB",
];
const TIMES: &[&str] = &["Year", "Month", "Day", "Hour", "Minute", "Second"];
const COUNTS: &[&str] =
    &["Count", "Unit", "Request", "Token", "Connection", "Certificate", "Domain", "Core"];

/// A name of the lists as they write it, or a capitalised noun.
fn is_base_unit(text: &str) -> bool {
    if DATA_SIZES.contains(&text) {
        return true;
    }
    let singular = text.strip_suffix('s').unwrap_or(text);
    let is_listed = |name: &&&str| name.eq_ignore_ascii_case(singular);
    if let Some(name) = TIMES.iter().find(is_listed) {
        return *name == singular;
    }
    // `gb`, `GBs` and `Gigabytes` are none, whatever they stand for.
    if DATA_SIZES.iter().any(|size| size.eq_ignore_ascii_case(singular)) || is_spelled_out(singular)
    {
        return false;
    }
    let words: Vec<&str> = text.split(' ').collect();
    // A ratio has a slash.
    if words.iter().any(|word| word.eq_ignore_ascii_case("per")) {
        return false;
    }
    let is_capitalised =
        words.first().is_some_and(|word| word.bytes().any(|b| b.is_ascii_uppercase()))
            || text.starts_with(|first: char| !first.is_ascii());
    is_capitalised && words.into_iter().all(is_noun)
}

/// `Byte`, `Gigabyte`, `Mebibit`.
fn is_spelled_out(text: &str) -> bool {
    const PREFIXES: [&str; 13] = [
        "", "kilo", "mega", "giga", "tera", "peta", "exa", "kibi", "mebi", "gibi", "tebi", "pebi",
        "exbi",
    ];
    let lower = text.to_ascii_lowercase();
    let prefix = lower.strip_suffix("byte").or_else(|| lower.strip_suffix("bit"));
    prefix.is_some_and(|prefix| PREFIXES.contains(&prefix))
}

/// Letters and digits; `1M` and `10k` are counts, `4K` is a size of pictures.
fn is_noun(word: &str) -> bool {
    let letter = word.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = word.strip_suffix(letter).unwrap_or_default();
    let is_power_of_ten = digits.starts_with('1') && digits.bytes().skip(1).all(|b| b == b'0');
    let is_count = !digits.is_empty() && letter.is_empty()
        || is_power_of_ten && matches!(letter, "k" | "K" | "m" | "M" | "b" | "B" | "t" | "T");
    !is_count && !word.is_empty() && word.chars().all(char::is_alphanumeric)
}

/// Words that stand for a value that is not there, whatever their case.
const PLACEHOLDERS: &[&str] =
    &["not applicable", "not available", "n/a", "null", "none", "nil", "nan", "undefined"];

/// Whether a word stands for a value that is not there (NullHandling).
pub fn is_placeholder(text: &str) -> bool {
    let text = text.trim();
    PLACEHOLDERS.iter().any(|placeholder| placeholder.eq_ignore_ascii_case(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The samples that NumericFormat itself calls good and bad, and what spreadsheets make.
    #[test]
    fn numbers_have_focus_s_form_or_one_that_people_understand() {
        for text in ["-100.2", "-3", "4", "35.2E-7", "1.234", ".5", "5.", "007", "1e5", "0.0"] {
            assert!(matches!(number(text), Form::Sound(Some(_))), "{text}");
        }
        for text in
            ["+333", "35.2E+7", "3,432,342", "$32", " 1.5 ", "12%", "-$1,234.5", "12 €", "1_000"]
        {
            assert!(matches!(number(text), Form::Odd(Some(_))), "{text}");
        }
        for text in ["1,5", "1,23,4", "1.5,000"] {
            assert_eq!(number(text), Form::Odd(None), "{text}");
        }
        for text in [
            "1 1/2",
            "35.24 x 10^7",
            "32 GiB",
            "2.3^3",
            "NaN",
            "inf",
            "-",
            ".",
            "",
            "1.2.3",
            "0x10",
        ] {
            assert_eq!(number(text), Form::Not, "{text}");
        }
        assert_eq!(number(&"9".repeat(100)), Form::Sound(None));
    }

    #[test]
    fn date_times_have_focus_s_form_or_one_that_people_understand() {
        assert!(matches!(date_time("2026-09-01T00:00:00Z"), Form::Sound(_)));
        for text in [
            "2026-09-01",
            "2026-09-01 00:00:00",
            "2026-09-01 00:00:00 UTC",
            "2026-09-01T00:00:00.000Z",
            "2026-09-01T00:00Z",
            "2026-09-01T00:00:00+02:00",
            "2026-09-01t00:00:00z",
            " 2026-09-01T00:00:00Z",
        ] {
            assert!(matches!(date_time(text), Form::Odd(_)), "{text}");
        }
        for text in ["09/01/2026", "1788220800", "2026-13-01T00:00:00Z", "soon", "é23456789é"] {
            assert_eq!(date_time(text), Form::Not, "{text}");
        }
    }

    #[test]
    fn units_are_those_of_unit_format() {
        for text in [
            "GB",
            "b",
            "Seconds",
            "Megapixels",
            "1000 Tokens",
            "GB-Hours",
            "GB/Hour",
            "Units/3 Months",
            "Core-Hours/Day",
            "API Requests",
            "H100-Seconds",
            "vCPU-Hours",
            "3D Models",
            "1000000 Tokens",
            "1 Hour",
            "1 Hours",
            "Requests/Day",
        ] {
            assert!(is_unit(text), "{text}");
        }
        for text in [
            "images",
            "gb",
            "GBs",
            "seconds",
            "video_seconds",
            "1M tokens",
            "1M Tokens",
            "1.5 Seconds",
            "",
            " ",
            "/Hour",
            "GB/",
            "GB-",
            "1000",
            "Tokens per Second ",
            "10k Images",
            "Gigabytes",
            "Tokens per Second",
            "Hour",
            "1000 Token",
            "0 Tokens",
            "GB-Hour",
            "Cores-Hours",
            "GB/Hours",
            "Units/3 Month",
            "Units/0 Months",
        ] {
            assert!(!is_unit(text), "{text}");
        }
    }
}
