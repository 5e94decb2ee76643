//! fal's unit words to FOCUS's unit format: capitalised, plural, the count in front.
//!
//! Only words change, never the quantity: `1M tokens` is `1000000 Tokens`.

use crate::text_search;

/// A unit as FOCUS writes it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unit {
    /// PricingUnit and ConsumedUnit: `1000 Characters`.
    pub name: String,
    /// SkuMeter, which has no count: `Characters`.
    pub meter: String,
}

impl Unit {
    /// The unit of things that have no name.
    pub fn nameless() -> Self {
        Self::counted(1, "Units".to_owned())
    }

    /// The unit of a billing event that tells no quantity.
    pub fn requests() -> Self {
        Self::counted(1, "Requests".to_owned())
    }

    /// Normalises fal's unit; `None` when no word of it is left.
    pub fn from_fal(text: &str) -> Option<Self> {
        if !has_whole_counts(text) {
            return None;
        }
        let spaced = text.replace('_', " ");
        let words: Vec<&str> = spaced.split_whitespace().collect();
        let words = match words.split_first() {
            Some((first, rest)) if first.eq_ignore_ascii_case("per") => rest,
            _ => words.as_slice(),
        };
        let (count, words) = split_count(words);
        // `0 images` and `1 000 images` count nothing that can be told.
        if words.first().is_some_and(|word| word.bytes().all(|byte| byte.is_ascii_digit())) {
            return None;
        }
        let has_count = count.is_some();
        let noun = match split_ratio(&words.join(" ")) {
            (over, Some(under)) => ratio(noun(over, Number::Plural), noun(under, Number::Singular)),
            (words, None) => noun(words, Number::Plural),
        };
        match noun {
            Some(noun) => Some(Self::counted(count.unwrap_or(1), noun)),
            None => has_count.then(|| Self::counted(count.unwrap_or(1), "Units".to_owned())),
        }
    }

    fn counted(count: u64, noun: String) -> Self {
        let name = match count {
            1 => noun.clone(),
            _ => format!("{count} {noun}"),
        };
        Self { name, meter: noun }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Number {
    Singular,
    Plural,
}

fn ratio(over: Option<String>, under: Option<String>) -> Option<String> {
    match (over, under) {
        (Some(over), Some(under)) => Some(format!("{over}/{under}")),
        (over, under) => over.or(under),
    }
}

/// Takes the count in front: `1000`, `1,000`, `1k`, `1M`, `1 million`.
fn split_count<'w, 't>(words: &'w [&'t str]) -> (Option<u64>, &'w [&'t str]) {
    let Some((first, rest)) = words.split_first() else {
        return (None, words);
    };
    let Some((digits, glued)) = count_digits(first) else {
        return (None, words);
    };
    let glued_factor = match glued {
        "" => Some(1),
        // `4k` is a picture size, `1k` and `100k` are counts.
        _ if !is_power_of_ten(digits) => None,
        "k" | "K" => Some(1_000),
        "m" | "M" => Some(1_000_000),
        "b" | "B" => Some(1_000_000_000),
        // `1d` is a word.
        _ => None,
    };
    let Some(count) = glued_factor.and_then(|factor| digits.checked_mul(factor)) else {
        return (None, words);
    };
    let spelled_factor = rest.first().and_then(|word| match word.to_ascii_lowercase().as_str() {
        "thousand" => Some(1_000),
        "million" => Some(1_000_000),
        "billion" => Some(1_000_000_000),
        _ => None,
    });
    match spelled_factor.and_then(|factor| count.checked_mul(factor)) {
        Some(count) => (Some(count), rest.get(1..).unwrap_or_default()),
        None => (Some(count), rest),
    }
}

fn is_power_of_ten(count: u64) -> bool {
    count.checked_ilog10().is_some_and(|exponent| count == 10u64.pow(exponent))
}

/// FOCUS's units have whole counts, and words drop signs: `1.5 seconds`, `1,5 seconds`, `$0.5`
/// and `-1 image` would become units that they are not.
fn has_whole_counts(text: &str) -> bool {
    let bytes = text.as_bytes();
    let digit_at = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    bytes.iter().enumerate().all(|(at, byte)| match byte {
        b'.' | b'$' => !digit_at(at + 1),
        b'-' => !digit_at(at + 1) || (at > 0 && bytes.get(at - 1) != Some(&b' ')),
        // `1,000`: three digits behind a comma, and no fourth.
        b',' if digit_at(at + 1) => (1..=3).all(|n| digit_at(at + n)) && !digit_at(at + 4),
        _ => true,
    })
}

