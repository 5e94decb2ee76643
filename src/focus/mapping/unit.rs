//! fal's unit words to FOCUS's unit format: capitalised, plural, the count in front.
//!
//! Only words change, never the quantity: `1M tokens` is `1000000 Tokens`.

use std::borrow::Cow;

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
        Self { name: "Units".to_owned(), meter: "Units".to_owned() }
    }

    /// The unit of a billing event that tells no quantity.
    pub fn requests() -> Self {
        Self { name: "Requests".to_owned(), meter: "Requests".to_owned() }
    }

    /// Normalises fal's unit; `None` when no word of it is left.
    pub fn from_fal(text: &str) -> Option<Self> {
        if !has_whole_counts(text) {
            return None;
        }
        let spaced = spaced(text);
        let words = match split_first(&spaced) {
            Some((first, rest)) if first.eq_ignore_ascii_case("per") => rest,
            _ => &spaced,
        };
        let (count, words) = split_count(words);
        // `0 images` and `1 000 images` count nothing that can be told.
        if split_first(words).is_some_and(|(word, _)| word.bytes().all(|b| b.is_ascii_digit())) {
            return None;
        }
        let mut meter = nouns(words);
        if meter.is_empty() && count.is_some() {
            meter.push_str("Units");
        }
        // The room of what was read is as much as the name needs, mostly.
        let mut name = spaced;
        name.clear();
        if let Some(count) = count.filter(|count| *count != 1) {
            name.extend([&count.to_string(), " "]);
        }
        name.push_str(&meter);
        (!meter.is_empty()).then_some(Self { name, meter })
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Number {
    Singular,
    Plural,
}

/// What is counted: a noun, or one per another.
fn nouns(words: &str) -> String {
    let mut written = String::with_capacity(words.len().saturating_add(2));
    let (over, under) = split_ratio(words);
    noun(over, Number::Plural, &mut written);
    if let Some(under) = under {
        let over = written.len();
        noun(under, Number::Singular, &mut written);
        if over > 0 && over < written.len() {
            written.insert(over, '/');
        }
    }
    written
}

/// The words with one space between them.
fn spaced(text: &str) -> String {
    let mut words = String::with_capacity(text.len());
    for word in text.split(|c: char| c == '_' || c.is_whitespace()).filter(|word| !word.is_empty())
    {
        separate(&mut words, 0, ' ');
        words.push_str(word);
    }
    words
}

/// Puts the sign behind what stands there from `start` on, if anything does.
fn separate(text: &mut String, start: usize, sign: char) {
    if text.len() > start {
        text.push(sign);
    }
}

/// The first word, and those behind it.
fn split_first(words: &str) -> Option<(&str, &str)> {
    let end = words.bytes().position(|byte| byte == b' ').unwrap_or(words.len());
    let (first, rest) = words.split_at_checked(end).filter(|(first, _)| !first.is_empty())?;
    Some((first, rest.get(1..).unwrap_or_default()))
}

/// Takes the count in front: `1000`, `1,000`, `1k`, `1M`, `1 million`.
fn split_count(words: &str) -> (Option<u64>, &str) {
    let Some((first, rest)) = split_first(words) else {
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
    let spelled_factor = split_first(rest).and_then(|(word, rest)| {
        const FACTORS: [(&str, u64); 3] =
            [("thousand", 1_000), ("million", 1_000_000), ("billion", 1_000_000_000)];
        let (_, factor) = FACTORS.iter().find(|(name, _)| name.eq_ignore_ascii_case(word))?;
        Some((count.checked_mul(*factor)?, rest))
    });
    let (count, rest) = spelled_factor.unwrap_or((count, rest));
    (Some(count), rest)
}

fn is_power_of_ten(count: u64) -> bool {
    count.checked_ilog10().is_some_and(|exponent| count == 10u64.pow(exponent))
}

/// FOCUS's units have whole counts, and words drop signs: `1.5 seconds`, `1,5 seconds`, `$0.5`
/// and `-1 image` would become units that they are not.
fn has_whole_counts(text: &str) -> bool {
    let (mut before, mut rest) = (b' ', text.as_bytes());
    while let [byte, behind @ ..] = rest {
        let digits = || behind.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let is_sound = match byte {
            b'.' | b'$' => digits() == 0,
            b'-' => before != b' ' || digits() == 0,
            // `1,000`: three digits behind a comma, and no fourth.
            b',' => matches!(digits(), 0 | 3),
            _ => true,
        };
        if !is_sound {
            return false;
        }
        (before, rest) = (*byte, behind);
    }
    true
}

/// `tokens/second` and `tokens per second`.
fn split_ratio(words: &str) -> (&str, Option<&str>) {
    let sign_at = |at: usize| {
        let rest = words.as_bytes().get(at..).unwrap_or_default();
        let is_per = rest.get(..5).is_some_and(|sign| sign.eq_ignore_ascii_case(b" per "));
        let length = if rest.starts_with(b"/") { Some(1) } else { is_per.then_some(5) };
        length.map(|length| (at, length))
    };
    match (0..words.len()).find_map(sign_at) {
        Some((at, length)) => {
            (words.get(..at).unwrap_or(words), words.get(at.saturating_add(length)..))
        }
        None => (words, None),
    }
}

/// `1,000k` as 1000 and `k`.
fn count_digits(word: &str) -> Option<(u64, &str)> {
    let end = word.find(|c: char| !c.is_ascii_digit() && c != ',').unwrap_or(word.len());
    let (digits, rest) = word.split_at_checked(end)?;
    let mut digits = digits.bytes().filter_map(|digit| char::from(digit).to_digit(10));
    let more = |count: u64, digit: u32| count.checked_mul(10)?.checked_add(digit.into());
    let count = digits.try_fold(0, more)?;
    (count > 0).then_some((count, rest))
}

/// Writes the words of a unit, the last of them in the number asked for.
fn noun(text: &str, number: Number, out: &mut String) {
    let is_kept = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-');
    let kept = match text.chars().all(is_kept) {
        true => Cow::Borrowed(text),
        false => Cow::Owned(text.chars().filter(|c| is_kept(*c)).collect()),
    };
    let start = out.len();
    let has_part = |word: &&str| word.bytes().any(|byte| byte != b'-');
    let mut words = kept.split(' ').filter(has_part).peekable();
    while let Some(text) = words.next() {
        separate(out, start, ' ');
        // Words may be joined by hyphens: `GPU-Hours`.
        let start = out.len();
        let mut parts = text.split('-').filter(|part| !part.is_empty()).peekable();
        while let Some(part) = parts.next() {
            separate(out, start, '-');
            let is_last = words.peek().is_none() && parts.peek().is_none();
            word(part, is_last.then_some(number), out);
        }
    }
}

const DATA_SIZES: [&str; 10] = ["KB", "MB", "GB", "TB", "PB", "KiB", "MiB", "GiB", "TiB", "PiB"];
const INITIALISMS: [&str; 5] = ["gpu", "cpu", "api", "hd", "uhd"];
const SHORTENED: [(&str, &str); 12] = [
    ("s", "Second"),
    ("sec", "Second"),
    ("secs", "Second"),
    ("min", "Minute"),
    ("mins", "Minute"),
    ("h", "Hour"),
    ("hr", "Hour"),
    ("hrs", "Hour"),
    ("mp", "Megapixel"),
    ("px", "Pixel"),
    ("img", "Image"),
    ("imgs", "Image"),
];

fn word(text: &str, number: Option<Number>, out: &mut String) {
    let is_text = |other: &str| other.eq_ignore_ascii_case(text);
    if let Some(size) = DATA_SIZES.into_iter().find(|size| is_text(size)) {
        return out.push_str(size);
    }
    let start = out.len();
    let shortened = SHORTENED.into_iter().find(|(short, _)| is_text(short));
    out.push_str(shortened.map_or(text, |(_, word)| word));
    let written = out.get_mut(start..).unwrap_or_default();
    if INITIALISMS.into_iter().any(is_text) || is_digits_and_letter(text) {
        written.make_ascii_uppercase();
    } else {
        // Shouted, no initialism.
        if text.len() >= 5 && text.bytes().all(|byte| byte.is_ascii_uppercase()) {
            written.make_ascii_lowercase();
        }
        // Of another alphabet the first letter stays.
        written.get_mut(..1).unwrap_or_default().make_ascii_uppercase();
    }
    let (kept, ending) = match number {
        Some(Number::Plural) => plural(written),
        Some(Number::Singular) => singular(written),
        None => return,
    };
    out.truncate(start.saturating_add(kept));
    out.push_str(ending);
}

/// `3d`, `4k`, `1080p`.
fn is_digits_and_letter(text: &str) -> bool {
    text.as_bytes().split_last().is_some_and(|(letter, digits)| {
        letter.is_ascii_alphabetic() && !digits.is_empty() && digits.iter().all(u8::is_ascii_digit)
    })
}

/// How much of a word stays in its plural, and what comes behind it.
fn plural(word: &str) -> (usize, &'static str) {
    let before_y = word.strip_suffix('y').and_then(|stem| stem.chars().last());
    match before_y {
        _ if word.ends_with(['s', 'S']) => (word.len(), ""),
        Some(letter)
            if letter.is_alphabetic()
                && !matches!(letter.to_ascii_lowercase(), 'a' | 'e' | 'i' | 'o' | 'u') =>
        {
            (word.trim_end_matches('y').len(), "ies")
        }
        _ if ["x", "ch", "sh"].iter().any(|ending| word.ends_with(ending)) => (word.len(), "es"),
        _ => (word.len(), "s"),
    }
}

fn singular(word: &str) -> (usize, &'static str) {
    let whole = word.len();
    match (word.strip_suffix("ies"), word.strip_suffix('s')) {
        (Some(stem), _) => (stem.len(), "y"),
        (None, Some(stem)) if !stem.is_empty() => (stem.len(), ""),
        _ => (whole, ""),
    }
}
