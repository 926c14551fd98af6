//! How fast a service is asked: as fast as it answers until it says that this is too much, then at
//! the rate at which it did answer, and slowly more again.

use std::collections::VecDeque;
use std::time::Duration;

/// What is counted to know a rate; also how often the rate is cut at most, because what was sent
/// before a cut is still being refused after it.
const WINDOW: Duration = Duration::from_secs(1);
/// After a refusal: this part of what was answered within the window.
const CUT: f64 = 0.95;
/// Requests a second, where nothing had been answered yet when the first refusal came.
const BLIND: f64 = 10.0;
/// Requests a second at least.
const LEAST: f64 = 1.0;
/// This part of the rate is added in the first second without a refusal; longer without one, it
/// grows faster. A cut is grown back in two seconds, at less than [`USUAL`] in longer: each time that
/// the limit is found out again costs a request that is refused, and this should be one in forty.
const RISE: f64 = 0.0125;
/// About as many requests a second as the portal takes.
const USUAL: f64 = 20.0;
/// No service is asked faster than this once it has refused.
const MOST: f64 = 1000.0;

/// The pace. Times are those since the start of the work.
#[derive(Debug, Default)]
pub(crate) struct Pace {
    /// Requests a second; none as long as nothing was refused.
    rate: Option<f64>,
    /// When the next request may go.
    next: Duration,
    last_cut: Duration,
    last_rise: Duration,
    /// When the answers of the last window came.
    answers: VecDeque<Duration>,
}

impl Pace {
    /// From when on the next request may be sent.
    pub(crate) fn next(&self) -> Duration {
        self.next
    }

    /// A request is sent.
    pub(crate) fn sent(&mut self, now: Duration) {
        if let Some(rate) = self.rate {
            let gap = Duration::from_secs_f64(1.0 / rate);
            // Who was held up for a moment catches up by one, not by all that it has missed.
            self.next = self.next.max(now.saturating_sub(gap)) + gap;
        }
    }

    /// A request was answered, with whatever the service had to say about it.
    pub(crate) fn answered(&mut self, now: Duration) {
        self.answers.push_back(now);
        self.forget(now);
        if let Some(rate) = &mut self.rate {
            let quiet = now.saturating_sub(self.last_cut).as_secs_f64();
            let span = now.saturating_sub(self.last_rise).as_secs_f64();
            let slower = (*rate / USUAL).clamp(0.25, 1.0);
            *rate = (*rate * (1.0 + slower * RISE * (1.0 + slower * quiet) * span)).min(MOST);
            self.last_rise = now;
        }
    }

    /// A request was refused because there were too many.
    pub(crate) fn refused(&mut self, now: Duration) {
        self.forget(now);
        let is_first = self.rate.is_none();
        if !is_first && now.saturating_sub(self.last_cut) < WINDOW {
            return;
        }
        let answered = self.answers.len() as f64;
        self.rate = Some(match self.rate {
            None if answered < 1.0 => BLIND,
            None => (CUT * answered).max(LEAST),
            // One more: a window that begins and ends between two answers misses one. Not less
            // than half: where little was sent, little was answered, and that says little.
            Some(rate) => (CUT * rate.min(answered + 1.0)).max(rate / 2.0).max(LEAST),
        });
        self.last_cut = now;
        self.last_rise = now;
        if is_first {
            // What was sent in the rush counts for a window; until then more would be refused.
            let rush = self.answers.front().copied().unwrap_or(now);
            self.next = self.next.max(rush + WINDOW);
        }
    }

    fn forget(&mut self, now: Duration) {
        while self
            .answers
            .front()
            .is_some_and(|at| now.saturating_sub(*at) >= WINDOW)
        {
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
        // What had been sent before says nothing new.
        pace.refused(at(40));
        assert_eq!(pace.rate, Some(19.0));
    }

    #[test]
    fn a_rate_grows_back_and_faster_the_longer_nothing_is_refused() {
        let mut pace = Pace::default();
        pace.refused(at(0));
        assert_eq!(pace.rate, Some(BLIND));
        let mut after = Vec::new();
        for second in 1..=60 {
            pace.answered(at(second * 1000));
            after.push(pace.rate.unwrap());
        }
        assert!(after[1] - after[0] > after[0] - BLIND);
        assert!(after[19] > 15.0 && after[59] > 500.0, "{after:?}");
    }

    #[test]
    fn a_rate_has_a_floor() {
        let mut pace = Pace::default();
        for second in 0..100 {
            pace.refused(at(second * 1100));
            pace.sent(at(second * 1100));
        }
        assert_eq!(pace.rate, Some(LEAST));
    }
}
