//! AWS's own host names on loopback: the simulator over TLS, with authorities made for it, behind
//! a proxy that tunnels only those names. A client needs `HTTPS_PROXY` and, to trust it,
//! `AWS_CA_BUNDLE`; no request leaves the machine.

mod authority;
mod proxy;

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

use rustls::ServerConfig;
use rustls::crypto::ring::default_provider;
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio_rustls::TlsAcceptor;

use crate::Simulator;

pub use authority::{Authority, Chain};

/// The behavior of the endpoint; it can be changed while it is open.
#[derive(Clone, Debug)]
pub struct Manner {
    /// The authority that signs the certificates.
    pub authority: Authority,
    /// How the chain is sent.
    pub chain: Chain,
    /// The name and the password that the proxy requires.
    pub password: Option<(String, String)>,
    /// The status with which the proxy refuses every tunnel.
    pub refuse: Option<u16>,
    /// The server at the proxy's port is not a proxy.
    pub is_no_proxy: bool,
    /// The authentication schemes that a 407 offers.
    pub schemes: Vec<&'static str>,
}

/// The simulator under AWS's own names. Dropping it closes the ports.
pub struct RealNames {
    manner: Arc<Mutex<Manner>>,
    tunnels: Arc<Mutex<Vec<String>>>,
    tls: SocketAddr,
    proxy: SocketAddr,
    stop: watch::Sender<bool>,
    thread: Option<JoinHandle<()>>,
}

impl std::fmt::Debug for RealNames {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RealNames")
            .field("tls", &self.tls)
            .field("proxy", &self.proxy)
            .finish_non_exhaustive()
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The state that the loops share.
#[derive(Clone)]
struct Shared {
    manner: Arc<Mutex<Manner>>,
    tunnels: Arc<Mutex<Vec<String>>>,
    acceptor: TlsAcceptor,
    simulator: String,
    vanity_host: Option<String>,
    tls: SocketAddr,
}

impl RealNames {
    /// Opens the two ports, on its own thread and runtime.
    ///
    /// # Errors
    ///
    /// If no port of 127.0.0.1, no runtime or no thread is available.
    pub fn start(simulator: &Simulator, authority: &Authority, chain: Chain) -> io::Result<Self> {
        let manner = Arc::new(Mutex::new(Manner {
            authority: authority.clone(),
            chain,
            password: None,
            refuse: None,
            is_no_proxy: false,
            schemes: vec!["Basic"],
        }));
        let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(io::Error::other)?
            .with_no_client_auth()
            .with_cert_resolver(Arc::new(Resolver(Arc::clone(&manner))));
        let url = simulator.url();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let listen = || {
            let listener = std::net::TcpListener::bind(("127.0.0.1", 0))?;
            listener.set_nonblocking(true)?;
            Ok::<_, io::Error>((listener.local_addr()?, listener))
        };
        let (tls, tls_listener) = listen()?;
        let (proxy, proxy_listener) = listen()?;
        let (stop, mut stopped) = watch::channel(false);
        let tunnels: Arc<Mutex<Vec<String>>> = Arc::default();
        let shared = Shared {
            manner: Arc::clone(&manner),
            tunnels: Arc::clone(&tunnels),
            acceptor: TlsAcceptor::from(Arc::new(config)),
            simulator: url.trim_start_matches("http://").to_owned(),
            vanity_host: simulator.world().vanity_host,
            tls,
        };
        let thread =
            std::thread::Builder::new().name("real-names".to_owned()).spawn(move || {
                runtime.block_on(async {
                    tokio::select! {
                        () = accept(tls_listener, shared.clone(), secured) => {}
                        () = accept(proxy_listener, shared, proxy::tunnel) => {}
                        _ = stopped.wait_for(|stopped| *stopped) => {}
                    }
                });
                runtime.shutdown_background();
            })?;
        Ok(Self { manner, tunnels, tls, proxy, stop, thread: Some(thread) })
    }

    /// The proxy's address, with any name and password.
    pub fn proxy_url(&self, user: Option<(&str, &str)>) -> String {
        match user {
            Some((name, password)) => format!("http://{name}:{password}@{}", self.proxy),
            None => format!("http://{}", self.proxy),
        }
    }

    /// The TLS address, for a client that does not use the proxy.
    pub fn tls_address(&self) -> SocketAddr {
        self.tls
    }

    /// Changes its behavior.
    pub fn set(&self, change: impl FnOnce(&mut Manner)) {
        change(&mut locked(&self.manner));
    }

    /// The tunnels that clients requested, each as `host:port`.
    pub fn tunnels(&self) -> Vec<String> {
        locked(&self.tunnels).clone()
    }
}

impl Drop for RealNames {
    fn drop(&mut self) {
        self.stop.send_replace(true);
        if let Some(thread) = self.thread.take() {
            // The panic hook has already reported a panic on that thread.
            let _ = thread.join();
        }
    }
}

/// Accepts connections, and serves them in parallel.
async fn accept<F>(
    listener: std::net::TcpListener,
    shared: Shared,
    serve: fn(TcpStream, Shared) -> F,
) where
    F: Future<Output = io::Result<()>> + Send + 'static,
{
    let Ok(listener) = TcpListener::from_std(listener) else {
        return;
    };
    loop {
        match listener.accept().await {
            Ok((stream, _)) => drop(tokio::spawn(serve(stream, shared.clone()))),
            // Probably out of file descriptors; others may be released.
            Err(_) => tokio::time::sleep(std::time::Duration::from_millis(50)).await,
        }
    }
}

/// Terminates TLS here and passes the plaintext to the simulator.
async fn secured(stream: TcpStream, shared: Shared) -> io::Result<()> {
    let mut outside = shared.acceptor.accept(stream).await?;
    let mut inside = TcpStream::connect(&shared.simulator).await?;
    tokio::io::copy_bidirectional(&mut outside, &mut inside).await?;
    Ok(())
}

/// A certificate for any requested host.
#[derive(Debug)]
struct Resolver(Arc<Mutex<Manner>>);

impl ResolvesServerCert for Resolver {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let manner = locked(&self.0).clone();
        let host = hello.server_name().unwrap_or("127.0.0.1");
        manner.authority.certified(host, manner.chain).ok().map(Arc::new)
    }
}
