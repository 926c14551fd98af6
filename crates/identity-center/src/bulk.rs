//! Many requests to one service: in parallel, at its pace, each retried until it succeeds or
//! finally fails.

use std::collections::VecDeque;
use std::future::Future;
use std::time::Duration;

use futures::stream::{FuturesUnordered, StreamExt};
use tokio::time::Instant;

use crate::errors::Failure;
use crate::pace::Pace;

/// The longest wait before a request is repeated; each wait is random, from zero to this. It only
/// spreads requests that were refused together: the pace limits the rate, and because the first
/// request of a list can be refused twenty times in a row, longer waits would add up to most of a
/// minute.
const LONGEST_BACKOFF: Duration = Duration::from_secs(1);
const FIRST_BACKOFF: Duration = Duration::from_millis(200);
/// How long a service may refuse everything before the requests fail.
const PATIENCE: Duration = Duration::from_secs(60);

/// How requests are sent.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Manner {
    /// The most requests in flight at once.
    pub(crate) parallel: usize,
    /// How often a request without a response is repeated. A throttled request is repeated as long
    /// as others succeed.
    pub(crate) attempts: u32,
}

/// A queued request.
struct Waiting<W> {
    work: W,
    /// How often it failed, and how often of these because of throttling.
    lost: u32,
    refused: u32,
    /// The earliest time to send it.
    ready: Duration,
}

/// Sends `first` and the requests that follow from it.
///
/// `send` sends a request. `handle` gets the results in the order of the responses, and returns
/// the requests to send next (ahead of the queue), or why to stop. Dropping the future cancels
/// everything.
pub(crate) async fn run<W: Clone, T, E, F: Future<Output = Result<T, Failure>>>(
    manner: Manner,
    first: impl IntoIterator<Item = W>,
    send: impl Fn(W) -> F,
    mut handle: impl FnMut(W, Result<T, Failure>) -> Result<Vec<W>, E>,
) -> Result<(), E> {
    let start = Instant::now();
    let now = || start.elapsed();
    let fresh = |work| Waiting { work, lost: 0, refused: 0, ready: Duration::ZERO };
    let mut pace = Pace::default();
    let mut last_answer = Duration::ZERO;
    let mut queue: VecDeque<Waiting<W>> = first.into_iter().map(fresh).collect();
    let places = manner.parallel.max(1);
    let mut again: Vec<Waiting<W>> = Vec::new();
    let mut under_way = FuturesUnordered::new();
    loop {
        // A request that waits for its retry keeps its slot, so that failures do not lead to more
        // requests.
        while under_way.len() < places && pace.next() <= now() {
            let ready = again.iter().position(|waiting| waiting.ready <= now());
            let waiting = match ready {
                Some(at) => Some(again.swap_remove(at)),
                None if under_way.len() + again.len() < places => queue.pop_front(),
                None => None,
            };
            let Some(waiting) = waiting else { break };
            pace.sent(now());
            let answer = send(waiting.work.clone());
            under_way.push(async move { (waiting, answer.await) });
        }
        let earliest = if queue.is_empty() || under_way.len() + again.len() >= places {
            again.iter().map(|waiting| waiting.ready).min()
        } else {
            Some(Duration::ZERO)
        };
        let next = earliest
            .filter(|_| under_way.len() < places)
            .map(|ready| start + ready.max(pace.next()));
        let (mut waiting, answer) = tokio::select! {
            biased;
            Some(done) = under_way.next() => done,
            () = sleep_until(next), if next.is_some() => continue,
            // No request is in flight or waiting.
            else => return Ok(()),
        };
        match &answer {
            Err(failure) if failure.may_pass() => {
                let is_given_up = if failure.is_throttling() {
                    pace.refused(now());
                    waiting.refused += 1;
                    now().saturating_sub(last_answer) >= PATIENCE
                } else {
                    waiting.lost += 1;
                    waiting.lost >= manner.attempts.max(1)
                };
                if !is_given_up {
                    waiting.ready = now() + backoff(waiting.lost + waiting.refused);
                    again.push(waiting);
                    continue;
                }
            }
            _ => {
                pace.answered(now());
                last_answer = now();
            }
        }
        for work in handle(waiting.work, answer)?.into_iter().rev() {
            queue.push_front(fresh(work));
        }
    }
}

async fn sleep_until(at: Option<Instant>) {
    if let Some(at) = at {
        tokio::time::sleep_until(at).await;
    }
}

