//! A row of docs/failures.md as a machine, and what the doctor must report and do there.

use std::time::Duration;

use identity_center_sim::{Approval, World};
use serde_json::Value;

use crate::HOURS;
use crate::common::machine::lab;
use crate::common::{Home, Machine, Outcome, clients, is_long_run};
use identity_center_sim::Account;

/// A config without problems: one session and one profile. Each row breaks a part of it.
pub const SOUND: &str = "\
[sso-session corp]
sso_start_url = https://lab-portal.awsapps.com/start
sso_region = us-east-1
sso_registration_scopes = sso:account:access

[profile dev]
sso_session = corp
sso_account_id = 111122223333
sso_role_name = PowerUser
region = eu-central-1
";

/// `SOUND` with one text replaced; the text must exist.
#[track_caller]
pub fn sound_but(from: &str, to: &str) -> String {
    assert!(SOUND.contains(from), "{from:?} is not in it");
    SOUND.replace(from, to)
}

/// The machine of a row, and how to run the doctor on it.
pub struct Case {
    pub machine: Machine,
    variables: Vec<(String, String)>,
    without: Vec<&'static str>,
    args: Vec<String>,
    /// Values that must live as long as the machine, such as a proxy.
    kept: Vec<Box<dyn std::any::Any>>,
}

impl Case {
    /// A home with these two files, signed in to `corp`; the portal is the laboratory's, with a
    /// sign-in that is approved automatically.
    pub fn files(config: &str, credentials: &str) -> Self {
        Self::on(Home::with_files(config, credentials), world())
    }

    /// A home and a simulated AWS, signed in to `corp`.
    pub fn on(home: Home, world: World) -> Self {
        let machine = Machine::new(home, world);
        machine.sign_in("corp", true, HOURS);
        Self {
            machine,
            variables: Vec::new(),
            without: Vec::new(),
            args: Vec::new(),
            kept: Vec::new(),
        }
    }

    /// Signs out of `corp`.
    pub fn signed_out(self) -> Self {
        let _ = std::fs::remove_file(self.machine.home.token("corp"));
        self
    }

    /// Signs in to another session as well.
    pub fn signed_in(self, session: &str, refreshable: bool, lifetime: Duration) -> Self {
        self.machine.sign_in(session, refreshable, lifetime);
        self
    }

    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    fn without(mut self, name: &'static str) -> Self {
        self.without.push(name);
        self
    }

    /// AWS's own addresses instead of the simulator's.
    pub fn with_real_names(self) -> Self {
        ["AWS_ENDPOINT_URL_SSO", "AWS_ENDPOINT_URL_SSO_OIDC", "AWS_ENDPOINT_URL_STS"]
            .into_iter()
            .fold(self, Self::without)
    }

    /// Adds arguments for the doctor, such as `--offline`.
    pub fn args(mut self, args: &[&str]) -> Self {
        self.args.extend(args.iter().map(|arg| (*arg).to_owned()));
        self
    }

    /// Keeps something alive as long as the machine.
    pub fn keeping(mut self, thing: impl std::any::Any) -> Self {
        self.kept.push(Box::new(thing));
        self
    }

    /// Changes the home or the simulator.
    pub fn with(self, change: impl FnOnce(&Machine)) -> Self {
        change(&self.machine);
        self
    }

    /// Runs the doctor on this machine.
    pub fn doctor(&self, more: &[&str]) -> Outcome {
        let mut args = vec!["doctor", "--format", "json", "--no-input", "--no-browser"];
        args.extend(self.args.iter().map(String::as_str));
        args.extend(more);
        self.run(&args)
    }

    /// Runs the program on this machine.
    pub fn run(&self, args: &[&str]) -> Outcome {
        let program = self.machine.run(args).envs(self.variables.clone());
        self.without.iter().fold(program, |program, name| program.without(name)).run()
    }
}

/// The laboratory's AWS: one role, and a sign-in that is approved automatically.
pub fn world() -> World {
    World {
        approval: Approval::AfterPolls(0),
        ..lab(vec![
            Account::new("111122223333", "dev-account", &["PowerUser"]),
            Account::new("444455556666", "prod-account", &["ReadOnly"]),
        ])
    }
}

