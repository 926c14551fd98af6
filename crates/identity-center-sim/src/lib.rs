//! A simulated IAM Identity Center and STS on loopback, for tests and for the demo.
//!
//! A [`Simulator`] serves the three services of a sign-in according to botocore's service models:
//! OIDC (`RegisterClient`, `StartDeviceAuthorization`, `CreateToken`, and the authorization page
//! of PKCE), the access portal (`ListAccounts`, `ListAccountRoles`, `GetRoleCredentials`,
//! `Logout`) and STS (`GetCallerIdentity`, `AssumeRole` and `AssumeRoleWithWebIdentity`). A
//! [`World`] defines the accounts and users, and its [`Faults`] the failures; both can be changed
//! while it runs.
//!
//! ```
//! use identity_center_sim::{Simulator, World};
//!
//! let simulator = Simulator::start_blocking(World::science_cloud())?;
//! for (name, value) in simulator.environment() {
//!     // Give these to an AWS CLI from 2.13.0, to boto3, or to an SDK.
//!     assert!(name.starts_with("AWS_ENDPOINT_URL_") && value.starts_with("http://127.0.0.1:"));
//! }
//! # Ok::<(), std::io::Error>(())
//! ```

mod authorize;
mod aws_data;
mod calls;
mod device_page;
mod incoming;
mod issued;
mod mint;
mod oidc;
mod oidc_errors;
mod portal;
mod portal_page;
#[cfg(feature = "tls")]
mod real_names;
mod reply;
mod rubbish;
mod server;
mod sigv4;
mod state;
mod sts;
mod sts_roles;
mod world;

use std::fmt;
use std::io;
use std::path::Path;
use std::thread::JoinHandle;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::watch;

pub use aws_data::write_aws_data_path;
pub use calls::{Call, Operation, Signer};
pub use issued::IssuedToken;
#[cfg(feature = "tls")]
pub use real_names::{Authority, Chain, Manner, RealNames};
pub use rubbish::{Rubbish, RubbishKind};
pub use world::{Account, Approval, Crossing, Faults, Refreshable, StaticKey, World};

use rubbish::Door;
use server::App;
use state::{Decision, State};

/// A running server on a free port of 127.0.0.1. Dropping it stops it.
pub struct Simulator {
    app: App,
    stop: watch::Sender<bool>,
    thread: Option<JoinHandle<()>>,
}

impl fmt::Debug for Simulator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Simulator").field("url", &self.app.url).finish_non_exhaustive()
    }
}

/// How long open connections may take to close after the simulator stops.
const SHUTDOWN_GRACE: Duration = Duration::from_millis(200);

impl Simulator {
    /// Starts on the current tokio runtime, which needs its I/O and time drivers.
    ///
    /// # Errors
    ///
    /// If no port of 127.0.0.1 is available.
    pub async fn start(world: World) -> io::Result<Simulator> {
        let (simulator, door) = Simulator::open(world).await?;
        tokio::spawn(simulator.serve(door));
        Ok(simulator)
    }

