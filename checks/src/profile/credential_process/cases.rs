//! Machines for `credential-process`.

use facts::{Os, Program, ProgramState, Why};

use crate::testing::{Case, Machine, cases};

fn machine(command: &str) -> Machine {
    Machine::new()
        .config(&format!("[profile ci]\ncredential_process = {command}\nregion = us-east-1\n"))
        .profile("ci")
}

fn program(name: &str, state: ProgramState) -> Program {
    Program { name: name.into(), state, with_spaces: None, runs_aws: None }
}

/// A machine on which this command's program is in this state.
fn with(command: &str, name: &str, state: ProgramState) -> Machine {
    machine(command).process(command, program(name, state))
}

/// A script that starts the AWS CLI in this line.
fn script(line: usize) -> Program {
    Program {
        runs_aws: Some(line),
        ..program("/opt/keys", ProgramState::Found("/opt/keys".into()))
    }
}

/// The default profile with this command, whose program exists.
fn default(command: &str, name: &str) -> Machine {
    Machine::new()
        .config(&format!("[default]\ncredential_process = {command}\nregion = us-east-1\n"))
        .process(command, program(name, ProgramState::Found(name.into())))
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
        "a script that starts the AWS CLI, in a profile of its own": machine("/opt/keys").process("/opt/keys", script(3))
            => passes;
        "the AWS CLI with another profile": default("aws configure export-credentials --profile other", "aws")
            => passes;
        "the AWS CLI for something that needs no credentials": default("aws --version", "aws")
            => passes;
        "the default profile, and AWS_PROFILE names another": default("aws configure export-credentials", "aws").env("AWS_PROFILE", "other")
            => passes;
        "a script of the default profile that starts the AWS CLI": default("/opt/keys", "/opt/keys").process("/opt/keys", script(3))
            => warn "may-ask-itself" @ 2;
        "the AWS CLI with the same profile": with("aws configure export-credentials --profile ci --format process", "aws", found("/usr/bin/aws"))
            => fail "asks-itself" @ 2;
        "the AWS CLI with the same profile, not in scope": with("aws configure export-credentials --profile=ci", "aws", found("/usr/bin/aws")).profile("other")
            => warn "asks-itself" @ 2;
        "the AWS CLI in the default profile": default("aws configure export-credentials --format process", "aws")
            => fail "asks-itself" @ 2;
        "another command of the AWS CLI in the default profile": default("/usr/local/bin/aws sts assume-role --role-arn x", "/usr/local/bin/aws")
            => warn "may-ask-itself" @ 2;
        "not there": with("/opt/gone --json", "/opt/gone", missing())
            => fail "not-found" @ 2;
        "not on PATH": with("gone", "gone", missing())
            => fail "not-found" @ 2;
        "not on PATH, on Windows": with("gone", "gone", missing()).os(Os::Windows)
            => fail "not-found" @ 2;
        "only a batch file, on Windows": with("get-keys", "get-keys", ProgramState::BatchFile(r"C:\My Tools\get-keys.cmd".into())).os(Os::Windows)
            => fail "batch-file" @ 2;
        "a path that does not exist, on Windows": with(r"C:\gone.exe", r"C:\gone.exe", missing()).os(Os::Windows)
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
