//! Agreement of the model with the clients, as numbers and as docs/clients.md.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::client::{CLIENTS, Client};
use crate::compare::Difference;
use crate::model::Predicted;
use crate::observed::Observed;

/// One client on one machine, beside what the model says.
#[derive(Debug, Clone)]
pub struct Pair {
    /// What the client did.
    pub observed: Observed,
    /// What the model says.
    pub predicted: Predicted,
    /// Where they differ.
    pub differences: Vec<Difference>,
}

impl Pair {
    /// Whether the model is wrong where it does not call its own answer unverified.
    pub fn is_wrong(&self) -> bool {
        !self.differences.is_empty() && !self.predicted.is_unverified
    }
}

/// How often the model is right about a client.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Agreement {
    /// The pairs.
    pub pairs: usize,
    /// Pairs without a difference in who signs, or whether.
    pub who: usize,
    /// Pairs without a difference in the text of a failure.
    pub text: usize,
    /// Pairs without a difference in the region.
    pub region: usize,
    /// Pairs without any difference.
    pub all: usize,
    /// Pairs that differ, and about which the model says that it is not sure. They count as
    /// neither right nor wrong.
    pub unsure: usize,
}

/// Counts by client, in the order of [`CLIENTS`].
pub fn agreement(pairs: &[Pair]) -> Vec<(&'static Client, Agreement)> {
    let mut by_client: BTreeMap<&str, Agreement> = BTreeMap::new();
    for pair in pairs {
        let count = by_client.entry(pair.observed.client.as_str()).or_default();
        let without = |difference| usize::from(!pair.differences.contains(&difference));
        if !pair.differences.is_empty() && !pair.is_wrong() {
            count.unsure += 1;
            continue;
        }
        count.pairs += 1;
        count.who += without(Difference::Who);
        count.text += without(Difference::Text);
        count.region += without(Difference::Region);
        count.all += usize::from(pair.differences.is_empty());
    }
    CLIENTS.iter().filter_map(|client| Some((client, *by_client.get(client.id)?))).collect()
}

/// A known defect of a client: data/defects.txt, one line each, `CLIENT MACHINE EXPLANATION`, where
/// a machine may end in `*`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Defect {
    client: String,
    machine: String,
    /// Why the client does so, with its source.
    pub explanation: String,
}

/// The defects of clients that were traced to their source.
pub fn defects() -> Vec<Defect> {
    include_str!("../data/defects.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let mut words = line.splitn(3, ' ');
            Some(Defect {
                client: words.next()?.to_owned(),
                machine: words.next()?.to_owned(),
                explanation: words.next()?.to_owned(),
            })
        })
        .collect()
}

impl Defect {
    /// Whether it explains this pair.
    pub fn explains(&self, observed: &Observed) -> bool {
        let machine = self.machine.strip_suffix('*').map_or_else(
            || self.machine == observed.machine,
            |start| observed.machine.starts_with(start),
        );
        self.client == observed.client && machine
    }
}

/// The page, from all pairs of a whole run.
pub fn page(pairs: &[Pair], seed: u64) -> String {
    let machines: BTreeSet<&str> =
        pairs.iter().map(|pair| pair.observed.machine.as_str()).collect();
    let mut out = String::from(HEAD);
    let _ = writeln!(
        out,
        "{} pairs on {} machines; the drawn ones are those of seed {seed}.\n",
        pairs.len(),
        machines.len()
    );
    out.push_str("| Client | Version | Pairs | Whose key | Failure's text | Region | All | Unsure | What machines share |\n|---|---|---|---|---|---|---|---|---|\n");
    let share =
        |part: usize, whole: usize| format!("{:.1} %", 100.0 * part as f64 / whole.max(1) as f64);
    for (client, count) in agreement(pairs) {
        let _ = writeln!(
            out,
            "| {} (`{}`) | {} | {} | {} | {} | {} | {} | {} | {} |",
            client.name,
            client.id,
            client.version,
            count.pairs,
            share(count.who, count.pairs),
            share(count.text, count.pairs),
            share(count.region, count.pairs),
            share(count.all, count.pairs),
            count.unsure,
            client.shares,
        );
    }
    out.push_str(NOT_RUN);
    let missing: Vec<&str> = CLIENTS
        .iter()
        .filter(|client| !pairs.iter().any(|pair| pair.observed.client == client.id))
        .map(|client| client.id)
        .collect();
    if !missing.is_empty() {
        let _ = writeln!(out, "\nNot in this run: {}.", missing.join(", "));
    }
    out.push_str("\n## Required clients\n\nWith the variable `CI` set, the command fails if one of these is missing: ");
    let required: Vec<String> = CLIENTS
        .iter()
        .filter(|client| client.is_required)
        .map(|client| format!("`{}`", client.id))
        .collect();
    let _ = writeln!(out, "{}.\n", required.join(", "));
    let others: Vec<String> = CLIENTS
        .iter()
        .filter(|client| !client.is_required)
        .map(|client| format!("`{}`", client.id))
        .collect();
    let _ = writeln!(
        out,
        "The others need Node.js, Go, a JDK with Maven, or Debian's ruby-aws-sdk-core, and are skipped, with a line that says so, where these are missing: {}.",
        others.join(", ")
    );
    write_disagreements(&mut out, pairs);
    out
}

