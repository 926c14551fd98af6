//! `clock`: this computer's clock agrees with AWS's.

#[cfg(test)]
mod cases;

use facts::{Facts, Os, Skew};
use jiff::SignedDuration;

use super::ways;
use crate::check::Examine;
use crate::kit::words::duration;
use crate::{Check, FactKey, Finding, Group, Outcome, Remedy, Severity};

pub(crate) static CHECK: Check = Check {
    id: "clock",
    label: "clock",
    title: "The clock agrees with AWS",
    group: Group::Network,
    since: "0.1.0",
    requires: &[],
    wants: &[FactKey::Probes],
    manual: include_str!("manual.md"),
    examine: Examine::Machine(applies, examine),
    #[cfg(test)]
    cases: cases::cases,
};

/// The difference from which a warning is due (FAILURES, E17).
const WARN: i64 = 60;
/// AWS accepts five minutes; a clock that is nearly that wrong will soon exceed them.
const FAIL: i64 = 240;

fn applies(facts: &Facts) -> bool {
    facts.network.clock.is_some() || facts.request().offline && !ways::subjects(facts).is_empty()
}

fn examine(facts: &Facts) -> Outcome {
    let Some(Skew { seconds }) = facts.network.clock else {
        return Outcome::Passed(String::new());
    };
    let off = seconds.saturating_abs();
    if off <= WARN {
        return Outcome::Passed("within a minute".to_owned());
    }
    let severity = Severity::fail_if(off > FAIL);
    let length = duration(SignedDuration::from_secs(seconds));
    let (code, word) = if seconds > 0 { ("ahead", "ahead of") } else { ("behind", "behind") };
    let finding = Finding::will_bite(code, format!("{length} {word} AWS")).severity(severity).what(format!("This computer's clock is {length} {word} AWS's."))
    .why(if seconds > 0 {
        "Requests are signed with the time, and AWS rejects those more than five minutes off. A clock that is ahead also makes fresh credentials look expired."
    } else {
        "Requests are signed with the time, and AWS rejects those more than five minutes off. Clocks often drift after sleep and in virtual machines."
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

/// How to set the clock on this system.
pub(crate) fn guide(facts: &Facts) -> Remedy {
    let guide = Remedy::guide("set-clock", "Set this computer's clock");
    match facts.os {
        Os::Linux if facts.environment().is_set("WSL_DISTRO_NAME") => guide
            .command(["sudo", "hwclock", "-s"])
            .word("WSL's clock stops while Windows sleeps. Running `wsl --shutdown` in Windows and starting WSL again also sets it."),
        Os::Linux | Os::Other => guide
            .command(["sudo", "timedatectl", "set-ntp", "true"])
            .word("A container uses the host's clock: set it there. In a virtual machine, the guest tools set it."),
        Os::MacOs => guide
            .command(["sudo", "sntp", "-sS", "time.apple.com"])
            .word("To keep it right: System Settings, General, Date & Time, Set time and date automatically."),
        Os::Windows => guide
            .command(["w32tm", "/resync"])
            .word("Run this in an administrator terminal. To keep it right: Settings, Time & language, Set time automatically."),
    }
}
