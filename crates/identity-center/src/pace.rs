//! The request rate: unlimited until the service throttles, then the rate that the service
//! sustained, then slowly higher. If it throttled before it answered enough to measure a limit,
//! the rate doubles each second up to the last known limit.

use std::collections::VecDeque;
use std::time::Duration;

/// The window that measures a rate; also the shortest time between two cuts, because requests sent
/// before a cut are still being refused after it.
const WINDOW: Duration = Duration::from_secs(1);
/// After a refusal: this fraction of the answers within the window.
const CUT: f64 = 0.95;
/// Requests a second, if the first refusal comes before any answer.
const BLIND: f64 = 10.0;
/// The minimum number of requests a second, even if every one is refused, to notice soon when they
/// are accepted again.
const MIN_RATE: f64 = 5.0;
/// This few answers a second do not indicate a limit: no portal's limit is that low, so a service
/// that refuses more is temporarily out of order.
const TELLING: f64 = 4.0;
/// The fraction of the rate that is added in the first second without a refusal; the growth then
/// accelerates. A cut is recovered in two seconds, or more slowly below [`USUAL`], because each
/// probe of the limit costs a refused request, and at most one in forty should be refused.
const RISE: f64 = 0.0125;
/// About as many requests a second as the portal accepts.
const USUAL: f64 = 20.0;
/// The maximum number of requests a second after the first refusal.
const MAX_RATE: f64 = 1000.0;

/// The pace. Times count from the start of the work.
#[derive(Debug, Default)]
pub(crate) struct Pace {
    /// Requests a second; `None` before the first refusal.
    rate: Option<f64>,
    /// The last known limit: the answer count at a refusal.
    limit: Option<f64>,
    /// The time of the next request.
    next: Duration,
    last_cut: Duration,
    last_rise: Duration,
    /// The times of the answers in the last window.
    answers: VecDeque<Duration>,
}

impl Pace {
    /// The earliest time of the next request.
    pub(crate) fn next(&self) -> Duration {
        self.next
    }

    /// Records a sent request.
    pub(crate) fn sent(&mut self, now: Duration) {
        if let Some(rate) = self.rate {
            let gap = Duration::from_secs_f64(1.0 / rate);
            // After a short delay a sender catches up by one request, not by all that it missed.
            self.next = self.next.max(now.saturating_sub(gap)) + gap;
        }
    }

    /// A request was answered, with a result or an error.
    pub(crate) fn answered(&mut self, now: Duration) {
        self.answers.push_back(now);
        self.forget(now);
        if let Some(rate) = &mut self.rate {
            let quiet = now.saturating_sub(self.last_cut).as_secs_f64();
            let span = now.saturating_sub(self.last_rise).as_secs_f64();
            let most = self.limit.unwrap_or(MAX_RATE);
            if *rate < most {
                *rate = (*rate * span.exp2()).min(most);
            } else {
                let slower = (*rate / USUAL).clamp(0.25, 1.0);
                *rate =
                    (*rate * (1.0 + slower * RISE * (1.0 + slower * quiet) * span)).min(MAX_RATE);
            }
            self.last_rise = now;
        }
    }

    /// Records a throttled request.
    pub(crate) fn refused(&mut self, now: Duration) {
        self.forget(now);
        let is_first = self.rate.is_none();
        if !is_first && now.saturating_sub(self.last_cut) < WINDOW {
            return;
        }
        let answered = self.answers.len() as f64;
        // One more when the rate is limited, because a window that starts and ends between two
        // answers misses one. Less than half of the requests sent is too little to measure.
        let seen = match self.rate {
            None => answered,
            Some(rate) => rate.min(answered + 1.0),
        };
        let tells = seen >= TELLING && self.rate.is_none_or(|rate| seen >= rate / 2.0);
        if tells {
            self.limit = Some(CUT * seen);
        }
        self.rate = Some(match self.rate {
            _ if tells => CUT * seen,
            None => BLIND,
            Some(rate) => (rate / 2.0).max(MIN_RATE),
        });
        self.last_cut = now;
        self.last_rise = now;
        if is_first {
            // The initial burst counts for one window; sending more before then would only be
            // refused.
            let rush = self.answers.front().copied().unwrap_or(now);
            self.next = self.next.max(rush + WINDOW);
        }
    }

    fn forget(&mut self, now: Duration) {
        while self.answers.front().is_some_and(|at| now.saturating_sub(*at) >= WINDOW) {
            self.answers.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(millis: u64) -> Duration {
        Duration::from_millis(millis)
    }

    #[test]
    fn nothing_is_held_back_until_something_is_refused() {
        let mut pace = Pace::default();
        for now in 0..1000 {
            assert!(pace.next() <= at(now));
            pace.sent(at(now));
            pace.answered(at(now));
        }
    }

    #[test]
    fn a_refusal_sets_the_rate_that_was_answered() {
        let mut pace = Pace::default();
        for now in 0..20 {
            pace.sent(at(now));
            pace.answered(at(now));
        }
        pace.refused(at(30));
        assert_eq!(pace.rate, Some(19.0));
        assert_eq!(pace.next(), at(1000));
        // A refusal of a request sent before the cut adds no information.
        pace.refused(at(40));
        assert_eq!(pace.rate, Some(19.0));
    }

    /// The rates of the next seconds without a refusal.
    fn quiet(pace: &mut Pace, from: u64, seconds: u64) -> Vec<f64> {
        (1..=seconds)
            .map(|second| {
                pace.answered(at(from + second * 1000));
                pace.rate.unwrap()
            })
            .collect()
    }

    #[test]
    fn a_rate_grows_past_a_limit_that_was_seen_and_faster_the_longer_nothing_is_refused() {
        let mut pace = Pace::default();
        for now in 0..10 {
            pace.answered(at(now));
        }
        pace.refused(at(20));
        assert_eq!(pace.rate, Some(9.5));
        let after = quiet(&mut pace, 0, 60);
        assert!(after[1] - after[0] > after[0] - 9.5);
        assert!(after[9] < 12.5, "the limit is not fought: {after:?}");
        assert!(after[19] > 14.0 && after[59] > 500.0, "{after:?}");
    }

    #[test]
    fn where_nothing_but_refusals_came_no_limit_is_seen() {
        let mut pace = Pace::default();
        pace.answered(at(0));
        pace.refused(at(50));
        assert_eq!(pace.rate, Some(BLIND));
        for second in 1..6 {
            pace.refused(at(50 + second * 1000));
        }
        assert_eq!(pace.rate, Some(MIN_RATE));
        assert_eq!(quiet(&mut pace, 5050, 4), [10.0, 20.0, 40.0, 80.0]);
    }

    #[test]
    fn after_an_outage_the_limit_that_was_seen_is_where_it_goes_slowly() {
        let mut pace = Pace::default();
        for now in 0..20 {
            pace.answered(at(now));
        }
        pace.refused(at(30));
        for second in 2..8 {
            pace.refused(at(second * 1000));
        }
        assert_eq!(pace.rate, Some(MIN_RATE));
        let after = quiet(&mut pace, 7000, 6);
        assert_eq!((after[0], after[1]), (10.0, 19.0));
        assert!(after[5] < 25.0, "{after:?}");
    }

    #[test]
    fn a_rate_has_a_floor() {
        let mut pace = Pace::default();
        for second in 0..100 {
            pace.refused(at(second * 1100));
            pace.sent(at(second * 1100));
        }
        assert_eq!(pace.rate, Some(MIN_RATE));
    }
}