/// The same for another start URL or region.
pub fn world_of(start_url: &str, region: &str) -> World {
    World { start_url: start_url.to_owned(), region: region.to_owned(), ..world() }
}

/// A profile with its own session, to append to a config.
pub fn other_session(profile: &str, session: &str, start_url: &str, region: &str) -> String {
    format!(
        "\n[profile {profile}]\nsso_session = {session}\nsso_account_id = 111122223333\n\
         sso_role_name = PowerUser\nregion = eu-central-1\n\n[sso-session {session}]\n\
         sso_start_url = {start_url}\nsso_region = {region}\n\
         sso_registration_scopes = sso:account:access\n"
    )
}

/// The expected result of a row.
pub enum End {
    /// `--fix --yes` with these answers fixes it, and the next check finds nothing.
    Healed {
        answers: Vec<&'static str>,
        /// Whether botocore and the AWS CLI must then work with this profile.
        clients: Option<&'static str>,
    },
    /// The user fixes it with the instructions and commands of a remedy or of `next`.
    Guided,
}

/// A row.
pub struct Row {
    /// `C13`, or `C13b` if it is built in several ways.
    pub id: &'static str,
    /// The check that must find it.
    pub check: &'static str,
    /// How the machine is built, for docs/catalogue-coverage.md.
    pub built: &'static str,
    pub severity: &'static str,
    pub line: Option<u64>,
    /// Other checks that may also warn, each for a reason in the row's comment.
    pub beside: Vec<&'static str>,
    pub end: End,
    pub case: Box<dyn Fn() -> Case>,
}

/// A row that by default fails the check and guides the user.
pub fn row(
    id: &'static str,
    check: &'static str,
    built: &'static str,
    case: impl Fn() -> Case + 'static,
) -> Row {
    Row {
        id,
        check,
        built,
        severity: "fail",
        line: None,
        beside: Vec::new(),
        end: End::Guided,
        case: Box::new(case),
    }
}

impl Row {
    pub fn warns(mut self) -> Self {
        self.severity = "warn";
        self
    }

    pub fn notes(mut self) -> Self {
        self.severity = "note";
        self
    }

    /// Sets the line that the finding names.
    pub fn at(mut self, line: u64) -> Self {
        self.line = Some(line);
        self
    }

