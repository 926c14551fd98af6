//! The real clients: where they are installed, how they are run, and what their machines share.

use aws_onboard_credential_chain::OwnOrder;

use crate::machine::{Machine, TokenState};
use crate::stage::Endpoints;

/// How a client is run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// One process for many machines: a line of JSON for each, and a line of answer.
    Session,
    /// One process for each machine, which prints one line of JSON.
    Once,
    /// A program of its own: the answer is its status, and what the simulated S3 saw.
    Program,
}

/// A client of one version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Client {
    /// Its name in the matrix.
    pub id: &'static str,
    /// The family in the model of the credential chain, such as `botocore`.
    pub family: &'static str,
    /// Its name for people.
    pub name: &'static str,
    /// The version, as installed.
    pub version: &'static str,
    /// The version in the numbering of the model, if that is another.
    pub model_version: Option<&'static str>,
    /// Optional parts that are installed with it, such as `crt`.
    pub modules: &'static [&'static str],
    /// The program and its arguments; `{clients}` is the folder of installed clients, `{drivers}`
    /// that of the drivers.
    pub command: &'static [&'static str],
    /// Whether the program itself turns the config file on, as a program of Go v1 can.
    pub loads_config: Option<bool>,
    /// Whether AWS_SDK_LOAD_CONFIG with a false value turns it off again.
    pub obeys_load_config: bool,
    /// Whether it asks for credentials in another order than its SDK.
    pub own_order: Option<OwnOrder>,
    /// The region that the program sets itself, whatever the SDK finds.
    pub sets_region: Option<&'static str>,
    /// How it is run.
    pub manner: Manner,
    /// How it is led to the simulator.
    pub endpoints: Endpoints,
    /// The argument before a profile's name; none if it takes the profile from the environment
    /// alone. A driver takes the name as such.
    pub profile_argument: Option<&'static str>,
    /// Variables for its process, with the same braces as `command`.
    pub environment: &'static [(&'static str, &'static str)],
    /// Whether its own calls to SSO and STS can be led to the simulator; otherwise machines that
    /// need them are left out.
    pub reaches_services: bool,
    /// Whether CI fails without it.
    pub is_required: bool,
    /// Whether its driver can tell the region; otherwise it is read off the signature.
    pub tells_region: bool,
    /// Whether it caches files by their path, so that every machine needs a path of its own. The
    /// others have one path for all machines, because some read HOME when they are loaded.
    pub caches_by_path: bool,
    /// Whether it does not renew a second token within thirty seconds, so that each machine whose
    /// token has expired needs a process of its own.
    pub renews_once: bool,
    /// Whether its STS client takes its region from the profile of the first machine of its process,
    /// so that each machine with a web identity in the environment needs a process of its own.
    pub remembers_region: bool,
    /// What the machines share.
    pub shares: &'static str,
}

const FORKED: &str = "imported modules and HOME; a process forked for each machine";
const SESSION: &str = "one process and HOME; a new session for each machine";
const JVM: &str = "one JVM, whose environment is set by reflection; a new client for each machine";
const NOTHING: &str = "nothing; one process for each machine";

impl Client {
    /// Whether it can be run on this machine: it must be able to learn the profile, and what it
    /// asks for must be led to the simulator.
    pub fn can_run_on(&self, machine: &Machine) -> bool {
        let needs_services = !machine.tokens.is_empty() || machine.files.contains_key("web-token");
        (machine.profile.is_none() || self.profile_argument.is_some())
            && (self.reaches_services || !needs_services)
    }

    /// Whether this machine needs a process of its own.
    pub fn is_alone_on(&self, machine: &Machine) -> bool {
        let valid = [TokenState::Valid, TokenState::ValidPlain];
        let has_ended = || machine.tokens.iter().any(|token| !valid.contains(&token.state));
        let has_web_identity = || machine.environment.contains_key("AWS_WEB_IDENTITY_TOKEN_FILE");
        (self.renews_once && has_ended()) || (self.remembers_region && has_web_identity())
    }
}

/// What most clients have in common; each row of [`CLIENTS`] overrides the rest.
const COMMON: Client = Client {
    id: "",
    family: "",
    name: "",
    version: "",
    model_version: None,
    modules: &[],
    command: &[],
    loads_config: None,
    obeys_load_config: false,
    own_order: None,
    sets_region: None,
    manner: Manner::Session,
    endpoints: Endpoints::RealNames,
    profile_argument: Some(""),
    environment: &[],
    reaches_services: true,
    is_required: true,
    tells_region: true,
    caches_by_path: false,
    renews_once: false,
    remembers_region: false,
    shares: NOTHING,
};

