//! Machines for `cli-installed`.

use facts::{Os, Preset, Why};

use crate::testing::{Case, Machine, cases};
use crate::{Applicability, Outcome};

pub(super) fn cases() -> Vec<Case> {
    cases! {
        "installed": Machine::new()
            => passes;
        "installed, and it does not say its version": Machine::new().without_aws().aws("/usr/bin/aws", Err(Why::NotAsked))
            => passes;
        "two of them": Machine::new().aws("/usr/bin/aws", Err(Why::NotAsked))
            => passes;
        "none": Machine::new().without_aws()
            => warn "not-found";
        "none on Windows": Machine::new().without_aws().os(Os::Windows)
            => warn "not-found";
        "installed where PATH does not lead": Machine::new()
                    .without_aws()
                    .around(|around| around.aws_elsewhere = vec!["/opt/homebrew/bin/aws".into()])
            => warn "not-on-path";
        "PATH could not be searched": Machine::new().aws_unknown(Why::Error("PATH is not text".into()))
            => unknown;
    }
}

#[test]
fn every_system_has_its_own_way_and_the_teams_comes_first() {
    for os in [Os::Linux, Os::MacOs, Os::Windows, Os::Other] {
        let preset = Preset {
            install: Some("Open the software centre\nand choose \u{1b}AWS CLI".into()),
            ..Preset::default()
        };
        let machine = Machine::new().without_aws().os(os);
        let first = |machine: &Machine| {
            let facts = machine.facts();
            match crate::engine::examine(&super::CHECK, &facts, &facts::Subject::Machine) {
                Outcome::Found(found) => found[0].remedies.clone(),
                other => panic!("{other:?}"),
            }
        };
        let alone = first(&machine);
        assert!(
            alone.iter().all(|way| way.applicability == Applicability::Guide
                && (!way.commands.is_empty() || !way.words.is_empty())),
            "{os:?}"
        );
        let with_team = first(&machine.preset(preset));
        assert_eq!(with_team[0].id, "team-way");
        assert_eq!(with_team[0].words, ["Open the software centre", "and choose ?AWS CLI"]);
        assert_eq!(with_team.len(), alone.len() + 1);
    }
}
