//! `clock`: this computer's clock agrees with AWS's.

use facts::{Facts, Os, Skew, Subject};
use jiff::SignedDuration;

use super::ways;
use crate::words::duration;
use crate::{Check, FactKey, Finding, Group, Outcome, Remedy, Severity};

pub(crate) static CHECK: Check = Check {
    id: "clock",
    label: "clock",
    title: "The clock agrees with AWS",
    group: Group::Network,
    since: "0.1.0",
    requires: &[],
    wants: &[FactKey::Probes],
    manual: MANUAL,
    subjects,
    examine,
    #[cfg(test)]
    cases: tests::cases,
};

const MANUAL: &str = "\
## What it checks

This computer's clock against the time that AWS names in its answers (the `Date` header), over a
connection whose certificates are trusted. More than a minute is a warning, more than four a failure.
Time zones do not matter. Where AWS has not answered there is nothing to compare with.

## Why it matters

Requests are signed with the time, and AWS refuses those that are more than five minutes old or early. A
clock that is far ahead also takes fresh credentials for expired ones, and one that is far off takes
certificates for invalid. It is common after sleep, in virtual machines, and in WSL.

## How it is put right

You set the clock, once by hand and for good by letting it follow a time server. The line for your system
is shown.

## Errors people see

- `An error occurred (SignatureDoesNotMatch) when calling the GetCallerIdentity operation: Signature
  expired: … is now earlier than …`
- `Signature not yet current: … is still later than …`
- `An error occurred (RequestTimeTooSkewed) …: The difference between the request time and the current
  time is too large.`
- `An error occurred (InvalidSignatureException) …`
- `Credentials were refreshed, but the refreshed credentials are still expired.`
";

/// From here on it is worth a warning (FAILURES, E17).
const WARN: i64 = 60;
/// AWS takes five minutes; a clock that is nearly there will be there soon.
const FAIL: i64 = 240;

fn subjects(facts: &Facts) -> Vec<Subject> {
    let applies = facts.network.clock.is_some()
        || facts.request().offline && !ways::subjects(facts).is_empty();
    if applies { vec![Subject::Machine] } else { Vec::new() }
}

fn examine(facts: &Facts, subject: &Subject) -> Outcome {
    let Some(Skew { seconds }) = facts.network.clock else {
        return Outcome::Passed(String::new());
    };
    let off = seconds.saturating_abs();
    if off <= WARN {
        return Outcome::Passed("within a minute".to_owned());
    }
    let severity = if off > FAIL { Severity::Fail } else { Severity::Warn };
    let length = duration(SignedDuration::from_secs(seconds));
    let (code, word) = if seconds > 0 { ("ahead", "ahead of") } else { ("behind", "behind") };
    let finding = Finding::new(
        code,
        severity,
        subject,
        format!("{length} {word} AWS"),
        format!("This computer's clock is {length} {word} AWS's."),
    )
    .why(if seconds > 0 {
        "Requests are signed with the time, and AWS refuses those that are more than five minutes off. A clock that is ahead also takes fresh credentials for expired ones."
    } else {
        "Requests are signed with the time, and AWS refuses those that are more than five minutes off. It is common after sleep, and in virtual machines."
    })
    .next("set the clock")
    .offer(guide(facts));
    let says = match (severity, seconds > 0) {
        (Severity::Fail, true) => {
            "Credentials were refreshed, but the refreshed credentials are still expired."
        }
        (Severity::Fail, false) => {
            "An error occurred (SignatureDoesNotMatch) when calling the GetCallerIdentity operation: Signature expired: … is now earlier than …"
        }
        _ => return Outcome::Found(vec![finding]),
    };
    Outcome::Found(vec![finding.says(says)])
}

/// How the clock is set on this system.
pub(crate) fn guide(facts: &Facts) -> Remedy {
    let guide = Remedy::guide("set-clock", "Set this computer's clock");
    match facts.os {
        Os::Linux if facts.environment().is_set("WSL_DISTRO_NAME") => guide
            .command(["sudo", "hwclock", "-s"])
            .word("WSL's clock stands still while Windows sleeps; `wsl --shutdown` in Windows, and a new start, set it as well."),
        Os::Linux | Os::Other => guide
            .command(["sudo", "timedatectl", "set-ntp", "true"])
            .word("In a container the clock is the host's, and is set there; in a virtual machine its guest tools set it."),
        Os::MacOs => guide
            .command(["sudo", "sntp", "-sS", "time.apple.com"])
            .word("For good: System Settings, General, Date & Time, Set time and date automatically."),
        Os::Windows => guide
            .command(["w32tm", "/resync"])
            .word("In a terminal that runs as administrator; for good: Settings, Time & language, Set time automatically."),
    }
}

#[cfg(test)]
mod tests {
    use crate::Severity::{Fail, Warn};
    use crate::testing::{Case, Machine, finds, not_applicable, passes};
    use facts::{Os, Skew};

    pub(super) fn cases() -> Vec<Case> {
        let off = |seconds| {
            Machine::new()
                .config("[sso-session corp]\nsso_start_url = https://d-1234567890.awsapps.com/start\nsso_region = us-east-1\n[profile dev]\nsso_session = corp\n")
                .clock(Some(Skew { seconds }))
        };
        vec![
            passes("to the second", off(0)),
            passes("a minute", off(-60)),
            not_applicable("AWS has said no time", off(0).clock(None)),
            finds("a little fast", off(61), "ahead", Warn),
            finds("a little slow", off(-240), "behind", Warn),
            finds("fast", off(241), "ahead", Fail),
            finds("slow after sleep", off(-7200).env("WSL_DISTRO_NAME", "Ubuntu"), "behind", Fail),
            finds("years", off(i64::MIN), "behind", Fail),
            finds("slow on a Mac", off(-600).os(Os::MacOs), "behind", Fail),
            finds("slow on Windows", off(-600).os(Os::Windows), "behind", Fail),
        ]
    }
}
