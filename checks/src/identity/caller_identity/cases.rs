//! Machines for `caller-identity`.

use facts::{Identity, IdentityAnswer, Known, Os, ServiceError, SessionKey, Step, Why};

use crate::testing::{Case, Machine, cases, identity, now, token};

const ACCOUNT: &str = "111122223333";

fn corp() -> SessionKey {
    SessionKey::Named("corp".into())
}

fn config(role: &str) -> String {
    format!(
        "[profile dev]\nsso_session = corp\nsso_account_id = {ACCOUNT}\nsso_role_name = {role}\nregion = eu-south-2\n[sso-session corp]\nsso_region = us-east-1\n"
    )
}

fn dev(answer: Known<IdentityAnswer>) -> Machine {
    with_role("PowerUser", answer)
}

fn with_role(role: &str, answer: Known<IdentityAnswer>) -> Machine {
    Machine::new().config(&config(role)).token(&corp(), Ok(token(8, true))).identity("dev", answer)
}

fn known(account: &str, role: &str) -> Known<IdentityAnswer> {
    Ok(IdentityAnswer::Identity(identity(account, role)))
}

fn arn(arn: &str) -> Known<IdentityAnswer> {
    Ok(IdentityAnswer::Identity(Identity {
        account: ACCOUNT.into(),
        arn: arn.into(),
        user_id: "AROAEXAMPLE".into(),
    }))
}

fn refused(step: Step, code: &str, status: u16, message: &str) -> Known<IdentityAnswer> {
    let operation = match step {
        Step::RoleCredentials => "GetRoleCredentials",
        Step::CallerIdentity => "GetCallerIdentity",
    };
    let error = ServiceError {
        operation,
        code: code.into(),
        message: message.into(),
        status: Some(status),
        request_id: Some("5c1e0000-1111".into()),
        at: now(),
    };
    Ok(IdentityAnswer::Refused(step, error))
}

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
    let mut cases = healthy();
    cases.extend(at_sts());
    cases
}

fn healthy() -> Vec<Case> {
    cases! {
        "the account and the role": dev(known(ACCOUNT, "PowerUser"))
            => passes;
        "a role with underscores": with_role("Power_User", known(ACCOUNT, "Power_User"))
            => passes;
        "a legacy profile": Machine::new().config(&format!("[default]\nsso_start_url = https://d-1.awsapps.com/start\nsso_region = us-east-1\nsso_account_id = {ACCOUNT}\nsso_role_name = PowerUser\n")).identity("default", known(ACCOUNT, "PowerUser"))
            => passes;
        "another partition": dev(arn("arn:aws-eusc:sts::111122223333:assumed-role/AWSReservedSSO_PowerUser_0123456789abcdef/mira"))
            => passes;
        "a role that is named otherwise": dev(arn("arn:aws:sts::111122223333:assumed-role/sso-power/mira"))
            => passes;
        "one of many was asked": many(6).identity("p0", known(ACCOUNT, "PowerUser"))
            => passes;
        "no account and role": Machine::new().config("[profile q]\nsso_session = q\n[sso-session q]\n")
            => not_applicable;
        "a role to assume": Machine::new().config(&format!("[profile x]\nrole_arn = arn:aws:iam::{ACCOUNT}:role/x\nsso_session = corp\nsso_account_id = {ACCOUNT}\nsso_role_name = R\n"))
            => not_applicable;
        "no single sign-on": Machine::new().config("[default]\ncredential_process = /bin/keys\n")
            => not_applicable;
        "nobody asked": Machine::new().config(&config("PowerUser"))
            => unknown;
        "no connection": dev(Err(Why::Error("portal.sso.us-east-1.amazonaws.com could not be reached".into())))
            => unknown;
        "too many requests": dev(refused(Step::RoleCredentials, "TooManyRequestsException", 429, ""))
            => unknown;
        "STS is out of order": dev(refused(Step::CallerIdentity, "InternalFailure", 500, ""))
            => unknown;
        "the token is refused, which is another check's": dev(refused(Step::RoleCredentials, "UnauthorizedException", 401, ""))
            => unknown;
        "the role is refused, which is another check's": dev(refused(Step::RoleCredentials, "ForbiddenException", 403, "No access"))
            => unknown;
        "another refusal of the portal": dev(refused(Step::RoleCredentials, "InvalidRequestException", 400, "Invalid account"))
            => fail "refused";
    }
}

fn at_sts() -> Vec<Case> {
    let sts = |code, status, message| dev(refused(Step::CallerIdentity, code, status, message));
    let expired = "Signature expired: 20261123T090000Z is now earlier than 20261123T091500Z";
    let skewed = || refused(Step::CallerIdentity, "SignatureDoesNotMatch", 403, expired);
    cases! {
        "another account": dev(known("000000000000", "PowerUser"))
            => fail "somebody-else";
        "another role": dev(known(ACCOUNT, "ReadOnly"))
            => fail "somebody-else";
        "a stand-in for STS": dev(known("000000000000", "PowerUser"))
                    .env("AWS_ENDPOINT_URL_STS", "http://localhost:4566")
            => fail "somebody-else";
        "forbidden to ask": sts("AccessDenied", 403, "explicit deny in a service control policy")
            => note "question-forbidden";
        "a region that is not enabled": sts(
                    "InvalidClientTokenId",
                    403,
                    "The security token included in the request is invalid",
                )
            => fail "region-refuses";
        "the clock is late": sts("SignatureDoesNotMatch", 403, expired)
            => fail "clock";
        "the clock is late, on a Mac": sts("RequestTimeTooSkewed", 403, "").os(Os::MacOs)
            => fail "clock";
        "one finding for two profiles": many(2).identity("p0", skewed()).identity("p1", skewed())
            => fail "clock";
        "another signature fault": sts("SignatureDoesNotMatch", 403, "The request signature we calculated does not match")
            => fail "refused";
    }
}
