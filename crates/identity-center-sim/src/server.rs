//! The server: which path is which operation, and what applies to every call.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request, State as Shared};
use axum::http::header::{CONTENT_TYPE, DATE, LOCATION, USER_AGENT};
use axum::http::{HeaderName, HeaderValue, Response};
use axum::routing::{get, post};
use tokio::sync::watch;

use crate::calls::{Call, Operation};
use crate::incoming::Incoming;
use crate::reply::Reply;
use crate::rubbish::{self, Door, Link, RubbishKind};
use crate::state::State;
use crate::world::Crossing;
use crate::{authorize, device_page, oidc, portal, portal_page, sigv4, sts, sts_roles};

/// The state that handlers share.
#[derive(Clone)]
pub(crate) struct App {
    state: Arc<Mutex<State>>,
    started: Instant,
    /// `http://127.0.0.1:PORT`
    pub(crate) url: Arc<str>,
    stop: watch::Receiver<bool>,
}

impl App {
    pub(crate) fn new(state: State, url: &str, stop: watch::Receiver<bool>) -> App {
        App {
            state: Arc::new(Mutex::new(state)),
            started: Instant::now(),
            url: Arc::from(url),
            stop,
        }
    }

    /// The state; a test that panics while it has the lock does not corrupt it.
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn stopped(&self) -> impl Future<Output = ()> + Send + 'static {
        let mut stop = self.stop.clone();
        async move {
            // An error means that the simulator is dropped, which also means stop.
            let _ = stop.wait_for(|stopped| *stopped).await;
        }
    }

    /// Serves until the simulator is dropped.
    pub(crate) async fn serve(self, door: Door) {
        let stopped = self.stopped();
        let service = self.router().into_make_service_with_connect_info::<Link>();
        // Accepting has its own retries, so serving has no error to report.
        let _ = axum::serve(door, service).with_graceful_shutdown(stopped).await;
    }

    /// The request URIs of the models: botocore sso-oidc and sso 2019-06-10, sts 2011-06-15.
    fn router(self) -> Router {
        Router::new()
            .route("/client/register", post(aws(Operation::RegisterClient)))
            .route("/device_authorization", post(aws(Operation::StartDeviceAuthorization)))
            .route("/token", post(aws(Operation::CreateToken)))
            .route("/assignment/accounts", get(aws(Operation::ListAccounts)))
            .route("/assignment/roles", get(aws(Operation::ListAccountRoles)))
            .route("/federation/credentials", get(aws(Operation::GetRoleCredentials)))
            .route("/logout", post(aws(Operation::Logout)))
            // GDAL sends the query protocol as a GET.
            .route(
                "/",
                post(aws(Operation::GetCallerIdentity)).get(aws(Operation::GetCallerIdentity)),
            )
            .route("/authorize", get(aws(Operation::Authorize)).post(page(authorize::decide)))
            .route("/device", get(page(device_page::show)).post(page(device_page::decide)))
            .route("/start", get(page(portal_page::show)))
            .fallback(aws(Operation::Unknown))
            .method_not_allowed_fallback(aws(Operation::Unknown))
            .with_state(self)
    }
}

type Handled = std::pin::Pin<Box<dyn Future<Output = Response<Body>> + Send>>;

/// The handler of an operation.
fn aws(
    operation: Operation,
) -> impl Fn(Shared<App>, ConnectInfo<Link>, Request) -> Handled + Clone + Send + Sync + 'static {
    move |Shared(app), ConnectInfo(link), request| Box::pin(call(operation, app, link, request))
}

/// The handler of a page for the user: not an AWS call, and without faults.
fn page(
    handler: fn(&mut State, &Incoming) -> Reply,
) -> impl Fn(Shared<App>, ConnectInfo<Link>, Request) -> Handled + Clone + Send + Sync + 'static {
    move |Shared(app), ConnectInfo(link), request| {
        Box::pin(async move {
            let Some(incoming) = Incoming::read(request).await else {
                link.cut();
                return Response::default();
            };
            let mut state = app.state();
            let reply = handler(&mut state, &incoming);
            response(&mut state, reply)
        })
    }
}

/// One call, from request to response.
async fn call(operation: Operation, app: App, link: Link, request: Request) -> Response<Body> {
    let arrived = app.started.elapsed();
    let Some(incoming) = Incoming::read(request).await else {
        link.cut();
        return Response::default();
    };
    // STS has one path for all operations.
    let operation = match operation {
        Operation::GetCallerIdentity => sts::operation(&incoming),
        other => other,
    };
    let number = app.state().calls.arrived(Call {
        operation,
        at: u64::try_from(arrived.as_millis()).unwrap_or(u64::MAX),
        status: 0,
        user_agent: incoming.header(USER_AGENT.as_str()).map(str::to_owned),
        signer: sigv4::signer(&incoming),
    });
    let answered = tokio::select! {
        answered = answer(operation, number, &app, &incoming) => answered,
        () = app.stopped() => None,
    };
    match answered {
        Some(response) => {
            app.state().calls.answered(number, response.status().as_u16());
            response
        }
        None => {
            link.cut();
            Response::default()
        }
    }
}