/// Full jitter: a random wait between zero and a span that doubles with each attempt, so that
/// requests that were refused together do not return together.
fn backoff(attempt: u32) -> Duration {
    let doubled = FIRST_BACKOFF.saturating_mul(1 << attempt.clamp(1, 16).saturating_sub(1));
    let longest = doubled.min(LONGEST_BACKOFF);
    // Without random numbers there is still the pace.
    let chance = getrandom::u32().map_or(0.5, |chance| f64::from(chance) / f64::from(u32::MAX));
    longest.mul_f64(chance)
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::collections::VecDeque;

    use super::*;
    use crate::errors::tests::throttled;

    const LATENCY: Duration = Duration::from_millis(50);

    /// A service that accepts this many requests within any one second, and counts them.
    #[derive(Default)]
    struct Service {
        per_second: Option<usize>,
        /// It refuses this many in a row after it has accepted enough.
        outage: Option<(usize, usize)>,
        answered: usize,
        recent: VecDeque<Instant>,
        refused: usize,
        most_at_once: usize,
        at_once: usize,
    }

    impl Service {
        fn takes(&mut self) -> bool {
            let now = Instant::now();
            while self.recent.front().is_some_and(|at| now - *at >= Duration::from_secs(1)) {
                self.recent.pop_front();
            }
            let mut takes = self.per_second.is_none_or(|most| self.recent.len() < most);
            if let Some((after, left)) = &mut self.outage
                && self.answered >= *after
                && *left > 0
            {
                *left -= 1;
                takes = false;
            }
            if takes {
                self.answered += 1;
                self.recent.push_back(now);
            } else {
                self.refused += 1;
            }
            takes
        }
    }

    /// Sends this many requests, and returns the time taken and the number of refusals.
    async fn ask(calls: usize, per_second: Option<usize>) -> (Duration, usize) {
        ask_with(calls, per_second, None).await
    }

    async fn ask_with(
        calls: usize,
        per_second: Option<usize>,
        outage: Option<(usize, usize)>,
    ) -> (Duration, usize) {
        let service = RefCell::new(Service { per_second, outage, ..Service::default() });
        let start = Instant::now();
        let answered = RefCell::new(vec![0; calls]);
        let manner = Manner { parallel: 16, attempts: 3 };
        run(
            manner,
            [0_usize],
            async |number| {
                {
                    let mut service = service.borrow_mut();
                    service.at_once += 1;
                    service.most_at_once = service.most_at_once.max(service.at_once);
                }
                tokio::time::sleep(LATENCY).await;
                let mut service = service.borrow_mut();
                service.at_once -= 1;
                if service.takes() { Ok(number) } else { Err(throttled()) }
            },
            |number, answer| {
                let answer = answer.map_err(|failure| failure.why())?;
                assert_eq!(answer, number);
                answered.borrow_mut()[number] += 1;
                Ok::<_, facts::Why>(if number == 0 { (1..calls).collect() } else { Vec::new() })
            },
        )
        .await
        .unwrap();
        assert!(answered.borrow().iter().all(|times| *times == 1));
        let service = service.into_inner();
        assert_eq!(service.most_at_once, 16.min(calls - 1));
        (start.elapsed(), service.refused)
    }

    #[tokio::test(start_paused = true)]
    async fn without_a_limit_all_places_are_taken_all_the_time() {
        let (took, refused) = ask(1010, None).await;
        let ideal = LATENCY.mul_f64(1010.0 / 16.0);
        assert!(took <= ideal.mul_f64(1.05), "{took:?} for {ideal:?}");
        assert_eq!(refused, 0);
    }

    #[tokio::test(start_paused = true)]
    async fn a_limit_is_used_and_not_fought() {
        for per_second in [5, 20, 50] {
            let (took, refused) = ask(1010, Some(per_second)).await;
            let ideal = Duration::from_secs(1).mul_f64(1010.0 / per_second as f64);
            assert!(took <= ideal.mul_f64(1.1), "{took:?} for {ideal:?} at {per_second}");
            assert!(refused <= 1010 / 10, "{refused} refused at {per_second}");
        }
    }

    /// After a few dozen refusals in a row, it is as fast as before within seconds.
    #[tokio::test(start_paused = true)]
    async fn an_outage_is_recovered_from() {
        for (after, refusals) in [(1, 20), (1, 60), (500, 20), (500, 60)] {
            let outage = Some((after, refusals));
            let (took, _) = ask_with(1010, None, outage).await;
            let free = LATENCY.mul_f64(1010.0 / 16.0);
            // While everything is refused, five a second are tried.
            let most = free + Duration::from_secs(6 + refusals as u64 / 5);
            assert!(took <= most, "{took:?} after {outage:?}");
            let (took, refused) = ask_with(1010, Some(20), outage).await;
            let paced = Duration::from_secs(1010 / 20);
            let most = paced.mul_f64(1.1) + Duration::from_secs(6 + refusals as u64 / 5);
            assert!(took <= most, "{took:?} at 20 a second after {outage:?}");
            assert!(refused <= refusals + 1010 / 10, "{refused} after {outage:?}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_service_that_refuses_everything_is_given_up() {
        let manner = Manner { parallel: 4, attempts: 3 };
        let start = Instant::now();
        let outcome = run(
            manner,
            [()],
            async |()| Err::<(), _>(throttled()),
            |(), answer| answer.map(|()| Vec::new()).map_err(|failure| failure.why()),
        )
        .await;
        assert!(outcome.is_err());
        assert!((PATIENCE..PATIENCE * 2).contains(&start.elapsed()));
    }

    #[tokio::test(start_paused = true)]
    async fn a_broken_line_is_tried_as_often_as_asked() {
        let sent = RefCell::new(0);
        let manner = Manner { parallel: 4, attempts: 3 };
        let outcome = run(
            manner,
            [()],
            async |()| {
                *sent.borrow_mut() += 1;
                Err::<(), _>(Failure::Unreachable("gone".into()))
            },
            |(), answer| answer.map(|()| Vec::new()).map_err(|failure| failure.why()),
        )
        .await;
        assert!(outcome.is_err());
        assert_eq!(sent.into_inner(), 3);
    }

    #[test]
    fn a_wait_is_by_chance_and_bounded() {
        for attempt in [0, 1, 5, 40, u32::MAX] {
            for _ in 0..100 {
                assert!(backoff(attempt) <= LONGEST_BACKOFF);
            }
        }
        assert!(backoff(1) <= FIRST_BACKOFF);
        let waits: Vec<Duration> = (0..10).map(|_| backoff(10)).collect();
        assert!(waits.iter().any(|wait| *wait != waits[0]));
    }
}
