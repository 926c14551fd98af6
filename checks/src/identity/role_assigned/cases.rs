//! Machines for `role-assigned`.

use facts::{AssignedAccount, IdentityAnswer, Known, ServiceError, SessionKey, Step, Why};

use super::CHECK;
use crate::testing::{Case, Machine, cases, identity, now, token};

const ACCOUNT: &str = "111122223333";

fn corp() -> SessionKey {
    SessionKey::Named("corp".into())
}

fn in_account(account: &str, role: &str) -> Machine {
    let config = format!(
        "[profile dev]\nsso_session = corp\nsso_account_id = {account}\nsso_role_name = {role}\nregion = eu-south-2\n[sso-session corp]\nsso_region = us-east-1\n"
    );
    Machine::new().config(&config).token(&corp(), Ok(token(8, true)))
}

fn error(operation: &'static str, code: &str, status: u16) -> ServiceError {
    ServiceError {
        operation,
        code: code.into(),
        message: "No access".into(),
        status: Some(status),
        request_id: Some("5c1e0000-1111".into()),
        at: now(),
    }
}

fn refused(code: &str, status: u16) -> Known<IdentityAnswer> {
    let error = error("GetRoleCredentials", code, status);
    Ok(IdentityAnswer::Refused(Step::RoleCredentials, error))
}

fn forbidden() -> Known<IdentityAnswer> {
    refused("ForbiddenException", 403)
}

/// The portal refuses this role.
fn role(name: &str) -> Machine {
    in_account(ACCOUNT, name).identity("dev", forbidden())
}

fn roles(machine: Machine, names: &[&str]) -> Machine {
    let names = names.iter().map(|name| (*name).to_owned()).collect();
    machine.roles(&corp(), ACCOUNT, Ok(names))
}

/// The portal refuses this account, and lists the given ones.
fn account(id: &str, assigned: &[(&str, &str)]) -> Machine {
    let assigned = assigned
        .iter()
        .map(|(id, name)| AssignedAccount { id: (*id).to_owned(), name: (*name).to_owned() });
    let not_there = error("ListAccountRoles", "ForbiddenException", 403);
    in_account(id, "PowerUser")
        .identity("dev", forbidden())
        .roles(&corp(), id, Err(Why::Service(Box::new(not_there))))
        .roles(&corp(), ACCOUNT, Ok(vec!["PowerUser".into()]))
        .accounts(&corp(), Ok(assigned.collect()))
}

/// This many profiles, none of which was checked with STS.
fn many(profiles: usize) -> Machine {
    let mut text = String::from("[sso-session corp]\nsso_region = us-east-1\n");
    for n in 0..profiles {
        text.push_str(&format!(
            "[profile p{n}]\nsso_session = corp\nsso_account_id = {ACCOUNT}\nsso_role_name = PowerUser\n"
        ));
    }
    Machine::new().config(&text).token(&corp(), Ok(token(8, true)))
}

pub(super) fn cases() -> Vec<Case> {
    let mut cases = given();
    cases.extend(other_roles());
    cases.extend(other_accounts());
    cases
}

fn given() -> Vec<Case> {
    let known = || Ok(IdentityAnswer::Identity(identity(ACCOUNT, "PowerUser")));
    let denied = IdentityAnswer::Refused(
        Step::CallerIdentity,
        error("GetCallerIdentity", "AccessDenied", 403),
    );
    let dev = || in_account(ACCOUNT, "PowerUser");
    cases! {
        "the portal gives it": dev().identity("dev", known())
            => passes;
        "STS refuses, and the portal gave it": dev().identity("dev", Ok(denied))
            => passes;
        "many, compared with the list": roles(many(6), &["ReadOnly", "PowerUser"])
            => passes;
        "no account and role": Machine::new().config("[profile q]\nsso_session = q\n[sso-session q]\n")
            => not_applicable;
        "no single sign-on": Machine::new()
            => not_applicable;
        "nobody asked": dev()
            => unknown;
        "no connection": dev().identity("dev", Err(Why::NotAsked))
            => unknown;
        "too many requests": dev().identity("dev", refused("TooManyRequestsException", 429))
            => unknown;
        "the token is not taken": dev().identity("dev", refused("UnauthorizedException", 401))
            => unknown;
        "another refusal": dev().identity("dev", refused("InvalidRequestException", 400))
            => unknown;
        "many, and the list did not come": many(6).roles(&corp(), ACCOUNT, Err(Why::Error("no connection".into())))
            => unknown;
    }
}

