//! Machines for `token-cache`.

use facts::{CacheFault, FolderState, OtherContent, SessionKey, TimeForm, Token, Why};

use crate::Severity::{Fail, Note, Warn};
use crate::testing::{Case, Machine, cases, finds, registration, token};

const CORP: &str = "[profile dev]\nsso_session = corp\n[sso-session corp]\n";
const LEGACY: &str =
    "[profile dev]\nsso_start_url = https://d-1.awsapps.com/start\nsso_region = us-east-1\n";
const HASH: &str = "394fa0df1cde5086b80bd1cdd4b45e359ceef9a2.json";

fn corp() -> SessionKey {
    SessionKey::Named("corp".into())
}

fn machine() -> Machine {
    Machine::new().config(CORP)
}

fn signed_in() -> Machine {
    machine().token(&corp(), Ok(token(8, true)))
}

fn broken(fault: CacheFault) -> Machine {
    machine().token(&corp(), Err(fault))
}

fn folder(owned: bool, mode: u32, closed: Option<&str>, unlisted: Option<&str>) -> FolderState {
    FolderState {
        mode: Some(mode),
        owned: Some(owned),
        closed: closed.map(str::to_owned),
        unlisted: unlisted.map(str::to_owned),
    }
}

pub(super) fn cases() -> Vec<Case> {
    let mut cases = sound();
    cases.extend(files());
    cases.extend(the_folder());
    cases
}

fn sound() -> Vec<Case> {
    let ended =
        |name: &str| signed_in().other(name, OtherContent::Token(Box::new(token(-8, false))));
    let elsewhere =
        Token { start_url: Some("https://view.awsapps.com/start".into()), ..token(-8, false) };
    let denied = Some("this user may not write to its folder");
    cases! {
        "signed in": signed_in()
            => passes;
        "nobody has signed in yet": machine()
            => passes;
        "a legacy profile": Machine::new().config(LEGACY)
            => passes;
        "a registration": signed_in().registration(&corp(), Ok(registration(80, true)))
            => passes;
        "an old sign-in of a session that is gone": ended(HASH)
            => passes;
        "another tool's own format": signed_in().other("kiro-auth-token.json", OtherContent::Faulty(CacheFault::NotJson))
            => passes;
        "another tool's sign-in elsewhere": signed_in().other("kiro-auth-token.json", OtherContent::Token(Box::new(elsewhere)))
            => passes;
        "another tool's sign-in that holds": signed_in()
                    .other("kiro-auth-token.json", OtherContent::Token(Box::new(token(1, true))))
            => passes;
        "an ended token with an odd time": machine()
                    .token(&corp(), Ok(token(-8, true)))
                    .token_file(&corp(), |entry| entry.time_form = TimeForm::Python)
            => passes;
        // The superuser may write another user's files.
    "examined by root": signed_in().token_file(&corp(), |entry| entry.owned = Some(false))
            => passes;
        // `files-readable` reports that.
    "a read-only file system": signed_in().token_folder(folder(true, 0o755, denied, None))
            => passes;
        "no single sign-on": Machine::new().config("[default]\nregion = us-east-1\n")
            => not_applicable;
        "the cache could not be looked at": machine().tokens_unknown(Why::Error("no answer within 5 s".into()))
            => unknown;
        "another tool's sign-in to this portal ended": ended("kiro-auth-token.json")
            => note "other-tool";
    }
}

fn files() -> Vec<Case> {
    let set_aside =
        |name, fault| finds(name, broken(fault), "unusable", Fail).healed_by("set-aside", &[]);
    let denied = || CacheFault::Unreadable("permission denied".into());
    let odd = |form| signed_in().token_file(&corp(), |entry| entry.time_form = form);
    let with = |fault| signed_in().registration(&corp(), Err(fault));
    vec![
        set_aside("cut off", CacheFault::NotJson),
        set_aside("without a token", CacheFault::Missing("accessToken")),
        set_aside("without its end", CacheFault::Missing("expiresAt")),
        set_aside("without a time that can be read", CacheFault::BadTime),
        set_aside("huge", CacheFault::TooLarge),
        set_aside("a folder", CacheFault::Unreadable("it is a folder, not a file".into())),
        finds(
            "cut off, and out of scope",
            machine()
                .config(&format!("{CORP}[default]\nsso_session = lab\n[sso-session lab]\n"))
                .token(&corp(), Err(CacheFault::NotJson)),
            "unusable",
            Warn,
        )
        .healed_by("set-aside", &[]),
        finds(
            "root's",
            broken(denied()).token_file(&corp(), |entry| entry.owned = Some(false)),
            "unusable",
            Fail,
        ),
        finds(
            "without the bit to read it",
            broken(denied()).token_file(&corp(), |entry| entry.mode = Some(0o200)),
            "unusable",
            Fail,
        )
        .healed_by("set-mode", &[]),
        finds(
            "root's, and anybody may read it",
            signed_in().token_file(&corp(), |entry| {
                entry.owned = Some(false);
                entry.writable = Some(false);
            }),
            "somebody-elses",
            Warn,
        ),
        finds("UTC for Z", odd(TimeForm::Python), "odd-time", Warn).healed_by("sign-in", &[]),
        finds("an offset", odd(TimeForm::Offset), "odd-time", Warn).healed_by("sign-in", &[]),
        finds("a registration cut off", with(CacheFault::NotJson), "broken-registration", Warn)
            .healed_by("set-aside", &[]),
        finds(
            "root's registration",
            with(denied()).registration_owner(&corp(), false),
            "broken-registration",
            Warn,
        ),
        finds(
            "a leftover cut off",
            signed_in().other(HASH, OtherContent::Faulty(CacheFault::NotJson)),
            "leftovers",
            Note,
        )
        .healed_by("set-aside", &[]),
    ]
}

fn the_folder() -> Vec<Case> {
    let denied = Some("this user may not write to its folder");
    cases! {
        "root's folder, signed in": signed_in().token_folder(folder(false, 0o755, denied, None))
            => warn "closed-folder";
        "root's folder, not signed in": machine().token_folder(folder(false, 0o755, denied, None))
            => fail "closed-folder";
        "a folder that cannot be listed": machine().token_folder(folder(true, 0o000, denied, Some("permission denied")))
            => fail "closed-folder";
    }
}