/// `tokens/second` and `tokens per second`.
fn split_ratio(words: &str) -> (&str, Option<&str>) {
    let lower = words.to_ascii_lowercase();
    let split = [("/", 1), (" per ", 5)]
        .into_iter()
        .filter_map(|(sign, length)| text_search::find(&lower, sign).map(|at| (at, length)))
        .min();
    match split {
        Some((at, length)) => (words.get(..at).unwrap_or(words), words.get(at + length..)),
        None => (words, None),
    }
}

/// `1,000k` as 1000 and `k`.
fn count_digits(word: &str) -> Option<(u64, &str)> {
    let end = word.find(|c: char| !c.is_ascii_digit() && c != ',').unwrap_or(word.len());
    let (digits, rest) = word.split_at_checked(end)?;
    let count: u64 = digits.replace(',', "").parse().ok()?;
    (count > 0).then_some((count, rest))
}

/// The words of a unit, the last of them in the number asked for.
fn noun(text: &str, number: Number) -> Option<String> {
    let kept: String =
        text.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-')).collect();
    let mut words: Vec<String> =
        kept.split_whitespace().filter_map(|word| compound(word, None)).collect();
    let last = kept.split_whitespace().rev().find_map(|word| compound(word, Some(number)))?;
    words.pop();
    words.push(last);
    Some(words.join(" "))
}

/// A word, or words joined by hyphens: `GPU-Hours`.
fn compound(text: &str, number: Option<Number>) -> Option<String> {
    let parts: Vec<&str> = text.split('-').filter(|part| !part.is_empty()).collect();
    let (last, before) = parts.split_last()?;
    let mut written: Vec<String> = before.iter().map(|part| word(part, None)).collect();
    written.push(word(last, number));
    Some(written.join("-"))
}

const DATA_SIZES: [&str; 10] = ["KB", "MB", "GB", "TB", "PB", "KiB", "MiB", "GiB", "TiB", "PiB"];
const INITIALISMS: [&str; 5] = ["gpu", "cpu", "api", "hd", "uhd"];

fn word(text: &str, number: Option<Number>) -> String {
    if let Some(size) = DATA_SIZES.iter().find(|size| size.eq_ignore_ascii_case(text)) {
        return (*size).to_owned();
    }
    let lower = text.to_ascii_lowercase();
    let written = match lower.as_str() {
        "s" | "sec" | "secs" => "Second".to_owned(),
        "min" | "mins" => "Minute".to_owned(),
        "h" | "hr" | "hrs" => "Hour".to_owned(),
        "mp" => "Megapixel".to_owned(),
        "px" => "Pixel".to_owned(),
        "img" | "imgs" => "Image".to_owned(),
        _ if INITIALISMS.contains(&lower.as_str()) || is_digits_and_letter(&lower) => {
            text.to_ascii_uppercase()
        }
        // Shouted, no initialism.
        _ if text.len() >= 5 && text.bytes().all(|byte| byte.is_ascii_uppercase()) => {
            capitalised(&lower)
        }
        _ => capitalised(text),
    };
    match number {
        Some(Number::Plural) => plural(written),
        Some(Number::Singular) => singular(written),
        None => written,
    }
}

/// `3d`, `4k`, `1080p`.
fn is_digits_and_letter(text: &str) -> bool {
    let letter = text.trim_start_matches(|c: char| c.is_ascii_digit());
    letter.len() < text.len() && letter.len() == 1 && letter.bytes().all(|b| b.is_ascii_lowercase())
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => format!("{}{}", first.to_ascii_uppercase(), chars.as_str()),
        None => String::new(),
    }
}

fn plural(word: String) -> String {
    let before_y = word.strip_suffix('y').and_then(|stem| stem.chars().last());
    match before_y {
        _ if word.ends_with(['s', 'S']) => word,
        Some(letter)
            if letter.is_alphabetic()
                && !matches!(letter.to_ascii_lowercase(), 'a' | 'e' | 'i' | 'o' | 'u') =>
        {
            format!("{}ies", word.trim_end_matches('y'))
        }
        _ if ["x", "ch", "sh"].iter().any(|ending| word.ends_with(ending)) => word + "es",
        _ => word + "s",
    }
}

fn singular(word: String) -> String {
    if let Some(stem) = word.strip_suffix("ies") {
        return format!("{stem}y");
    }
    match word.strip_suffix('s') {
        Some(stem) if !stem.is_empty() => stem.to_owned(),
        _ => word,
    }
}
