//! The simulated services that one client talks to, and what they saw of it.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::PathBuf;

use identity_center_sim::{
    Authority, Call, Chain, Operation, RealNames, Simulator, StaticKey, World,
};

use crate::keys;
use crate::sources::PORTAL_REGION;

/// How a client is led to the simulator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Endpoints {
    /// `AWS_ENDPOINT_URL_STS` and its like.
    Variables,
    /// AWS's own host names, by `HTTPS_PROXY`; trusted by `AWS_CA_BUNDLE` and `SSL_CERT_FILE`.
    RealNames,
    /// An address that the driver sets in code, from `CLIENT_MATRIX_ENDPOINT`.
    InCode,
}

/// A simulator under both kinds of address, and the folder of the machines' homes.
#[derive(Debug)]
pub struct Stage {
    // Dropped first: it forwards to the simulator.
    names: RealNames,
    /// The services.
    pub simulator: Simulator,
    folder: tempfile::TempDir,
    bundle: PathBuf,
    homes: usize,
}

impl Stage {
    /// Starts the services on loopback.
    ///
    /// # Errors
    ///
    /// If there is no port, no folder or no certificate.
    pub fn open() -> io::Result<Stage> {
        let simulator = Simulator::start_blocking(world())?;
        let authority = Authority::new("Client Matrix")?;
        let names = RealNames::start(&simulator, &authority, Chain::Good)?;
        let folder = tempfile::Builder::new().prefix("client-matrix-").tempdir()?;
        let bundle = folder.path().join("authority.pem");
        fs::write(&bundle, authority.pem())?;
        Ok(Stage { names, simulator, folder, bundle, homes: 0 })
    }

    /// A folder for the next machine: always the same, or one that no machine had before.
    pub fn next_home(&mut self, is_new: bool) -> PathBuf {
        self.homes += usize::from(is_new);
        self.folder.path().join(format!("home-{}", self.homes))
    }

    /// The variables that lead a client here.
    pub fn endpoint_variables(&self, endpoints: Endpoints) -> BTreeMap<String, String> {
        let bundle = self.bundle.to_string_lossy().into_owned();
        let proxy = self.names.proxy_url(None);
        match endpoints {
            Endpoints::Variables => {
                let mut variables: BTreeMap<String, String> =
                    self.simulator.environment().into_iter().collect();
                variables.insert("CLIENT_MATRIX_ENDPOINT".to_owned(), self.simulator.url());
                variables
            }
            Endpoints::RealNames => [
                ("HTTPS_PROXY", proxy.clone()),
                ("https_proxy", proxy),
                ("AWS_CA_BUNDLE", bundle.clone()),
                ("SSL_CERT_FILE", bundle),
            ]
            .map(|(name, value)| (name.to_owned(), value))
            .into(),
            Endpoints::InCode => {
                [("CLIENT_MATRIX_ENDPOINT".to_owned(), self.simulator.url())].into()
            }
        }
    }

    /// How many calls there were so far.
    pub fn mark(&self) -> usize {
        self.simulator.calls().len()
    }

    /// Who signed what came after the mark: the last call that is not part of obtaining
    /// credentials, and how its key came about.
    pub fn signed_since(&self, mark: usize) -> Option<Signed> {
        let calls = self.simulator.calls();
        let calls = calls.get(mark..).unwrap_or_default();
        let last = calls.iter().rposition(is_the_purpose)?;
        let signer = calls[last].signer.as_ref()?;
        let who = self.describe(&signer.access_key_id, &calls[..last]);
        Some(Signed { who, region: signer.region.clone() })
    }

    /// The last call after the mark by which the services refused credentials.
    pub fn refused_since(&self, mark: usize) -> Option<Operation> {
        let calls = self.simulator.calls();
        let calls = calls.get(mark..).unwrap_or_default();
        let gives_credentials = |call: &&Call| {
            matches!(
                call.operation,
                Operation::AssumeRole
                    | Operation::AssumeRoleWithWebIdentity
                    | Operation::GetRoleCredentials
            )
        };
        let last = calls.iter().rev().find(gives_credentials)?;
        (last.status >= 400).then_some(last.operation)
    }

    /// Whose key it is: a place's label, `sso:ACCOUNT/ROLE`, or `role:NAME < ` and whose key signed
    /// for it.
    fn describe(&self, access_key_id: &str, calls: &[Call]) -> String {
        if let Some(label) = keys::label_of(access_key_id) {
            return label.to_owned();
        }
        let Some(arn) = self.simulator.arn_of_key(access_key_id) else {
            return "unknown".to_owned();
        };
        let parts: Vec<&str> = arn.split([':', '/']).collect();
        let account = parts.get(4).copied().unwrap_or_default();
        let role = parts.get(6).copied().unwrap_or_default();
        if let Some(role) = role.strip_prefix("AWSReservedSSO_") {
            let role = role.rsplit_once('_').map_or(role, |(role, _)| role);
            return format!("sso:{account}/{role}");
        }
        // The latest call that gave a role gave this one, and the ones before it gave its signer.
        let gave = |call: &Call| {
            call.status == 200
                && matches!(
                    call.operation,
                    Operation::AssumeRole | Operation::AssumeRoleWithWebIdentity
                )
        };
        let Some(at) = calls.iter().rposition(gave) else {
            return format!("role:{role}");
        };
        match (calls[at].operation, &calls[at].signer) {
            (Operation::AssumeRole, Some(signer)) => {
                let before = self.describe(&signer.access_key_id, &calls[..at]);
                format!("role:{role} < {before}")
            }
            _ => format!("web:{role}"),
        }
    }
}

/// Whether the client wanted this call itself: `GetCallerIdentity`, or a call to S3.
fn is_the_purpose(call: &Call) -> bool {
    call.signer.is_some()
        && matches!(call.operation, Operation::GetCallerIdentity | Operation::Unknown)
}

/// Who signed a call, as the services saw it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// Whose it is; see [`Stage::signed_since`].
    pub who: String,
    /// The region in the signature.
    pub region: String,
}

fn world() -> World {
    let static_keys = keys::LABELS
        .iter()
        .map(|label| StaticKey {
            access_key_id: keys::access_key_id(label),
            secret_access_key: keys::secret_access_key(label),
            account: keys::ACCOUNT.to_owned(),
            user: (*label).to_owned(),
        })
        .collect();
    World {
        region: PORTAL_REGION.to_owned(),
        static_keys,
        assumable_roles: keys::ROLES.iter().map(|role| keys::role_arn(role)).collect(),
        ..World::science_cloud()
    }
}