fn other_roles() -> Vec<Case> {
    let power = |names| roles(role("PowerUser"), names);
    cases! {
        "a typo": roles(role("PowerUsr"), &["ReadOnly", "PowerUser"])
            => fail "role" @ 4,
            heals "use-role";
        "other capitals": roles(role("poweruser"), &["PowerUser"])
            => fail "role" @ 4,
            heals "use-role";
        "another number": roles(role("dev-team-1"), &["dev-team-2"])
            => fail "role" @ 4,
            heals "use-role";
        "two near names": roles(role("PowerUsr"), &["PowerUser", "PowerUse"])
            => fail "role" @ 4,
            heals "choose-role" (role = "PowerUser");
        "other roles": power(&["ReadOnly", "Billing"])
            => fail "role" @ 4,
            heals "choose-role" (role = "Billing");
        "not found rather than forbidden": roles(in_account(ACCOUNT, "PowerUsr").identity("dev", refused("ResourceNotFoundException", 404)), &["PowerUser"])
            => fail "role" @ 4,
            heals "use-role";
        "assigned a moment ago": power(&["PowerUser"])
            => fail "not-given" @ 4,
            heals "sign-in";
        "no role in the account": power(&[])
            => fail "no-roles" @ 3;
        "the roles are not known": role("PowerUser")
            => fail "no-access" @ 4;
        "the roles could not be listed": role("PowerUser").roles(&corp(), ACCOUNT, Err(Why::NotAsked))
            => fail "no-access" @ 4;
        "one of many, by the list": roles(
                    many(6).config("[sso-session corp]\nsso_region = us-east-1\n[profile a]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = PowerUsr\n"),
                    &["PowerUser"],
                )
            => fail "role" @ 6,
            heals "use-role";
    }
}

fn other_accounts() -> Vec<Case> {
    let mine: &[(&str, &str)] = &[(ACCOUNT, "dev-account"), ("444455556666", "")];
    let no_account = |profiles| {
        let mut machine = many(profiles).accounts(&corp(), Ok(Vec::new()));
        for n in 0..profiles {
            machine = machine.identity(&format!("p{n}"), forbidden());
        }
        machine
    };
    cases! {
        "two digits changed places": account("111122232333", mine)
            => fail "account" @ 3,
            heals "use-account",
            heals "choose-account" (account = ACCOUNT);
        "another account": account("999988887777", mine)
            => fail "account" @ 3,
            heals "choose-account" (account = ACCOUNT);
        "two accounts are as near": account("111122223330", &[(ACCOUNT, "a"), ("111122223334", "b")])
            => fail "account" @ 3,
            heals "choose-account" (account = ACCOUNT);
        "the account is assigned, without a role": account("444455556666", mine)
            => fail "no-roles" @ 3;
        "no account at all": account(ACCOUNT, &[])
            => fail "no-accounts" @ 3;
        "one finding for three profiles of a session": no_account(3)
            => fail "no-accounts";
    }
}

#[test]
fn of_many_some_may_not_be_compared() {
    let result = crate::run(&CHECK, &many(6).facts(), &[]);
    assert!(matches!(result.outcome(), crate::Outcome::Skipped(crate::Skip::Sampled)));
}

/// The words for an administrator: everything they need, and who is asking if that is known.
#[test]
fn an_administrator_is_told_what_to_assign() {
    let words = |machine: &Machine| {
        let result = crate::run(&CHECK, &machine.facts(), &[]);
        let findings = result.findings();
        let guide = findings[0].remedies.last().cloned().expect("a guide");
        assert_eq!(guide.id, "ask-administrator");
        guide.words
    };
    let alone = words(&roles(role("Admin"), &["ReadOnly"]));
    assert_eq!(
        alone,
        [
            "Please assign the permission set Admin in the account 111122223333 to me in IAM Identity Center (corp).",
            "My user name there is: (fill in)",
            "GetRoleCredentials answered ForbiddenException \"No access\" at 2026-11-23T09:00:00Z, request 5c1e0000-1111.",
        ]
    );
    let config = format!(
        "[profile dev]\nsso_session = corp\nsso_account_id = {ACCOUNT}\nsso_role_name = Admin\n[profile ops]\nsso_session = corp\nsso_account_id = {ACCOUNT}\nsso_role_name = ReadOnly\n[sso-session corp]\nsso_region = us-east-1\n"
    );
    let known = Ok(IdentityAnswer::Identity(identity(ACCOUNT, "ReadOnly")));
    let beside = roles(role("Admin").config(&config).identity("ops", known), &["ReadOnly"]);
    assert_eq!(words(&beside)[1], "My user name there is mira@example.org.");
}