    pub fn beside(mut self, checks: &[&'static str]) -> Self {
        self.beside = checks.to_vec();
        self
    }

    /// `--fix --yes` fixes it, and botocore and the AWS CLI then work with `dev`.
    pub fn heals(self) -> Self {
        self.heals_with(&[])
    }

    /// These answers (`CHECK.KEY=VALUE`) fix it, and the clients then work with `dev`.
    pub fn heals_with(mut self, answers: &[&'static str]) -> Self {
        self.end = End::Healed { answers: answers.to_vec(), clients: Some("dev") };
        self
    }

    /// Tests the clients with another profile, or not at all.
    pub fn clients(mut self, profile: Option<&'static str>) -> Self {
        if let End::Healed { clients, .. } = &mut self.end {
            *clients = profile;
        }
        self
    }

    /// The result, for the table.
    pub fn ends(&self) -> &'static str {
        match &self.end {
            End::Healed { answers, .. } if answers.is_empty() => "healed by `--fix --yes`",
            End::Healed { .. } => "healed with an answer",
            End::Guided => "guided",
        }
    }

    /// Builds the machine, runs the doctor on it, and returns every deviation from the row.
    pub fn walk(&self) -> Result<(), String> {
        let case = (self.case)();
        let before = case.doctor(&[]);
        let examination = json(&before)?;
        let found = findings(&examination);
        let ours: Vec<&Found> = found
            .iter()
            .filter(|found| found.check == self.check && found.severity == self.severity)
            .collect();
        let listed = || list(&found);
        let [ours] = ours.as_slice() else {
            return Err(format!(
                "{} {}s of {} instead of one:\n{}\n{}",
                ours.len(),
                self.severity,
                self.check,
                listed(),
                before.stderr
            ));
        };
        if let Some(line) = self.line
            && ours.line != Some(line)
        {
            return Err(format!("line {:?} instead of {line}", ours.line));
        }
        let fails = found.iter().filter(|found| found.severity == "fail");
        let expected = usize::from(self.severity == "fail");
        if fails.count() != expected {
            return Err(format!("not {expected} failure(s):\n{}", listed()));
        }
        if let Some(more) = found.iter().find(|found| {
            found.severity == "warn"
                && found.check != self.check
                && !self.beside.contains(&found.check.as_str())
        }) {
            return Err(format!("{} warns too:\n{}", more.check, listed()));
        }
        if expected == 1 && before.status != 1 {
            return Err(format!("exit status {}", before.status));
        }
        match &self.end {
            End::Guided => guided(ours),
            End::Healed { answers, clients } => self.heal(&case, answers, *clients),
        }
    }

    fn heal(
        &self,
        case: &Case,
        answers: &[&'static str],
        clients: Option<&'static str>,
    ) -> Result<(), String> {
        let mut args = vec!["--fix", "--yes"];
        for answer in answers {
            args.extend(["--answer", answer]);
        }
        let fixed = case.doctor(&args);
        let after = case.doctor(&[]);
        let examination = json(&after)?;
        let left = findings(&examination);
        if left.iter().any(|found| {
            found.severity == "fail"
                || (found.check == self.check && found.severity == self.severity)
        }) {
            return Err(format!("after --fix:\n{}\n{}", list(&left), fixed.stderr));
        }
        if fixed.status != after.status {
            return Err(format!(
                "--fix ended with {}, looking again with {}",
                fixed.status, after.status
            ));
        }
        if let Some(profile) = clients {
            // The AWS CLI takes a second to start and contains botocore, so it runs only for the
            // first variant of a row.
            let is_first_way = self.id.len() == 3;
            let ask = if is_first_way || is_long_run() {
                clients::assert_clients_answer
            } else {
                clients::assert_botocore_answers
            };
            ask(&case.machine, profile, "111122223333", "PowerUser");
        }
        Ok(())
    }
}

/// A finding in the JSON.
pub struct Found {
    pub check: String,
    pub severity: String,
    pub brief: String,
    pub line: Option<u64>,
    next: String,
    remedies: Vec<Value>,
}

fn json(outcome: &Outcome) -> Result<Value, String> {
    serde_json::from_str(&outcome.stdout)
        .map_err(|error| format!("{error}: {}{}", outcome.stdout, outcome.stderr))
}

/// All findings in the JSON.
pub fn findings(examination: &Value) -> Vec<Found> {
    let mut all = Vec::new();
    for check in examination["checks"].as_array().unwrap() {
        for finding in check["findings"].as_array().unwrap() {
            all.push(Found {
                check: check["id"].as_str().unwrap().to_owned(),
                severity: finding["severity"].as_str().unwrap().to_owned(),
                brief: finding["brief"].as_str().unwrap().to_owned(),
                line: finding["location"]["line"].as_u64(),
                next: finding["next"].as_str().unwrap_or_default().to_owned(),
                remedies: finding["remedies"].as_array().unwrap().clone(),
            });
        }
    }
    all
}

/// The findings in words, for the message of a failed test.
pub fn list(found: &[Found]) -> String {
    let lines: Vec<String> = found
        .iter()
        .map(|found| {
            format!("  {} {} (line {:?}): {}", found.severity, found.check, found.line, found.brief)
        })
        .collect();
    lines.join("\n")
}

/// Checks that there is something the user can do.
fn guided(found: &Found) -> Result<(), String> {
    let words = found.remedies.iter().any(|remedy| {
        let filled = |key: &str| remedy[key].as_array().is_some_and(|all| !all.is_empty());
        filled("words") || filled("commands") || filled("questions")
    });
    if found.next.is_empty() && !words {
        return Err("it does not say what to do".into());
    }
    Ok(())
}

/// Tests the row with this identifier.
pub fn walk_row(rows: &[Row], id: &str) {
    let row = rows.iter().find(|row| row.id == id).unwrap_or_else(|| panic!("no row {id}"));
    if let Err(why) = row.walk() {
        panic!("{id} ({}): {why}", row.built);
    }
}
