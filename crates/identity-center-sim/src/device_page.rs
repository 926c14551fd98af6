//! The page on which the user approves a device sign-in: the target of `verificationUri` and
//! `verificationUriComplete` (botocore sso-oidc `StartDeviceAuthorizationResponse`).

use axum::http::StatusCode;

use crate::incoming::{Incoming, parameter};
use crate::reply::{Reply, escaped};
use crate::state::{Decision, State};

/// `GET /device`: the question, or the field for the code if it is not in the URL.
pub(crate) fn show(state: &mut State, incoming: &Incoming) -> Reply {
    let Some(user_code) = incoming.query("user_code") else {
        return page(
            StatusCode::OK,
            "Authorize a device",
            "<form method=\"get\" action=\"/device\"><label>The code that your terminal shows \
             <input name=\"user_code\" autofocus autocomplete=\"off\"></label> \
             <button>Continue</button></form>",
        );
    };
    let device = state.pending_device(&user_code).and_then(|code| state.devices.get(&code));
    let Some(device) = device else {
        return nothing_pending();
    };
    let client = state.clients.get(&device.client_id).map_or("", |client| client.name.as_str());
    let intro = format!(
        "<p>Compare this code with the one in your terminal:</p><p class=\"code\">{}</p>",
        escaped(&device.user_code)
    );
    question(state, client, &intro, "/device", "user_code", &device.user_code)
}

/// `POST /device`: the user's choice.
pub(crate) fn decide(state: &mut State, incoming: &Incoming) -> Reply {
    let user_code = parameter(&incoming.body, "user_code").unwrap_or_default();
    let (decision, title, told) = match parameter(&incoming.body, "decision").as_deref() {
        Some("approve") => (
            Decision::Approved,
            "Request approved",
            "You can close this page and go back to your terminal.",
        ),
        Some("deny") => (Decision::Denied, "Request denied", "Nobody was signed in."),
        _ => {
            return page(
                StatusCode::BAD_REQUEST,
                "Nothing was decided",
                "<p>The answer was neither yes nor no.</p>",
            );
        }
    };
    if !state.decide(&user_code, decision) {
        return nothing_pending();
    }
    page(StatusCode::OK, title, &format!("<p>{told}</p>"))
}

fn nothing_pending() -> Reply {
    page(
        StatusCode::NOT_FOUND,
        "Nothing to decide",
        "<p>No sign-in is waiting under this code. It may have expired, or was decided already.</p>",
    )
}

/// Who requests what, with two buttons that post `name=value` and the decision to `action`.
pub(crate) fn question(
    state: &State,
    client: &str,
    intro: &str,
    action: &str,
    name: &str,
    value: &str,
) -> Reply {
    let body = format!(
        "{intro}<dl><dt>Application</dt><dd>{}</dd><dt>Signed in as</dt><dd>{}</dd>\
         <dt>Portal</dt><dd>{}</dd><dt>Access</dt><dd>your AWS accounts and roles ({} accounts)</dd></dl>\
         <form method=\"post\" action=\"{action}\"><input type=\"hidden\" name=\"{name}\" value=\"{}\">\
         <button name=\"decision\" value=\"approve\" class=\"yes\">Approve</button> \
         <button name=\"decision\" value=\"deny\">Deny</button></form>",
        escaped(client),
        escaped(&state.world.person),
        escaped(&state.world.start_url),
        state.world.accounts.len(),
        escaped(value),
    );
    page(StatusCode::OK, "Authorization requested", &body)
}

/// A page with this title; the body is markup.
pub(crate) fn page(status: StatusCode, title: &str, body: &str) -> Reply {
    let title = escaped(title);
    let body = format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>{title}</title>\
         <meta name=\"viewport\" content=\"width=device-width\"><style>\
         body{{font:16px/1.5 sans-serif;max-width:34rem;margin:3rem auto;padding:0 1rem;color:#16191f;background:#fff}}\
         dt{{font-weight:bold}}dd{{margin:0 0 .6rem}}.code{{font:bold 1.8rem monospace;letter-spacing:.1em}}\
         button{{font:inherit;padding:.4rem 1.2rem}}.yes{{background:#0b5cad;color:#fff;border:1px solid #0b5cad}}\
         .note{{color:#545b64;border-top:1px solid #d5dbdb;margin-top:2rem;padding-top:.6rem;font-size:.9rem}}\
         </style></head><body><h1>{title}</h1>{body}\
         <p class=\"note\">This is a simulated portal on your own machine. It is not AWS, and nothing \
         here reaches an account.</p></body></html>\n"
    );
    Reply { status, content_type: "text/html; charset=utf-8", body, ..Reply::empty() }
}
