//! Machines for `clock`.

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
