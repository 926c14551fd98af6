//! Machines for `credential-process`.

use facts::{Os, Program, ProgramState, Why};

use crate::testing::{Case, Machine, cases};

fn machine(command: &str) -> Machine {
    Machine::new()
        .config(&format!("[profile ci]\ncredential_process = {command}\nregion = us-east-1\n"))
        .profile("ci")
}

fn program(name: &str, state: ProgramState) -> Program {
    Program { name: name.into(), state, with_spaces: None }
}

/// A machine on which this command's program is in this state.
fn with(command: &str, name: &str, state: ProgramState) -> Machine {
    machine(command).process(command, program(name, state))
}

pub(super) fn cases() -> Vec<Case> {
    let found = |path: &str| ProgramState::Found(path.into());
    let missing = || ProgramState::Missing;
    let ok = |command: &str, name: &str| with(command, name, found("/opt/keys"));
    let spaced = machine("/opt/My Tool/keys --json").process(
        "/opt/My Tool/keys --json",
        Program {
            with_spaces: Some("/opt/My Tool/keys".into()),
            ..program("/opt/My", ProgramState::Missing)
        },
    );
    cases! {
        "a path": ok("/opt/keys --json", "/opt/keys")
            => passes;
        "on PATH": ok("keys --json", "keys")
            => passes;
        "a path in quotes": ok("\"/opt/My Tool/keys\" --json", "/opt/My Tool/keys")
            => passes;
        "on Windows": ok(r"C:\Tools\keys.exe", r"C:\Tools\keys.exe").os(Os::Windows)
            => passes;
        "PATH could not be searched": machine("keys").processes_unknown(Why::Error("no answer".into()))
            => unknown;
        "keys come first": machine("gone").credentials("[ci]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = x\n")
            => not_applicable;
        "single sign-on comes first": Machine::new().config("[profile ci]\ncredential_process = gone\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = R\n")
            => not_applicable;
        "a role comes first": Machine::new().config("[profile ci]\ncredential_process = gone\nrole_arn = arn:aws:iam::111122223333:role/x\nsource_profile = base\n")
            => not_applicable;
        "none": Machine::new().config("[default]\nregion = us-east-1\n")
            => not_applicable;
        "not there": with("/opt/gone --json", "/opt/gone", missing())
            => fail "not-found" @ 2;
        "not on PATH": with("gone", "gone", missing())
            => fail "not-found" @ 2;
        "not on PATH, on Windows": with("gone", "gone", missing()).os(Os::Windows)
            => fail "not-found" @ 2;
        "not in scope": with("gone", "gone", missing()).profile("other")
            => warn "not-found" @ 2;
        "spaces without quotes": spaced
            => fail "not-found" @ 2;
        "a tilde": with("~/bin/keys", "~/bin/keys", missing())
            => fail "not-found" @ 2;
        "a variable": with("$TOOLS/keys", "$TOOLS/keys", missing())
            => fail "not-found" @ 2;
        "backslashes": with(r"C:\Tools\keys.exe", "C:Toolskeys.exe", missing())
            => fail "not-found" @ 2;
        "not executable": with("/opt/keys", "/opt/keys", ProgramState::NotExecutable("/opt/keys".into()))
            => fail "not-executable" @ 2;
        "a folder": with("/opt", "/opt", ProgramState::Folder("/opt".into()))
            => fail "a-folder" @ 2;
        "an open quote": machine("\"/opt/keys --json")
            => fail "open-quote" @ 2;
        "an apostrophe": machine("keys --user O'Brien")
            => fail "open-quote" @ 2;
        "a last backslash": machine(r"keys \")
            => fail "open-quote" @ 2;
        "empty": machine("")
            => fail "empty" @ 2;
    }
}