fn write_disagreements(out: &mut String, pairs: &[Pair]) {
    let defects = defects();
    out.push_str("\n## Disagreements\n\n");
    let mut explained: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let mut open: Vec<&Pair> = Vec::new();
    for pair in pairs.iter().filter(|pair| pair.is_wrong()) {
        match defects.iter().find(|defect| defect.explains(&pair.observed)) {
            Some(defect) => {
                *explained.entry((&pair.observed.client, &defect.explanation)).or_default() += 1;
            }
            None => open.push(pair),
        }
    }
    if explained.is_empty() && open.is_empty() {
        out.push_str("None.\n");
        return;
    }
    if !explained.is_empty() {
        out.push_str("Explained by the client's source:\n\n");
        for ((client, explanation), count) in &explained {
            let _ = writeln!(out, "- `{client}`, machines: {count}. {explanation}");
        }
        out.push('\n');
    }
    if !open.is_empty() {
        let _ = writeln!(out, "Not explained ({}):\n", open.len());
        out.push_str("| Client | Machine | The model | The client |\n|---|---|---|---|\n");
        for pair in open.iter().take(MAX_ROWS) {
            let (model, client) = both_sides(pair);
            let _ = writeln!(
                out,
                "| `{}` | {} | {} | {} |",
                pair.observed.client,
                pair.observed.machine,
                cell(&model),
                cell(&client)
            );
        }
    }
}

/// Show at most this many rows; more help nobody.
const MAX_ROWS: usize = 200;

/// The two sides of a disagreement, only what differs.
pub fn both_sides(pair: &Pair) -> (String, String) {
    let (predicted, observed) = (&pair.predicted, &pair.observed);
    let mut model: Vec<String> = Vec::new();
    let mut client: Vec<String> = Vec::new();
    if pair.differences.iter().any(|difference| *difference != Difference::Region) {
        let failure = |text: Option<&String>| {
            format!("fails: {}", text.map_or("(text not known)", String::as_str))
        };
        model.push(predicted.who.clone().unwrap_or_else(|| failure(predicted.error.as_ref())));
        client.push(observed.who.clone().unwrap_or_else(|| failure(observed.error.as_ref())));
    }
    if pair.differences.contains(&Difference::Region) {
        model.push(format!("region {}", predicted.region));
        client.push(format!("region {}", observed.region.as_deref().unwrap_or("?")));
    }
    (model.join("; "), client.join("; "))
}

fn cell(text: &str) -> String {
    let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = text.replace('|', "\\|").replace('<', "&lt;");
    text.chars().take(240).collect()
}

const HEAD: &str = "# The model against real clients

<!-- Generated: cargo run -p aws-onboard-client-matrix -- --write-docs -->

The crate `credential-chain` predicts which credentials and which region a program uses. This page
compares that model with real clients: each one is installed from its registry with a pinned version
and run on made machines, against a simulated STS on loopback that records whose key signed each
call. Instance metadata is turned off.

A pair is one client on one machine. The model is right about it if the same place's key signs (or
both fail), if a failure has the text that the model expects, and if the region is the same. Where
only an attempt can tell (a process, a token that may renew itself), the model names the source,
and the client may succeed or fail with it. A client that cannot be led to the simulated STS
(pyarrow) may fail where the model names a role.

Where the model calls its own answer unverified (a variable moves a file, and this SDK does not read
the variable; a file has lines that an SDK may read differently), a difference is counted as unsure,
neither right nor wrong.

Run it: `cargo run -p aws-onboard-client-matrix -- --install`, then the same without `--install`.
`.ci/run` runs a sample of 1,000 pairs of the clients that agree, drawn anew by a seed that it prints.
The rows come from several runs, each with the drivers in `tests/clients/drivers` and the versions as
they are now. A row with fewer pairs than the others is a sample, or a client that cannot be given a
profile by an argument. Each machine of `java1` with a web identity in the environment has a JVM of
its own: `AwsClientBuilder.DEFAULT_REGION_PROVIDER` (1.12.793) is static and remembers the profile of
the first machine, so that a later machine's STS client finds no region.
`tests/clients/data/machines.txt` and `tests/clients/src/generated.rs` define the machines.

";

const NOT_RUN: &str = "
Read, not run: the AWS SDKs for .NET v3 and v4, AWS Tools for PowerShell, the AWS SDK for PHP, the
AWS SDK for C++ except in pyarrow, and the AWS Common Runtime except in pyarrow. Their rows in the
model come from their sources alone.

Terraform and OpenTofu are released as archives outside the registries, and their S3 backends are
internal packages. The drivers of `terraform-old` and `opentofu` are therefore built inside a copy of
the module, and do with the backend what `init` does; `terraform` is the program itself, where that
version is in PATH. OpenTofu has no version before sso-session: the oldest one in the Go module
proxy, 1.6.3, has aws-sdk-go-base v2, as every release has.

GDAL is the one in pyogrio's wheel. Its chain is its own (`port/cpl_aws.cpp`); the order is that of
the source at 0d4053c5 (3.7), and what came later (single sign-on) is what 3.11.4 did. Other versions,
and GDAL in rasterio, which may ask boto3, were not run. polars asks boto3 for keys only if the scan's
options name none of its own (`_init_credential_provider_builder`), and the driver names none.
Where boto3 finds none, polars 2.1.0 takes the first keys in the credentials file and the first region
in the config file, whatever their profile (`sso_region` counts too); its source for that was not read.
";
