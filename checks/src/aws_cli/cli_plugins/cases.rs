//! Machines for `cli-plugins`.

use crate::testing::{Case, Machine, cases, version};

const ALONE: &str = "[profile a]\nregion = x\n\n[plugins]\nendpoint = awscli_plugin_endpoint\n";
const LEGACY: &str = "[plugins]\ncli_legacy_plugin_path = /opt/plugins\nendpoint = awscli_plugin_endpoint.core\n\n[profile a]\nregion = x\n";

pub(super) fn cases() -> Vec<Case> {
    let module = |text: &str, is_there| {
        Machine::new().config(text).around(|around| {
            around.plugin_modules.insert("awscli_plugin_endpoint.core".into(), is_there);
        })
    };
    cases! {
        "no plugins": Machine::new().config("[profile a]\nregion = x\n")
            => not_applicable;
        "no AWS CLI": Machine::new().without_aws().config(ALONE)
            => not_applicable;
        "all in their folder": module(LEGACY, true)
            => passes;
        "a folder and no plugin": Machine::new().config("[plugins]\ncli_legacy_plugin_path = /opt/plugins\n")
            => passes;
        "version 1 is here too": Machine::new().aws("/x/aws", Ok(version("1.46.3"))).config(ALONE)
            => passes;
        "the folder did not answer": Machine::new().config(LEGACY)
            => unknown;
        "without the folder": Machine::new().config(ALONE)
            => note "ignored" @ 4,
            heals "comment-out";
        "a module is missing": module(LEGACY, false)
            => fail "module-missing" @ 2,
            heals "comment-out";
    }
}
