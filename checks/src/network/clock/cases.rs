//! Machines for `clock`.

use crate::testing::{Case, Machine, cases};
use facts::{Os, Skew};

pub(super) fn cases() -> Vec<Case> {
    let off = |seconds| {
        Machine::new()
            .config("[sso-session corp]\nsso_start_url = https://d-1234567890.awsapps.com/start\nsso_region = us-east-1\n[profile dev]\nsso_session = corp\n")
            .clock(Some(Skew { seconds }))
    };
    cases! {
        "to the second": off(0)
            => passes;
        "a minute": off(-60)
            => passes;
        "AWS has said no time": off(0).clock(None)
            => not_applicable;
        "a little fast": off(61)
            => warn "ahead";
        "a little slow": off(-240)
            => warn "behind";
        "fast": off(241)
            => fail "ahead";
        "slow after sleep": off(-7200).env("WSL_DISTRO_NAME", "Ubuntu")
            => fail "behind";
        "years": off(i64::MIN)
            => fail "behind";
        "slow on a Mac": off(-600).os(Os::MacOs)
            => fail "behind";
        "slow on Windows": off(-600).os(Os::Windows)
            => fail "behind";
    }
}
