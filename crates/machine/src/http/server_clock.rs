//! The time in AWS's responses, to check this computer's clock.

use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use facts::Skew;
use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;

/// The latest time from AWS, and when it arrived.
#[derive(Debug, Default)]
pub struct ServerClock {
    latest: Mutex<Option<(Timestamp, Instant)>>,
}

impl ServerClock {
    /// Records the time of a response. One without a request ID is not from AWS but, for example,
    /// from a proxy or a captive portal.
    pub(super) fn note_response(&self, answer: &HttpResponse) {
        let headers = answer.headers();
        let is_aws =
            ["x-amzn-requestid", "x-amz-request-id"].iter().any(|name| headers.get(name).is_some());
        if let Some(date) = headers.get("date").filter(|_| is_aws) {
            self.note_date(date);
        }
    }

    /// Records the value of a Date header.
    pub fn note_date(&self, text: &str) {
        let Some(time) = parse_date(text) else {
            return;
        };
        let mut latest = self.latest.lock().unwrap_or_else(PoisonError::into_inner);
        *latest = Some((time, Instant::now()));
    }

    /// How far a clock that shows `now` is ahead of AWS's.
    pub fn skew(&self, now: Timestamp) -> Option<Skew> {
        let latest = self.latest.lock().unwrap_or_else(PoisonError::into_inner);
        let (time, came) = (*latest)?;
        let passed = i64::try_from(came.elapsed().as_secs()).ok()?;
        let there = time.as_second().checked_add(passed)?;
        Some(Skew { seconds: now.as_second() - there })
    }
}

/// `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, section 5.6.7).
fn parse_date(text: &str) -> Option<Timestamp> {
    DateTimeParser::new().parse_timestamp(text.trim()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_read_and_compared() {
        let server_clock = ServerClock::default();
        let now: Timestamp = "2026-11-23T09:00:00Z".parse().unwrap();
        assert_eq!(server_clock.skew(now), None);
        server_clock.note_date("nonsense");
        assert_eq!(server_clock.skew(now), None);
        server_clock.note_date("Mon, 23 Nov 2026 08:55:00 GMT");
        assert_eq!(server_clock.skew(now), Some(Skew { seconds: 300 }));
        server_clock.note_date("Mon, 23 Nov 2026 09:10:00 GMT");
        assert_eq!(server_clock.skew(now), Some(Skew { seconds: -600 }));
    }
}
