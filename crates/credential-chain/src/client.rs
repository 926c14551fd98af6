//! A client: one program, as far as its credentials depend on it.

use std::collections::BTreeMap;

use semver::Version;

use crate::Family;

/// One program that uses an SDK.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Client {
    /// The SDK's family.
    pub family: Family,
    /// The SDK's version, in the numbering that [`Family`] names; `None` if unknown.
    pub version: Option<Version>,
    /// The modules that were looked for, and whether each is present. A module that is absent
    /// here is unknown.
    pub modules: BTreeMap<Module, bool>,
    /// How the profile reaches it.
    pub profile_from: ProfileFrom,
    /// Whether the program itself turns the config file on (Go v1: `SharedConfigEnable`);
    /// `None` if only AWS_SDK_LOAD_CONFIG decides.
    pub loads_config: Option<bool>,
    /// The order of a program that does not leave it to its SDK.
    pub own_order: Option<OwnOrder>,
}

/// A program that asks for credentials in another order than its SDK.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OwnOrder {
    /// The AWS CDK CLI on the SDK for JavaScript v3: the environment's keys come before a profile
    /// from a variable, and `--profile` is asked alone (aws-cdk-cli,
    /// `toolkit-lib/lib/api/aws-auth/awscli-compatible.ts`).
    Cdk,
    /// Terraform on the SDK for Go v1: the environment's keys and those in the credentials file
    /// come before everything else (aws-sdk-go-base 0.7.1, `awsauth.go`, `GetCredentials`).
    GoBase1,
    /// polars, which asks boto3 for the keys and reads AWS_REGION itself (`CredentialProviderAWS`
    /// in `polars/io/cloud/credential_provider/_providers.py`, `_storage_update_options`).
    Polars,
}

impl Client {
    /// A client of unknown version and modules that takes its profile from the environment.
    pub fn new(family: Family) -> Self {
        Self {
            family,
            version: None,
            modules: BTreeMap::new(),
            profile_from: ProfileFrom::Environment,
            loads_config: None,
            own_order: None,
        }
    }

    /// The same with a version.
    #[must_use]
    pub fn with_version(mut self, version: Version) -> Self {
        self.version = Some(version);
        self
    }

    /// The same with a module that was looked for.
    #[must_use]
    pub fn with_module(mut self, module: Module, present: bool) -> Self {
        self.modules.insert(module, present);
        self
    }

    /// The same with its profile from somewhere else.
    #[must_use]
    pub fn with_profile(mut self, profile_from: ProfileFrom) -> Self {
        self.profile_from = profile_from;
        self
    }
}

/// How the profile reaches a client.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum ProfileFrom {
    /// By the environment as it is: AWS_PROFILE and what else the family reads.
    #[default]
    Environment,
    /// As if AWS_PROFILE were set to this profile.
    Variable(String),
    /// An argument: `--profile`, `Session(profile_name=…)`, `WithSharedConfigProfile(…)`.
    Argument(String),
    /// A setting of the program: `profile = …` in a provider or a backend. Clients treat it as an
    /// argument.
    Setting(String),
}

impl ProfileFrom {
    /// The profile that code or an argument names, which some families rank above keys in the
    /// environment.
    pub fn explicit(&self) -> Option<&str> {
        match self {
            Self::Argument(name) | Self::Setting(name) => Some(name),
            Self::Environment | Self::Variable(_) => None,
        }
    }
}

/// A part of an SDK that is installed or linked on its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Module {
    /// Single sign-on: Java's `sso`, AWSSDK.SSO, the Rust feature `sso`.
    Sso,
    /// Sessions of single sign-on: Java's `ssooidc`, AWSSDK.SSOOIDC.
    SsoOidc,
    /// Assumed roles: Java's `sts`, AWSSDK.SecurityToken.
    Sts,
    /// `aws login`: Java's `signin`, AWSSDK.Signin, the Rust feature `credentials-login`.
    Signin,
    /// The Common Runtime for Python, `botocore[crt]`.
    Crt,
    /// PHP's extension `openssl`.
    OpenSsl,
    /// The Rust feature `credentials-process`.
    Process,
}