    /// Starts on its own thread and runtime: for synchronous tests and for the demo.
    ///
    /// # Errors
    ///
    /// If no port of 127.0.0.1, no runtime or no thread is available.
    pub fn start_blocking(world: World) -> io::Result<Simulator> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        // On the new thread, because the caller may be within a runtime, where blocking is not
        // allowed.
        let (started, is_started) = std::sync::mpsc::channel();
        let thread = std::thread::Builder::new().name("identity-center-sim".to_owned()).spawn(
            move || {
                runtime.block_on(async {
                    match Simulator::open(world).await {
                        Ok((simulator, door)) => {
                            let serving = simulator.serve(door);
                            let _ = started.send(Ok(simulator));
                            serving.await;
                        }
                        Err(error) => {
                            let _ = started.send(Err(error));
                        }
                    }
                });
                runtime.shutdown_background();
            },
        )?;
        let mut simulator = is_started.recv().map_err(io::Error::other)??;
        simulator.thread = Some(thread);
        Ok(simulator)
    }

    async fn open(world: World) -> io::Result<(Simulator, Door)> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let url = format!("http://{}", listener.local_addr()?);
        let (stop, stopped) = watch::channel(false);
        let app = App::new(State::new(world), &url, stopped);
        Ok((Simulator { app, stop, thread: None }, Door(listener)))
    }

    fn serve(&self, door: Door) -> impl Future<Output = ()> + Send + 'static {
        let app = self.app.clone();
        let mut stopped = self.stop.subscribe();
        async move {
            tokio::select! {
                () = app.serve(door) => {}
                () = async {
                    let _ = stopped.wait_for(|stopped| *stopped).await;
                    tokio::time::sleep(SHUTDOWN_GRACE).await;
                } => {}
            }
        }
    }

    /// `http://127.0.0.1:PORT`, without a trailing slash. One port serves all services,
    /// distinguished by path.
    pub fn url(&self) -> String {
        self.app.url.to_string()
    }

    /// The variables that redirect AWS tools here: boto3 and CLI v1 from botocore 1.31.0, CLI v2
    /// from 2.13.0 (FACTS, section 4). For older ones see [`Simulator::write_aws_data_path`].
    pub fn environment(&self) -> Vec<(String, String)> {
        ["AWS_ENDPOINT_URL_SSO", "AWS_ENDPOINT_URL_SSO_OIDC", "AWS_ENDPOINT_URL_STS"]
            .map(|name| (name.to_owned(), self.url()))
            .into()
    }

    /// Writes files into `dir` that redirect tools without endpoint variables, such as Debian's
    /// AWS CLI 2.9.19, when `AWS_DATA_PATH` is set to it. See [`write_aws_data_path`].
    ///
    /// # Errors
    ///
    /// If a folder or a file cannot be written.
    pub fn write_aws_data_path(&self, dir: &Path) -> io::Result<()> {
        aws_data::write_aws_data_path(dir, &self.url())
    }

    /// The calls of AWS operations so far, in order of arrival (the latest 100 000). Visits to the
    /// approval page do not count.
    pub fn calls(&self) -> Vec<Call> {
        self.app.state().calls.all()
    }

    /// The ARN behind an access key: of an IAM user, or of the role that a temporary key is for.
    /// None if STS does not know the key.
    pub fn arn_of_key(&self, access_key_id: &str) -> Option<String> {
        sts::key(&self.app.state(), access_key_id).map(|key| key.arn)
    }

    /// The number of calls of this operation.
    pub fn count(&self, operation: Operation) -> usize {
        self.calls().iter().filter(|call| call.operation == operation).count()
    }

    /// Changes the world. Calls that are already waiting use the earlier state.
    pub fn set(&self, change: impl FnOnce(&mut World)) {
        change(&mut self.app.state().world);
    }

    /// The current world.
    pub fn world(&self) -> World {
        self.app.state().world.clone()
    }

    /// Approves the pending device sign-in with this user code (in any case, with or without the
    /// hyphen). False if there is none: unknown, already decided, expired, or [`Approval::Never`].
    pub fn approve(&self, user_code: &str) -> bool {
        self.app.state().decide(user_code, Decision::Approved)
    }

    /// Denies it; false as for [`Simulator::approve`].
    pub fn deny(&self, user_code: &str) -> bool {
        self.app.state().decide(user_code, Decision::Denied)
    }

    /// The user codes of the pending device sign-ins, oldest first.
    pub fn pending_user_codes(&self) -> Vec<String> {
        self.app.state().pending().map(|(_, device)| device.user_code.clone()).collect()
    }

    /// A token as after a sign-in, regardless of the world's rule for refresh tokens. With a
    /// lifetime of zero, it has expired.
    pub fn issue_token(&self, refreshable: bool, lifetime: Duration) -> IssuedToken {
        issued::issue(&mut self.app.state(), refreshable, lifetime)
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        self.stop.send_replace(true);
        if let Some(thread) = self.thread.take() {
            // The panic hook has already reported a panic on that thread.
            let _ = thread.join();
        }
    }
}
