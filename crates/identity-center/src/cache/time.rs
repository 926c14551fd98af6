//! Times in the cache: written in the only format that every client reads, and read in those that
//! botocore's dateutil reads.

use jiff::fmt::rfc2822;
use jiff::{Timestamp, civil};

/// Longer than any time in a cache file.
const MAX_TIME_LENGTH: usize = 64;

/// `YYYY-MM-DDTHH:MM:SSZ`, the format that all clients read (FACTS, section 3).
pub(super) fn written(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// A time with a zone: RFC 3339 with `T`, `t` or a space, any fraction, `Z`, an offset, `UTC` or
/// `GMT`, the same without `-` and `:`, or RFC 2822. `None` without a zone: botocore cannot
/// subtract such a time from its own.
///
/// dateutil reads far more, even names of other time zones, but no client has ever written those.
pub(super) fn read(text: &str) -> Option<Timestamp> {
    if text.len() > MAX_TIME_LENGTH || !text.is_ascii() || text.contains('[') {
        return None;
    }
    let words: Vec<&str> = text.split_ascii_whitespace().collect();
    let text = words.join(" ");
    iso(&text).or_else(|| rfc2822::parse(&text).ok().map(|time| time.timestamp()))
}

fn iso(text: &str) -> Option<Timestamp> {
    let lower = text.to_ascii_lowercase();
    // Written by the AWS CLI until 2.0, whose `%Z` printed `UTC`.
    let with_zone = match lower.strip_suffix("utc").or_else(|| lower.strip_suffix("gmt")) {
        Some(time) => format!("{}z", time.trim_end()),
        None => lower,
    };
    let text = shortened(&without_space_before_zone(&with_zone));
    // Python has no leap second, and jiff would read it as the second before; Python's offsets are
    // less than a day.
    if text.contains(":60") || offset_hours(&text).is_some_and(|hours| hours >= 24) {
        return None;
    }
    text.parse().ok().or_else(|| last_day(&text))
}

/// The last day of 9999, which some tools write for "never", ends after the last time that jiff
/// supports.
fn last_day(text: &str) -> Option<Timestamp> {
    let time: civil::DateTime = text.strip_suffix('z')?.parse().ok()?;
    (time.date() >= civil::date(9999, 12, 30)).then_some(Timestamp::MAX)
}

/// `2030-01-01 00:00:00 +00:00` with its zone next to the time.
fn without_space_before_zone(text: &str) -> String {
    match text.rsplit_once(' ') {
        Some((time, zone)) if zone.starts_with(['+', '-', 'z']) => format!("{time}{zone}"),
        _ => text.to_owned(),
    }
}

/// The hours of a trailing offset.
fn offset_hours(text: &str) -> Option<u32> {
    let (_, time) = text.split_once(['t', ' '])?;
    let (_, offset) = time.rsplit_once(['+', '-'])?;
    offset.get(..2)?.parse().ok()
}

/// At most six digits of a fraction, like Python.
fn shortened(text: &str) -> String {
    let Some((time, rest)) = text.split_once('.') else {
        return text.to_owned();
    };
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (fraction, zone) = rest.split_at(digits);
    format!("{time}.{}{zone}", fraction.get(..6).unwrap_or(fraction))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_that_botocore_reads() {
        for text in [
            "2030-06-01T12:30:00Z",
            "2030-06-01T12:30:00.000Z",
            "2030-06-01T12:30:00.000000000000Z",
            "2030-06-01T12:30:00UTC",
            "2030-06-01T12:30:00 UTC",
            "2030-06-01 12:30:00Z",
            "2030-06-01t12:30:00z",
            "2030-06-01T12:30:00+00:00",
            "2030-06-01T14:30:00+02:00",
            "2030-06-01T14:30:00+0200",
            "2030-06-01 12:30:00 +00:00",
            "2030-06-01T12:30Z",
            "  2030-06-01T12:30:00Z\n",
            "Sat, 01 Jun 2030 12:30:00 GMT",
            "Sat, 01 Jun 2030 14:30:00 +0200",
        ] {
            assert_eq!(
                read(text).map(|time| time.to_string()).as_deref(),
                Some("2030-06-01T12:30:00Z"),
                "{text}"
            );
        }
        assert_eq!(written(read("2030-06-01T12:30:00.999Z").unwrap()), "2030-06-01T12:30:00Z");
    }

    #[test]
    fn forms_that_end_a_call_of_botocore() {
        for text in [
            "",
            "2030-06-01T12:30:00",
            "2030-06-01 12:30:00",
            "2030-06-01",
            "1906547400",
            "tomorrow",
            "2030-13-01T12:30:00Z",
            "2030-06-01T12:30:60Z",
            "2030-06-01T25:30:00Z",
            "2030-06-01T12:30:00Z[UTC]",
            "2030-06-01T12:30:00ÜTC",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
