//! The page of an access portal, with only what a program reads: the region that it names (FACTS,
//! section 5.2), and the custom host that redirects to it.

use axum::http::StatusCode;

use crate::incoming::Incoming;
use crate::reply::{Reply, escaped};
use crate::state::State;

/// `GET /start`: the page; under the world's custom host, a redirect to the portal.
pub(crate) fn show(state: &mut State, incoming: &Incoming) -> Reply {
    let world = &state.world;
    let host = incoming.header("host").unwrap_or_default();
    let host = host.split(':').next().unwrap_or_default();
    let is_vanity = world.vanity_host.as_deref().is_some_and(|own| own.eq_ignore_ascii_case(host));
    if is_vanity {
        return Reply {
            status: StatusCode::FOUND,
            location: Some(world.start_url.clone()),
            ..Reply::empty()
        };
    }
    Reply {
        content_type: "text/html",
        body: format!(
            "<!DOCTYPE html><html><head><meta charset=\"utf-8\">\
             <meta name=\"region\" content=\"{}\"/><title>AWS access portal</title></head>\
             <body></body></html>",
            escaped(&world.region)
        ),
        ..Reply::empty()
    }
}
