//! The time that AWS names with each answer, against which this computer's clock is held.

use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use facts::Skew;
use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;

/// The latest time that AWS named, and when it came.
#[derive(Debug, Default)]
pub struct Noted {
    latest: Mutex<Option<(Timestamp, Instant)>>,
}

impl Noted {
    /// Notes the time of an answer of AWS's. What carries no number of a request is somebody
    /// else's: the page of a proxy, or of a network that wants a sign-in of its own.
    pub(super) fn answer(&self, answer: &HttpResponse) {
        let headers = answer.headers();
        let is_aws =
            ["x-amzn-requestid", "x-amz-request-id"].iter().any(|name| headers.get(name).is_some());
        if let Some(date) = headers.get("date").filter(|_| is_aws) {
            self.date(date);
        }
    }

    /// Notes the value of a Date header.
    pub fn date(&self, text: &str) {
        let Some(time) = parse(text) else {
            return;
        };
        let mut latest = self.latest.lock().unwrap_or_else(PoisonError::into_inner);
        *latest = Some((time, Instant::now()));
    }

    /// How far a clock that shows `now` is ahead.
    pub fn skew(&self, now: Timestamp) -> Option<Skew> {
        let latest = self.latest.lock().unwrap_or_else(PoisonError::into_inner);
        let (time, came) = (*latest)?;
        let passed = i64::try_from(came.elapsed().as_secs()).ok()?;
        let there = time.as_second().checked_add(passed)?;
        Some(Skew { seconds: now.as_second() - there })
    }
}

/// `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, section 5.6.7).
fn parse(text: &str) -> Option<Timestamp> {
    DateTimeParser::new().parse_timestamp(text.trim()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_read_and_compared() {
        let noted = Noted::default();
        let now: Timestamp = "2026-11-23T09:00:00Z".parse().unwrap();
        assert_eq!(noted.skew(now), None);
        noted.date("nonsense");
        assert_eq!(noted.skew(now), None);
        noted.date("Mon, 23 Nov 2026 08:55:00 GMT");
        assert_eq!(noted.skew(now), Some(Skew { seconds: 300 }));
        noted.date("Mon, 23 Nov 2026 09:10:00 GMT");
        assert_eq!(noted.skew(now), Some(Skew { seconds: -600 }));
    }
}
