use std::time::Duration;

use facts::{Bundle, Why};

use crate::Severity::{Fail, Warn};
use crate::testing::{Case, Machine, finds, not_applicable, passes, unknown};

const DEV: &str = "[profile dev]\nsso_session = corp\n[sso-session corp]\n";
const OWN: &str =
    "[profile dev]\nsso_session = corp\nca_bundle = /etc/ssl/corp.pem\n[sso-session corp]\n";
const PATH: &str = "/etc/ssl/corp.pem";

fn lies(machine: Machine, written: &str, bundle: Bundle) -> Machine {
    machine.around(|around| {
        around.bundles.insert(written.into(), bundle);
    })
}

pub(super) fn cases() -> Vec<Case> {
    let own = |bundle| lies(Machine::new().config(OWN), PATH, bundle);
    let variable =
        |name: &str, bundle| lies(Machine::new().config(DEV).env(name, PATH), PATH, bundle);
    let path = [("path", "/etc/ssl/other.pem")];
    let other = "[profile dev]\nsso_session = corp\n[profile old]\nca_bundle = /etc/ssl/corp.pem\n[sso-session corp]\n";
    let inherited = "[DEFAULT]\nca_bundle = /etc/ssl/corp.pem\n[profile dev]\nregion = us-east-1\n";
    vec![
        not_applicable("none", Machine::new().config(DEV)),
        not_applicable(
            "quotes are config-values' business",
            Machine::new()
                .config("[profile dev]\nsso_session = corp\nca_bundle = \"/etc/ssl/corp.pem\"\n"),
        ),
        passes("whole", own(Bundle::Holds(1))),
        passes("whole, by the variable", variable("AWS_CA_BUNDLE", Bundle::Holds(140))),
        passes(
            "AWS_CA_BUNDLE before the other",
            lies(variable("REQUESTS_CA_BUNDLE", Bundle::Holds(2)), "/gone", Bundle::Missing)
                .env("AWS_CA_BUNDLE", PATH),
        ),
        unknown("it did not answer", own(Bundle::Unknown(Why::TimedOut(Duration::from_secs(5))))),
        finds("missing", own(Bundle::Missing), "missing", Fail)
            .at_line(3)
            .healed_by("comment-out", &[])
            .healed_by("set-path", &path),
        finds(
            "missing, by the variable",
            variable("AWS_CA_BUNDLE", Bundle::Missing),
            "missing",
            Fail,
        ),
        finds(
            "missing, by the variable of requests",
            variable("REQUESTS_CA_BUNDLE", Bundle::Missing),
            "missing",
            Fail,
        ),
        finds(
            "missing, out of scope",
            lies(Machine::new().config(other), PATH, Bundle::Missing),
            "missing",
            Warn,
        )
        .at_line(4),
        finds(
            "missing, but the variable counts",
            lies(own(Bundle::Missing).env("AWS_CA_BUNDLE", "/y"), "/y", Bundle::Holds(1)),
            "missing",
            Warn,
        ),
        finds(
            "missing, inherited",
            lies(Machine::new().config(inherited).profile("dev"), PATH, Bundle::Missing),
            "missing",
            Fail,
        )
        .healed_by("comment-out", &[]),
        finds("a folder", own(Bundle::NotAFile("a folder")), "not-a-file", Fail),
        finds(
            "may not be read",
            own(Bundle::Unreadable("Permission denied (os error 13)".into())),
            "unreadable",
            Fail,
        ),
        finds("no certificate", own(Bundle::Empty), "no-certificate", Fail)
            .healed_by("set-path", &path),
        finds(
            "malformed",
            own(Bundle::Malformed("certificate 1: its END line is missing".into())),
            "malformed",
            Fail,
        ),
        finds(
            "no authority",
            own(Bundle::NoAuthority("certificate 1 is none that can be trusted: BadDer".into())),
            "malformed",
            Warn,
        ),
        finds(
            "set to nothing",
            Machine::new().config(DEV).env("AWS_CA_BUNDLE", ""),
            "set-to-nothing",
            Fail,
        ),
        finds(
            "set to nothing in the profile",
            Machine::new().config(&OWN.replace(PATH, "")),
            "set-to-nothing",
            Fail,
        )
        .at_line(3)
        .healed_by("comment-out", &[]),
    ]
}

#[test]
fn a_path_is_whole() {
    for (text, accepted) in [
        ("/etc/ssl/corp.pem", true),
        ("~/corp.pem", true),
        ("C:\\certs\\corp.pem", true),
        ("corp.pem", false),
        ("$HOME/corp.pem", false),
        ("", false),
    ] {
        assert_eq!(super::whole_path(text).is_ok(), accepted, "{text}");
    }
}
