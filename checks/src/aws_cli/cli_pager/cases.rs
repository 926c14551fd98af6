//! Machines for `cli-pager`.

use facts::Os;

use crate::Severity::Warn;
use crate::testing::{Case, Machine, finds, not_applicable, passes, version};

const DEV: &str = "[profile dev]\nsso_session = corp\n[sso-session corp]\n";

fn without(program: &str, config: &str) -> Machine {
    Machine::new().config(config).around(|around| {
        around.programs.insert(program.into(), Ok(None));
    })
}

pub(super) fn cases() -> Vec<Case> {
    let most = "[profile dev]\nsso_session = corp\ncli_pager = most -s\n[sso-session corp]\n";
    let off = "[profile dev]\nsso_session = corp\ncli_pager =\n[sso-session corp]\n";
    vec![
        passes("less is there", Machine::new().config(DEV)),
        passes("no profile", Machine::new()),
        passes("switched off in the profile", without("less", off)),
        passes("switched off by AWS_PAGER", without("less", DEV).env("AWS_PAGER", "")),
        passes("switched off by PAGER", without("less", DEV).env("PAGER", "")),
        passes("the profile before PAGER", without("most", off).env("PAGER", "most")),
        passes("AWS_PAGER before the profile", without("most", most).env("AWS_PAGER", "less")),
        passes(
            "nobody at a terminal",
            without("less", DEV).around(|around| around.interactive = false),
        ),
        not_applicable("Windows", without("less", DEV).os(Os::Windows)),
        not_applicable("no AWS CLI", without("less", DEV).without_aws()),
        not_applicable(
            "version 1",
            without("less", DEV).without_aws().aws("/x/aws", Ok(version("1.46.3"))),
        ),
        finds("less is missing", without("less", DEV), "missing", Warn)
            .healed_by("switch-off", &[]),
        finds(
            "less is missing, several profiles",
            without("less", &format!("{DEV}[profile b]\nsso_session = corp\n")),
            "missing",
            Warn,
        )
        .healed_by("switch-off", &[]),
        finds("less is missing, and no profile is there", without("less", ""), "missing", Warn),
        finds("the profile's is missing", without("most", most), "missing", Warn)
            .at_line(3)
            .healed_by("switch-off", &[]),
        finds(
            "AWS_PAGER's is missing",
            without("bat", DEV).env("AWS_PAGER", "bat -p"),
            "missing",
            Warn,
        ),
        finds("PAGER's is missing", without("bat", DEV).env("PAGER", "bat"), "missing", Warn)
            .healed_by("switch-off", &[]),
        finds(
            "an open quote",
            Machine::new().config(DEV).env("PAGER", "less 'x"),
            "unreadable",
            Warn,
        )
        .healed_by("switch-off", &[]),
    ]
}