/// The response after its delays and faults; None closes the connection without one.
async fn answer(
    operation: Operation,
    number: u64,
    app: &App,
    incoming: &Incoming,
) -> Option<Response<Body>> {
    let (delay, rubbish, crossing) = {
        let state = app.state();
        let faults = &state.world.faults;
        let slow = faults.slow.filter(|(slow, _)| *slow == operation);
        let delay = faults.latency.saturating_add(slow.map(|(_, span)| span).unwrap_or_default());
        let crossing = faults.crossing.filter(|_| operation == Operation::CreateToken);
        (delay, faults.rubbish.filter(|rubbish| rubbish.hits(operation)), crossing)
    };
    if !delay.is_zero() {
        tokio::time::sleep(delay).await;
    }
    if let Some(crossing) = crossing {
        cross(app, operation, number, crossing).await;
    }
    match rubbish.map(|rubbish| rubbish.kind) {
        Some(RubbishKind::Nothing) => return None,
        Some(RubbishKind::Hang) => std::future::pending::<()>().await,
        _ => {}
    }
    let mut state = app.state();
    let reply = match rubbish.map(|rubbish| rubbish.kind) {
        Some(RubbishKind::NotJson) => {
            let body = rubbish::NOT_JSON.to_owned();
            Reply { body, ..Reply::empty() }
        }
        Some(RubbishKind::Html) => {
            let body = rubbish::HTML.to_owned();
            Reply { content_type: "text/html", body, ..Reply::empty() }
        }
        Some(RubbishKind::Status500) => rubbish::status_500(),
        _ if state.is_throttled(operation) => portal::too_many_requests(),
        _ => dispatch(operation, app, &mut state, incoming),
    };
    let half = matches!(rubbish, Some(rubbish) if rubbish.kind == RubbishKind::HalfBody);
    let body = if half { reply.body.clone() } else { String::new() };
    let is_foreign = matches!(rubbish, Some(rubbish) if rubbish.kind == RubbishKind::Html);
    let mut response = response(&mut state, reply);
    if is_foreign {
        // The page of a server other than AWS's has no AWS request ID.
        response.headers_mut().remove("x-amzn-requestid");
    }
    Some(if half { rubbish::halve(response, &body) } else { response })
}

/// Waits until both calls have arrived, and the loser until the winner has its answer.
async fn cross(app: &App, operation: Operation, number: u64, crossing: Crossing) {
    let end = Instant::now() + crossing.patience;
    loop {
        let first_two: Vec<(u64, u16)> = app.state().calls.of(operation).take(2).collect();
        if let [first, last] = first_two[..] {
            let (winner, loser) = if crossing.last_wins { (last, first) } else { (first, last) };
            if number != loser.0 || winner.1 != 0 {
                return;
            }
        }
        if Instant::now() >= end {
            return;
        }
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

fn dispatch(operation: Operation, app: &App, state: &mut State, incoming: &Incoming) -> Reply {
    match operation {
        Operation::RegisterClient => Reply::of(oidc::register_client(state, &app.url, incoming)),
        Operation::StartDeviceAuthorization => {
            Reply::of(oidc::start_device_authorization(state, &app.url, incoming))
        }
        Operation::CreateToken => Reply::of(oidc::create_token(state, incoming)),
        Operation::ListAccounts => Reply::of(portal::list_accounts(state, incoming)),
        Operation::ListAccountRoles => Reply::of(portal::list_account_roles(state, incoming)),
        Operation::GetRoleCredentials => Reply::of(portal::get_role_credentials(state, incoming)),
        Operation::Logout => portal::logout(state, incoming),
        Operation::GetCallerIdentity => sts::get_caller_identity(state, incoming),
        Operation::AssumeRole => sts_roles::assume_role(state, incoming),
        Operation::AssumeRoleWithWebIdentity => {
            sts_roles::assume_role_with_web_identity(state, incoming)
        }
        Operation::Authorize => authorize::show(state, incoming),
        Operation::Unknown => Reply::unknown_operation(),
    }
}

/// The response as HTTP. Every AWS response has a request ID and the service's time, although the
/// model does not list them (botocore `parsers.py` `_populate_response_metadata` reads
/// `x-amzn-requestid`).
pub(crate) fn response(state: &mut State, reply: Reply) -> Response<Body> {
    let request_id = reply.request_id.unwrap_or_else(|| state.mint.request_id());
    let mut response = Response::new(Body::from(reply.body));
    *response.status_mut() = reply.status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(reply.content_type));
    if let Some(Ok(location)) = reply.location.as_deref().map(HeaderValue::from_str) {
        headers.insert(LOCATION, location);
    }
    if let Some(error_type) = reply.error_type {
        headers.insert(
            HeaderName::from_static("x-amzn-errortype"),
            HeaderValue::from_static(error_type),
        );
    }
    if let Ok(id) = HeaderValue::from_str(&request_id) {
        headers.insert(HeaderName::from_static("x-amzn-requestid"), id);
    }
    let now = state.now().strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
    if let Ok(now) = HeaderValue::from_str(&now) {
        headers.insert(DATE, now);
    }
    response
}
