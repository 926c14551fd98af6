//! The access portal: botocore sso 2019-06-10, `service-2.json`, which also defines the names of
//! the shapes.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::incoming::Incoming;
use crate::mint::principal_id;
use crate::reply::{Answer, Reply};
use crate::state::{Key, Page, State};

/// The members of every error shape of this model: only `message`.
fn error(status: StatusCode, error_type: &'static str, message: &str) -> Reply {
    Reply::json_error(status, error_type, &json!({"message": message}))
}

/// `UnauthorizedException`, with the message that users report (FAILURES, T04).
fn unauthorized() -> Reply {
    error(StatusCode::UNAUTHORIZED, "UnauthorizedException", "Session token not found or invalid")
}

/// `InvalidRequestException`
fn invalid_request(message: &str) -> Reply {
    error(StatusCode::BAD_REQUEST, "InvalidRequestException", message)
}

/// `ForbiddenException`, which is missing from the model (FACTS, section 3.1).
fn forbidden() -> Reply {
    error(StatusCode::FORBIDDEN, "ForbiddenException", "No access")
}

/// `ResourceNotFoundException`
fn not_found() -> Reply {
    error(
        StatusCode::NOT_FOUND,
        "ResourceNotFoundException",
        "The specified resource doesn't exist.",
    )
}

/// `TooManyRequestsException`; its text was not compared with a live response.
pub(crate) fn too_many_requests() -> Reply {
    error(StatusCode::TOO_MANY_REQUESTS, "TooManyRequestsException", "Too many requests")
}

/// The access token from the header, if it is valid.
fn authorized(state: &State, incoming: &Incoming) -> Result<String, Reply> {
    let token = incoming.header("x-amz-sso_bearer_token").ok_or_else(unauthorized)?;
    let known = state.tokens.get(token).is_some_and(|token| state.now() < token.expires_at);
    if state.world.faults.revoked || !known {
        return Err(unauthorized());
    }
    Ok(token.to_owned())
}

/// `ListAccounts`: `GET /assignment/accounts`
pub(crate) fn list_accounts(state: &mut State, incoming: &Incoming) -> Answer {
    authorized(state, incoming)?;
    let all = state.world.accounts.iter().map(|account| {
        // `AccountInfo`
        let mut info = json!({"accountId": account.id, "accountName": account.name});
        if let (Some(email), Some(members)) = (&account.email, info.as_object_mut()) {
            members.insert("emailAddress".to_owned(), json!(email));
        }
        info
    });
    let all = all.collect();
    page(state, incoming, "accounts", "accountList", all)
}

/// `ListAccountRoles`: `GET /assignment/roles`
pub(crate) fn list_account_roles(state: &mut State, incoming: &Incoming) -> Answer {
    authorized(state, incoming)?;
    let id =
        incoming.query("account_id").ok_or_else(|| invalid_request("Invalid request provided"))?;
    if state.world.faults.roles_unlisted.contains(&id) {
        return Err(forbidden());
    }
    let account = state.world.account(&id).ok_or_else(not_found)?;
    // `RoleInfo`
    let all = account.roles.iter().map(|role| json!({"roleName": role, "accountId": id})).collect();
    page(state, incoming, &format!("roles/{id}"), "roleList", all)
}

/// One page of a list: `max_result` (1 to 100, `MaxResultType`) and `next_token` in the query.
fn page(state: &mut State, incoming: &Incoming, list: &str, name: &str, all: Vec<Value>) -> Answer {
    let size = match incoming.query("max_result") {
        None => state.world.page_size.clamp(1, 100),
        Some(asked) => asked
            .parse()
            .ok()
            .filter(|size| (1..=100).contains(size))
            .ok_or_else(|| invalid_request("Invalid max_result provided"))?,
    };
    let from = match incoming.query("next_token") {
        None => 0,
        Some(token) => state
            .pages
            .get(&token)
            .filter(|page| page.list == list)
            .map(|page| page.from)
            .ok_or_else(|| invalid_request("Invalid next_token provided"))?,
    };
    let total = all.len();
    let entries: Vec<Value> = all.into_iter().skip(from).take(size).collect();
    let next = from.saturating_add(entries.len());
    let mut body = json!({name: entries});
    if let (true, Some(members)) = (next < total, body.as_object_mut()) {
        let token = state.mint.page_token();
        state.pages.insert(token.clone(), Page { list: list.to_owned(), from: next });
        members.insert("nextToken".to_owned(), json!(token));
    }
    Ok(body)
}

/// `GetRoleCredentials`: `GET /federation/credentials`
pub(crate) fn get_role_credentials(state: &mut State, incoming: &Incoming) -> Answer {
    authorized(state, incoming)?;
    let (Some(role), Some(id)) = (incoming.query("role_name"), incoming.query("account_id")) else {
        return Err(invalid_request("Invalid request provided"));
    };
    let assigned = state.world.account(&id).is_some_and(|account| account.roles.contains(&role));
    if !assigned {
        return Err(forbidden());
    }
    let partition = state.world.partition();
    let person = state.world.person.clone();
    let role = format!("AWSReservedSSO_{role}_0123456789abcdef");
    let role_arn = format!("arn:{partition}:iam::{id}:role/{role}");
    let access_key_id = state.mint.access_key_id();
    let key = Key {
        secret: state.mint.secret_access_key(),
        session_token: Some(state.mint.session_token()),
        arn: format!("arn:{partition}:sts::{id}:assumed-role/{role}/{person}"),
        user_id: format!("{}:{person}", principal_id("AROA", &role_arn)),
        account: id,
        expires_at: Some(state.after(state.world.role_credentials_lifetime)),
    };
    // `RoleCredentials`; the expiration is a long, in milliseconds.
    let body = json!({"roleCredentials": {
        "accessKeyId": access_key_id,
        "secretAccessKey": key.secret,
        "sessionToken": key.session_token,
        "expiration": key.expires_at.map(|at| at.as_millisecond()),
    }});
    state.keys.insert(access_key_id, key);
    Ok(body)
}

/// `Logout`: `POST /logout`, which has no output.
pub(crate) fn logout(state: &mut State, incoming: &Incoming) -> Reply {
    match authorized(state, incoming) {
        Ok(token) => {
            if let Some(sign_in) = state.tokens.get(&token).map(|token| token.sign_in) {
                state.end_sign_in(sign_in);
            }
            Reply::empty()
        }
        Err(error) => error,
    }
}