/// The clients of the matrix.
pub const CLIENTS: &[Client] = &[
    Client {
        id: "botocore",
        family: "botocore",
        name: "botocore (boto3 1.44.8)",
        version: "1.44.8",
        command: &["{clients}/python-current/bin/python", "{drivers}/python/driver.py"],
        shares: FORKED,
        ..COMMON
    },
    Client {
        id: "botocore-crt",
        family: "botocore",
        name: "botocore[crt]",
        version: "1.44.8",
        modules: &["crt"],
        command: &["{clients}/python-crt/bin/python", "{drivers}/python/driver.py"],
        shares: FORKED,
        ..COMMON
    },
    Client {
        id: "botocore-old",
        family: "botocore",
        name: "botocore (boto3 1.24.96)",
        version: "1.27.96",
        command: &["{clients}/python-old/bin/python", "{drivers}/python/driver.py"],
        shares: FORKED,
        ..COMMON
    },
    Client {
        id: "cli2",
        family: "cli2",
        name: "AWS CLI v2 (Debian)",
        version: "2.9.19",
        command: &["/usr/bin/python3", "{drivers}/python/cli.py"],
        tells_region: false,
        shares: FORKED,
        ..COMMON
    },
    Client {
        id: "cli1",
        family: "cli1",
        name: "AWS CLI v1",
        version: "1.46.3",
        command: &["{clients}/python-cli-v1/bin/python", "{drivers}/python/cli.py"],
        tells_region: false,
        shares: FORKED,
        ..COMMON
    },
    Client {
        id: "js3",
        family: "js3",
        name: "AWS SDK for JavaScript v3",
        version: "3.1175.0",
        command: &["node", "{drivers}/javascript/v3.mjs"],
        endpoints: Endpoints::Variables,
        environment: &[("CLIENT_MATRIX_MODULES", "{clients}/javascript")],
        is_required: false,
        caches_by_path: true,
        renews_once: true,
        shares: "one process; a new client for each machine; a process of its own for a token that has expired",
        ..COMMON
    },
    Client {
        id: "js2",
        family: "js2",
        name: "AWS SDK for JavaScript v2",
        version: "2.1693.0",
        command: &["node", "{drivers}/javascript/v2.cjs"],
        manner: Manner::Once,
        endpoints: Endpoints::InCode,
        profile_argument: None,
        environment: &[("CLIENT_MATRIX_MODULES", "{clients}/javascript")],
        is_required: false,
        ..COMMON
    },
    Client {
        id: "go2",
        family: "go2",
        name: "AWS SDK for Go v2 (config)",
        version: "1.33.18",
        command: &["{clients}/go-v2-current"],
        is_required: false,
        shares: SESSION,
        ..COMMON
    },
    Client {
        id: "go2-old",
        family: "go2",
        name: "AWS SDK for Go v2 (config), before sso-session",
        version: "1.17.11",
        command: &["{clients}/go-v2-old"],
        is_required: false,
        shares: SESSION,
        ..COMMON
    },
    Client {
        id: "go1",
        family: "go1",
        name: "AWS SDK for Go v1",
        version: "1.55.8",
        command: &["{clients}/go-v1"],
        is_required: false,
        shares: SESSION,
        ..COMMON
    },
    Client {
        id: "go-base",
        family: "go-base",
        name: "hashicorp/aws-sdk-go-base v2",
        version: "2.0.0-beta.74",
        model_version: Some("1.32.32"),
        command: &["{clients}/go-base"],
        is_required: false,
        shares: SESSION,
        ..COMMON
    },
    Client {
        id: "terraform-old",
        family: "go1",
        name: "S3 backend of Terraform, before sso-session",
        version: "1.5.7",
        model_version: Some("1.44.122"),
        command: &["{clients}/terraform-old"],
        // aws-sdk-go-base 0.7.1, `awsauth.go`.
        loads_config: Some(true),
        own_order: Some(OwnOrder::GoBase1),
        sets_region: Some("us-east-1"),
        is_required: false,
        tells_region: false,
        shares: SESSION,
        ..COMMON
    },
    Client {
        id: "terraform",
        family: "go-base",
        name: "Terraform, `init` with the S3 backend",
        version: "1.11.4",
        model_version: Some("1.29.4"),
        command: &["/bin/bash", "{drivers}/terraform/init.sh", "{clients}/terraform"],
        sets_region: Some("us-east-1"),
        manner: Manner::Program,
        profile_argument: Some("--profile"),
        is_required: false,
        tells_region: false,
        ..COMMON
    },
    Client {
        id: "opentofu",
        family: "go-base",
        name: "S3 backend of OpenTofu",
        version: "1.12.6",
        model_version: Some("1.32.12"),
        command: &["{clients}/opentofu"],
        sets_region: Some("us-east-1"),
        is_required: false,
        tells_region: false,
        shares: SESSION,
        ..COMMON
    },
    Client {
        id: "cdk",
        family: "js3",
        name: "AWS CDK CLI, `bootstrap`",
        version: "2.1148.1",
        model_version: Some("3.1175.0"),
        command: &[
            "/bin/bash",
            "{drivers}/cdk/bootstrap.sh",
            "{clients}/cdk/node_modules/aws-cdk/bin/cdk",
        ],
        own_order: Some(OwnOrder::Cdk),
        // That of the environment that it bootstraps.
        sets_region: Some("us-east-1"),
        manner: Manner::Program,
        profile_argument: Some("--profile"),
        is_required: false,
        tells_region: false,
        ..COMMON
    },
    Client {
        id: "rust",
        family: "rust",
        name: "AWS SDK for Rust (aws-config), with `credentials-login`",
        version: "1.13.0",
        modules: &["sso", "ssooidc", "sts", "signin", "process"],
        command: &["{clients}/rust"],
        manner: Manner::Once,
        endpoints: Endpoints::Variables,
        ..COMMON
    },
    Client {
        id: "java2",
        family: "java2",
        name: "AWS SDK for Java v2 with `sso`, `ssooidc`, `signin` and `sts`",
        version: "2.57.8",
        modules: &["sso", "ssooidc", "sts", "signin"],
        command: &[
            "/usr/bin/java",
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "-cp",
            "{clients}/java-v2-sso:{clients}/java-v2-sso/lib/*",
            "Driver",
        ],
        is_required: false,
        shares: JVM,
        ..COMMON
    },
    Client {
        id: "java2-bare",
        family: "java2",
        name: "AWS SDK for Java v2 with `sts` alone",
        version: "2.57.8",
        modules: &["sts"],
        command: &[
            "/usr/bin/java",
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "-cp",
            "{clients}/java-v2-bare:{clients}/java-v2-bare/lib/*",
            "Driver",
        ],
        is_required: false,
        shares: JVM,
        ..COMMON
    },
    Client {
        id: "java1",
        family: "java1",
        name: "AWS SDK for Java v1",
        version: "1.12.793",
        modules: &["sts"],
        command: &[
            "/usr/bin/java",
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "-cp",
            "{clients}/java-v1:{clients}/java-v1/lib/*",
            "Driver",
        ],
        profile_argument: None,
        is_required: false,
        caches_by_path: true,
        // `AwsClientBuilder.DEFAULT_REGION_PROVIDER` is static, and its `AwsProfileRegionProvider`
        // reads the profile's name when it is made.
        remembers_region: true,
        shares: "one JVM, whose environment is set by reflection; a new client for each machine; a JVM of its own for a web identity in the environment",
        ..COMMON
    },
    Client {
        id: "s5cmd",
        family: "go1",
        name: "s5cmd",
        version: "2.3.0",
        model_version: Some("1.44.298"),
        command: &[
            "{clients}/python-programs/bin/s5cmd",
            "--endpoint-url",
            "{endpoint}",
            "--retry-count",
            "0",
            "ls",
        ],
        loads_config: Some(true),
        // `storage/s3.go`, newSession.
        obeys_load_config: true,
        manner: Manner::Program,
        profile_argument: None,
        tells_region: false,
        ..COMMON
    },
    Client {
        id: "rclone",
        family: "go2",
        name: "rclone, with env_auth",
        version: "1.75.2",
        model_version: Some("1.32.30"),
        command: &[
            "{clients}/python-programs/bin/rclone",
            "lsd",
            ":s3:",
            "--retries",
            "1",
            "--low-level-retries",
            "1",
        ],
        manner: Manner::Program,
        profile_argument: None,
        environment: &[("RCLONE_S3_ENV_AUTH", "true"), ("RCLONE_S3_PROVIDER", "AWS")],
        // `backend/s3/s3.go`, s3Connection: for want of the option `region`.
        sets_region: Some("us-east-1"),
        tells_region: false,
        ..COMMON
    },
    Client {
        id: "pyarrow",
        family: "cpp",
        name: "pyarrow (AWS SDK for C++ 1.11.900)",
        version: "26.0.1",
        model_version: Some("1.11.900"),
        command: &["{clients}/python-programs/bin/python", "{drivers}/python/pyarrow_s3.py"],
        manner: Manner::Program,
        endpoints: Endpoints::Variables,
        profile_argument: None,
        reaches_services: false,
        tells_region: false,
        ..COMMON
    },
    Client {
        id: "gdal",
        family: "gdal",
        name: "GDAL (pyogrio 0.12.1)",
        version: "3.11.4",
        command: &["{clients}/python-gdal/bin/python", "{drivers}/python/gdal_s3.py"],
        profile_argument: None,
        tells_region: false,
        shares: FORKED,
        ..COMMON
    },
    Client {
        id: "polars",
        family: "botocore",
        name: "polars, with boto3 beside it",
        version: "2.1.0",
        model_version: Some("1.44.8"),
        command: &["{clients}/python-programs/bin/python", "{drivers}/python/polars_s3.py"],
        own_order: Some(OwnOrder::Polars),
        endpoints: Endpoints::Variables,
        profile_argument: None,
        is_required: false,
        tells_region: false,
        shares: FORKED,
        ..COMMON
    },
    Client {
        id: "ruby",
        family: "ruby",
        name: "AWS SDK for Ruby v3 (Debian)",
        version: "3.168.1",
        command: &["/usr/bin/ruby", "{drivers}/ruby/driver.rb"],
        // Only so that it counts as missing without the gem, in this version.
        environment: &[(
            "CLIENT_MATRIX_GEM",
            "/usr/share/rubygems-integration/all/specifications/aws-sdk-core-3.168.1.gemspec",
        )],
        is_required: false,
        shares: FORKED,
        ..COMMON
    },
];
