//! Machines for `cli-plugins`.

use crate::Severity::{Fail, Note};
use crate::testing::{Case, Machine, finds, not_applicable, passes, unknown, version};

const ALONE: &str = "[profile a]\nregion = x\n\n[plugins]\nendpoint = awscli_plugin_endpoint\n";
const LEGACY: &str = "[plugins]\ncli_legacy_plugin_path = /opt/plugins\nendpoint = awscli_plugin_endpoint.core\n\n[profile a]\nregion = x\n";

pub(super) fn cases() -> Vec<Case> {
    let module = |text: &str, is_there| {
        Machine::new().config(text).around(|around| {
            around.plugin_modules.insert("awscli_plugin_endpoint.core".into(), is_there);
        })
    };
    vec![
        not_applicable("no plugins", Machine::new().config("[profile a]\nregion = x\n")),
        not_applicable("no AWS CLI", Machine::new().without_aws().config(ALONE)),
        passes("all in their folder", module(LEGACY, true)),
        passes(
            "a folder and no plugin",
            Machine::new().config("[plugins]\ncli_legacy_plugin_path = /opt/plugins\n"),
        ),
        passes(
            "version 1 is here too",
            Machine::new().aws("/x/aws", Ok(version("1.46.3"))).config(ALONE),
        ),
        unknown("the folder did not answer", Machine::new().config(LEGACY)),
        finds("without the folder", Machine::new().config(ALONE), "ignored", Note)
            .at_line(4)
            .healed_by("comment-out", &[]),
        finds("a module is missing", module(LEGACY, false), "module-missing", Fail)
            .at_line(2)
            .healed_by("comment-out", &[]),
    ]
}
