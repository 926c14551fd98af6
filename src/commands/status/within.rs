//! The duration of `--within`.

use jiff::SignedDuration;

/// Parses `90s`, `30m`, `1h30m`, or `2d`.
///
/// # Errors
/// What is expected.
pub(crate) fn parse_duration(text: &str) -> Result<SignedDuration, String> {
    const EXPECTED: &str = "expected a duration such as 90s, 30m, 1h30m, or 2d";
    let expected = || EXPECTED.to_owned();
    let mut total: i64 = 0;
    let mut rest = text.trim();
    if rest.is_empty() {
        return Err(expected());
    }
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let (number, after) = rest.split_at(digits);
        let number: i64 = number.parse().map_err(|_| expected())?;
        let mut letters = after.chars();
        let unit = match letters.next() {
            Some('s') => 1,
            Some('m') => 60,
            Some('h') => 3600,
            Some('d') => 86_400,
            _ => return Err(expected()),
        };
        let seconds = number.checked_mul(unit).and_then(|seconds| total.checked_add(seconds));
        total = seconds.ok_or_else(expected)?;
        rest = letters.as_str();
    }
    Ok(SignedDuration::from_secs(total))
}

#[cfg(test)]
mod tests {
    use super::parse_duration;

    #[test]
    fn durations_are_numbers_with_units() {
        for (text, seconds) in
            [("90s", 90), ("30m", 1800), ("1h30m", 5400), ("2d", 172_800), (" 0m ", 0)]
        {
            assert_eq!(parse_duration(text).unwrap().as_secs(), seconds, "{text}");
        }
        for text in ["", "30", "m", "-5m", "1.5h", "30 m", "30min", "ü", "99999999999999999d"] {
            assert!(parse_duration(text).unwrap_err().contains("30m"), "{text}");
        }
    }
}
