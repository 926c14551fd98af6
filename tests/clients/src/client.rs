//! The real clients: where they are installed, how they are run, and what their machines share.

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
    pub model_version: &'static str,
    /// Optional parts that are installed with it, such as `crt`.
    pub modules: &'static [&'static str],
    /// The program and its arguments; `{clients}` is the folder of installed clients, `{drivers}`
    /// that of the drivers.
    pub command: &'static [&'static str],
    /// How it is run.
    pub manner: Manner,
    /// How it is led to the simulator.
    pub endpoints: Endpoints,
    /// The argument before a profile's name; none if it takes the profile from the environment
    /// alone. A driver takes the name as such.
    pub profile_argument: Option<&'static str>,
    /// Variables for its process, with the same braces as `command`.
    pub environment: &'static [(&'static str, &'static str)],
    /// Whether CI fails without it.
    pub is_required: bool,
    /// Whether its driver can tell the region; otherwise it is read off the signature.
    pub tells_region: bool,
    /// Whether it caches files by their path, so that every machine needs a path of its own. The
    /// others have one path for all machines, because some read HOME when they are loaded.
    pub caches_by_path: bool,
    /// What the machines share.
    pub shares: &'static str,
}

const FORKED: &str = "imported modules and HOME; a process forked for each machine";
const SESSION: &str = "one process and HOME; a new session for each machine";
const NOTHING: &str = "nothing; one process for each machine";

/// The clients of the matrix.
pub const CLIENTS: &[Client] = &[
    Client {
        id: "botocore",
        family: "botocore",
        name: "botocore (boto3 1.44.8)",
        version: "1.44.8",
        model_version: "1.44.8",
        modules: &[],
        command: &["{clients}/python-current/bin/python", "{drivers}/python/driver.py"],
        manner: Manner::Session,
        endpoints: Endpoints::RealNames,
        profile_argument: Some(""),
        environment: &[],
        is_required: true,
        tells_region: true,
        caches_by_path: false,
        shares: FORKED,
    },
    Client {
        id: "botocore-crt",
        family: "botocore",
        name: "botocore[crt]",
        version: "1.44.8",
        model_version: "1.44.8",
        modules: &["crt"],
        command: &["{clients}/python-crt/bin/python", "{drivers}/python/driver.py"],
        manner: Manner::Session,
        endpoints: Endpoints::RealNames,
        profile_argument: Some(""),
        environment: &[],
        is_required: true,
        tells_region: true,
        caches_by_path: false,
        shares: FORKED,
    },
    Client {
        id: "botocore-old",
        family: "botocore",
        name: "botocore (boto3 1.24.96)",
        version: "1.27.96",
        model_version: "1.27.96",
        modules: &[],
        command: &["{clients}/python-old/bin/python", "{drivers}/python/driver.py"],
        manner: Manner::Session,
        endpoints: Endpoints::RealNames,
        profile_argument: Some(""),
        environment: &[],
        is_required: true,
        tells_region: true,
        caches_by_path: false,
        shares: FORKED,
    },
    Client {
        id: "cli2",
        family: "cli2",
        name: "AWS CLI v2 (Debian)",
        version: "2.9.19",
        model_version: "2.9.19",
        modules: &[],
        command: &["/usr/bin/python3", "{drivers}/python/cli.py"],
        manner: Manner::Session,
        endpoints: Endpoints::RealNames,
        profile_argument: Some(""),
        environment: &[],
        is_required: true,
        tells_region: false,
        caches_by_path: false,
        shares: FORKED,
    },
    Client {
        id: "cli1",
        family: "cli1",
        name: "AWS CLI v1",
        version: "1.46.3",
        model_version: "1.46.3",
        modules: &[],
        command: &["{clients}/python-cli-v1/bin/python", "{drivers}/python/cli.py"],
        manner: Manner::Session,
        endpoints: Endpoints::RealNames,
        profile_argument: Some(""),
        environment: &[],
        is_required: true,
        tells_region: false,
        caches_by_path: false,
        shares: FORKED,
    },
    Client {
        id: "js3",
        family: "js3",
        name: "AWS SDK for JavaScript v3",
        version: "3.1175.0",
        model_version: "3.1175.0",
        modules: &[],
        command: &["node", "{drivers}/javascript/v3.mjs"],
        manner: Manner::Session,
        endpoints: Endpoints::Variables,
        profile_argument: Some(""),
        environment: &[("CLIENT_MATRIX_MODULES", "{clients}/javascript")],
        is_required: true,
        tells_region: true,
        caches_by_path: true,
        shares: "one process; a new client for each machine",
    },
    Client {
        id: "js2",
        family: "js2",
        name: "AWS SDK for JavaScript v2",
        version: "2.1693.0",
        model_version: "2.1693.0",
        modules: &[],
        command: &["node", "{drivers}/javascript/v2.cjs"],
        manner: Manner::Once,
        endpoints: Endpoints::InCode,
        profile_argument: None,
        environment: &[("CLIENT_MATRIX_MODULES", "{clients}/javascript")],
        is_required: true,
        tells_region: true,
        caches_by_path: false,
        shares: NOTHING,
    },
    Client {
        id: "go2",
        family: "go2",
        name: "AWS SDK for Go v2 (config)",
        version: "1.33.18",
        model_version: "1.33.18",
        modules: &[],
        command: &["{clients}/go-v2-current"],
        manner: Manner::Session,
        endpoints: Endpoints::RealNames,
        profile_argument: Some(""),
        environment: &[],
        is_required: true,
        tells_region: true,
        caches_by_path: false,
        shares: SESSION,
    },
    Client {
        id: "go2-old",
        family: "go2",
        name: "AWS SDK for Go v2 (config), before sso-session",
        version: "1.17.11",
        model_version: "1.17.11",
        modules: &[],
        command: &["{clients}/go-v2-old"],
        manner: Manner::Session,
        endpoints: Endpoints::RealNames,
        profile_argument: Some(""),
        environment: &[],
        is_required: true,
        tells_region: true,
        caches_by_path: false,
        shares: SESSION,
    },
    Client {
        id: "go1",
        family: "go1",
        name: "AWS SDK for Go v1",
        version: "1.55.8",
        model_version: "1.55.8",
        modules: &[],
        command: &["{clients}/go-v1"],
        manner: Manner::Session,
        endpoints: Endpoints::RealNames,
        profile_argument: Some(""),
        environment: &[],
        is_required: true,
        tells_region: true,
        caches_by_path: false,
        shares: SESSION,
    },
    Client {
        id: "go-base",
        family: "go-base",
        name: "hashicorp/aws-sdk-go-base v2",
        version: "2.0.0-beta.74",
        model_version: "1.32.32",
        modules: &[],
        command: &["{clients}/go-base"],
        manner: Manner::Session,
        endpoints: Endpoints::RealNames,
        profile_argument: Some(""),
        environment: &[],
        is_required: true,
        tells_region: true,
        caches_by_path: false,
        shares: SESSION,
    },
];
