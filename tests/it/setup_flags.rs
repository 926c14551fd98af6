//! `setup` without a terminal: every answer has a flag, missing answers are named, and problems in
//! the files are fixed or reported.

use identity_center_sim::{Account, World};

use crate::common::machine::{LAB_URL, NO_NETWORK, PRESET, lab, one_role, three_roles};
use crate::common::tree::{assert_same, snapshot};
use crate::common::{Home, Machine, Outcome, Pty, WIKI_CREDENTIALS, clients};
use crate::setup::fresh;

const PORTAL: &[&str] = &["--start-url", LAB_URL, "--sso-region", "us-east-1"];

/// Runs `setup` with the portal, `--yes`, and these arguments.
fn setup<'a>(more: &[&'a str]) -> Vec<&'a str> {
    let mut args = vec!["setup", "--yes", "--no-input"];
    args.extend(PORTAL);
    args.extend(more);
    args
}

/// Runs it while the sign-in is approved elsewhere.
fn approved(machine: &Machine, args: &[&str]) -> Outcome {
    let running = machine.run(args).start();
    machine.approve_next();
    running.wait()
}

/// A machine with an existing sign-in.
fn signed_in(home: Home, world: World) -> Machine {
    let machine = Machine::new(home, world);
    machine.sign_in("lab-portal", true, crate::HOURS);
    machine
}

/// The names of the profiles in the order of the config file.
fn profiles(machine: &Machine) -> Vec<String> {
    machine
        .home
        .read_config()
        .lines()
        .filter_map(|line| line.strip_prefix("[profile ")?.strip_suffix(']'))
        .map(str::to_owned)
        .collect()
}

#[test]
fn flags_set_a_machine_up() {
    let machine = fresh(three_roles());
    let outcome = approved(&machine, &setup(&["--all-roles"])).status(0);
    assert!(outcome.stderr.contains("  Code   "), "no display, so a code: {outcome:?}");
    assert_eq!(profiles(&machine), ["Dev-Account-PowerUser", "Dev-Account-ReadOnly", "Prod"]);
    for (profile, account, role) in [
        ("Dev-Account-PowerUser", "111122223333", "PowerUser"),
        ("Prod", "444455556666", "ReadOnly"),
    ] {
        clients::assert_clients_answer(&machine, profile, account, role);
    }
    // The last screen goes to standard output, but the dialogue does not.
    assert!(outcome.stdout.contains("export AWS_PROFILE="), "{outcome:?}");
    assert!(!outcome.stdout.contains("+[profile"), "{outcome:?}");
    // No secret is printed.
    let token = std::fs::read_to_string(machine.home.token("lab-portal")).unwrap();
    let token: serde_json::Value = serde_json::from_str(&token).unwrap();
    for key in ["accessToken", "refreshToken", "clientSecret"] {
        let secret = token[key].as_str().unwrap();
        assert!(!outcome.both().contains(secret), "{key}");
    }
}

#[test]
fn one_role_or_those_that_fit() {
    for (flags, expected) in [
        (&["--account", "111122223333", "--role", "ReadOnly"][..], &["Dev-Account"][..]),
        (&["--roles", "*/ReadOnly"], &["Dev-Account", "Prod"]),
        (&["--roles", "Dev*/Read*"], &["Dev-Account"]),
        (&["--roles", "444455556666/*"], &["Prod"]),
        (
            &["--all-roles", "--profile-name", "{account_id}-{role_name|upper}"],
            &["111122223333-POWERUSER", "111122223333-READONLY", "444455556666-READONLY"],
        ),
    ] {
        let machine = signed_in(Home::with_aws(), three_roles());
        machine.run(&setup(flags)).run().status(0);
        assert_eq!(profiles(&machine), expected, "{flags:?}");
    }
}

/// The roles that are known become profiles; those that the portal did not list are not called done.
#[test]
fn accounts_whose_roles_are_unknown_are_told() {
    for flags in [&["--all-roles"][..], &["--roles", "*"]] {
        let machine = signed_in(Home::with_aws(), three_roles());
        let unlisted = vec!["444455556666".to_owned()];
        machine.simulator.set(|world| world.faults.roles_unlisted = unlisted);
        let outcome = machine.run(&setup(flags)).run().status(3);
        assert_eq!(profiles(&machine), ["Dev-Account-PowerUser", "Dev-Account-ReadOnly"]);
        let told = "? the portal did not list your roles in 1 account; run setup again to add them";
        assert!(outcome.both().contains(told), "{outcome:?}");
        assert!(!outcome.both().contains("Done."), "{outcome:?}");
    }
}

#[test]
fn the_values_of_the_flags_are_written() {
    let machine = fresh(one_role());
    let outcome = approved(
        &machine,
        &setup(&[
            "--session",
            "work",
            "--scopes",
            "sso:account:access,codewhisperer:completions",
            "--region",
            "ca-central-1",
            "--output",
            "yaml",
        ]),
    );
    outcome.status(0);
    assert_eq!(
        machine.home.read_config(),
        "[sso-session work]\n\
         sso_start_url = https://lab-portal.awsapps.com/start\n\
         sso_region = us-east-1\n\
         sso_registration_scopes = sso:account:access,codewhisperer:completions\n\
         \n\
         [profile dev-account]\n\
         sso_session = work\n\
         sso_account_id = 111122223333\n\
         sso_role_name = PowerUser\n\
         region = ca-central-1\n\
         output = yaml\n"
    );
}

/// Accounts with similar names get different, readable profile names.
#[test]
fn names_are_safe_and_do_not_fall_together() {
    let world = lab(vec![
        Account::new("111122223333", "Lab [dev] #1", &["R"]),
        Account::new("444455556666", "Lab (dev) 1", &["R"]),
        Account::new("777788889999", "default", &["R"]),
        Account::new("000011112222", "Größe ✓", &["R"]),
    ]);
    let machine = signed_in(Home::with_aws(), world);
    let outcome = machine.run(&setup(&["--all-roles"])).run().status(0);
    // What becomes of a name is said before it is written.
    for change in [
        "Lab [dev] #1 becomes ",
        "default becomes default-profile: every tool uses [default]",
        "Größe ✓ becomes Gr-e: some tools read only letters",
    ] {
        let (said, _) = outcome.stderr.split_once("+[profile").unwrap();
        assert!(said.contains(change), "{change}: {outcome:?}");
    }
    let names = profiles(&machine);
    assert_eq!(names.len(), 4, "{names:?}");
    let mut distinct = names.clone();
    distinct.sort_unstable();
    distinct.dedup();
    assert_eq!(distinct.len(), 4, "{names:?}");
    for name in &names {
        assert!(name != "default", "{names:?}");
        let fits = |c: char| c.is_ascii_alphanumeric() || "_-/.%@:+".contains(c);
        assert!(name.chars().all(fits), "{names:?}");
    }
    for (name, account) in
        names.iter().zip(["111122223333", "444455556666", "777788889999", "000011112222"])
    {
        clients::assert_botocore_answers(&machine, name, account, "R");
    }
}

/// Each missing answer is one error that names the flag.
#[test]
fn what_is_missing_is_named() {
    let machine = signed_in(Home::with_aws(), three_roles());
    let before = snapshot(&machine.home.path());
    for (args, flags) in [
        (&["setup", "--yes", "--no-input"][..], &["--start-url", "--preset"][..]),
        (&["setup", "--yes", "--no-input", "--start-url", LAB_URL], &["--sso-region", "--preset"]),
        (&setup(&[]), &["--account", "--role", "--roles", "--all-roles"]),
        (
            &[
                "setup",
                "--no-input",
                "--start-url",
                LAB_URL,
                "--sso-region",
                "us-east-1",
                "--all-roles",
            ],
            &["--yes"],
        ),
        (&setup(&["--account", "111122223333"]), &["--role"]),
    ] {
        let mut run = machine.run(args);
        for (name, value) in NO_NETWORK {
            run = run.env(name, value);
        }
        let outcome = run.run().status(2);
        let errors = outcome.stderr.matches("error:").count();
        assert_eq!(errors, 1, "{}", outcome.stderr);
        let from = outcome.stderr.find("error:").unwrap();
        for flag in flags {
            assert!(outcome.stderr[from..].contains(flag), "{flag}: {}", outcome.stderr);
        }
    }
    assert_same(&before, &snapshot(&machine.home.path()));
}

#[test]
fn a_value_that_cannot_be_is_refused_with_the_reason() {
    let machine = signed_in(Home::with_aws(), three_roles());
    let before = snapshot(&machine.home.path());
    let url = |url: &'static str| vec!["setup", "--yes", "--no-input", "--start-url", url];
    for (args, status, words) in [
        (url("https://lab.okta.com/app/amazon_aws/abc/sso/saml"), 2, "a page of Okta"),
        (url("https://login.microsoftonline.com/abc/saml2"), 2, "a page of Microsoft Entra"),
        (url("lab-portal"), 2, "is not an address"),
        (url("http://portal.example.org/start"), 2, "https://"),
        (url("https://lab-portal.awsaps.com/start"), 2, "did you mean https://lab-portal.awsapps"),
        (url("https://us-east-1.console.aws.amazon.com/console/home"), 2, "the AWS console"),
        (
            vec!["setup", "--no-input", "--start-url", LAB_URL, "--sso-region", "us-east1"],
            2,
            "us-east-1",
        ),
        (setup(&["--region", "Frankfurt"]), 2, "--region"),
        (setup(&["--region", "xx-east-9"]), 2, "is not a region of AWS"),
        (setup(&["--region", "us-esat-1"]), 2, "did you mean us-east-1?"),
        (setup(&["--scopes", "all"]), 2, "--scopes"),
        (setup(&["--session", "my work"]), 2, "--session"),
        (setup(&["--profile-name", "{role}"]), 2, "{role_name}"),
        (setup(&["--roles", "Staging/*"]), 1, "--roles"),
        (setup(&["--account", "111122223333", "--role", "Admin"]), 1, "PowerUser, ReadOnly"),
        (setup(&["--account", "999999999999", "--role", "Admin"]), 1, "aws-onboard roles"),
    ] {
        let outcome = machine.run(&args).run().status(status);
        assert!(outcome.stderr.contains(words), "{args:?}: {}", outcome.stderr);
    }
    assert_same(&before, &snapshot(&machine.home.path()));
}

#[test]
fn a_dry_run_shows_and_writes_nothing() {
    let machine = signed_in(Home::with_aws(), three_roles());
    let before = snapshot(&machine.home.path());
    let args = setup(&["--all-roles", "--dry-run"]);
    let outcome = machine.run(&args).run().status(0);
    for line in ["+[sso-session lab-portal]", "+[profile Dev-Account-PowerUser]"] {
        assert!(outcome.both().contains(line), "{line}: {outcome:?}");
    }
    assert_same(&before, &snapshot(&machine.home.path()));
}

/// Assignments are known only after a sign-in, which is kept; no AWS file is created.
#[test]
fn a_dry_run_with_a_sign_in_writes_no_file_of_a_persons() {
    let machine = fresh(one_role());
    let outcome = approved(&machine, &setup(&["--dry-run"])).status(0);
    assert!(outcome.both().contains("+[profile dev-account]"), "{outcome:?}");
    assert!(!machine.home.config().exists());
    assert!(!machine.home.credentials().exists());
    // The sign-in was real, and so a report may name it; there is nothing to undo.
    let state: Vec<_> = std::fs::read_dir(machine.home.state()).unwrap().flatten().collect();
    assert!(state.iter().all(|entry| entry.file_name() == "sign-ins.json"), "{state:?}");
}

/// Without assigned roles, setup says what to do and writes nothing.
#[test]
fn nothing_is_assigned_yet() {
    let machine = signed_in(Home::with_aws(), lab(Vec::new()));
    let before = snapshot(&machine.home.path());
    let outcome = machine.run(&setup(&["--all-roles"])).run().status(1);
    assert!(outcome.stderr.contains("no accounts"), "{outcome:?}");
    assert_same(&before, &snapshot(&machine.home.path()));
}

/// A syntax error with one safe fix is fixed during setup.
#[test]
fn a_config_that_cannot_be_parsed_is_fixed_on_the_way() {
    let broken = "\u{feff}[profile other]\nregion = eu-west-1\n";
    let machine = signed_in(Home::with_files(broken, ""), one_role());
    machine.run(&setup(&[])).run().status(0);
    let text = machine.home.read_config();
    assert!(text.starts_with("[profile other]\nregion = eu-west-1\n"), "{text}");
    clients::assert_clients_answer(&machine, "dev-account", "111122223333", "PowerUser");
    // It is one change, and one undo reverts it.
    machine.run(&["undo"]).run().status(0);
    assert_eq!(machine.home.read_config(), broken);
}

/// Without a safe fix, setup names the line and writes nothing.
#[test]
fn a_config_that_cannot_be_parsed_is_refused_with_its_line() {
    for broken in [
        "[profile other\nregion = eu-west-1\n",
        "[profile a]\nregion = eu-west-1\n\n[profile a]\nregion = eu-west-2\n",
        "region = eu-west-1\n[profile a]\n",
    ] {
        let machine = signed_in(Home::with_files(broken, ""), one_role());
        let before = machine.home.read_config();
        let outcome = machine.run(&setup(&[])).run();
        if outcome.status == 0 {
            // After the fix, every tool can read the file.
            machine
                .run(&["doctor", "--offline", "--only", "config-syntax,config-duplicates"])
                .run()
                .status(0);
            continue;
        }
        let outcome = outcome.status(1);
        assert!(
            outcome.stderr.contains("In ~/.aws/config, ") && outcome.stderr.contains(" line"),
            "{outcome:?}"
        );
        assert!(outcome.stderr.contains("doctor --fix"), "{outcome:?}");
        assert_eq!(machine.home.read_config(), before);
    }
}

/// Keys of IAM users are commented out if the preset forbids them, and otherwise kept.
#[test]
fn stale_keys_become_comments_only_where_they_are_forbidden() {
    let home = Home::with_files("", WIKI_CREDENTIALS);
    let machine = Machine::new(home, one_role());
    machine.sign_in("my-sciencecloud-sso", true, crate::HOURS);
    let args = ["--preset", PRESET, "setup", "--yes", "--no-input", "--start-url", LAB_URL];
    let outcome = machine.run(&args).run().status(0);
    assert!(outcome.stderr.contains("is commented out"), "{outcome:?}");
    assert!(!outcome.both().contains("wJalr"), "{outcome:?}");
    let text = machine.home.read_credentials();
    assert!(text.lines().all(|line| !line.starts_with("aws_")), "{text}");
    assert!(text.contains("AKIAIOSFODNN7EXAMPLE"), "{text}");
    // Both files belong to one change.
    machine.run(&["undo"]).run().status(0);
    assert!(!machine.home.config().exists());
    let text = machine.home.read_credentials();
    assert_eq!(text, WIKI_CREDENTIALS);

    let machine = signed_in(Home::with_files("", WIKI_CREDENTIALS), one_role());
    let outcome = machine.run(&setup(&[])).run().status(0);
    assert!(outcome.stderr.contains("is kept"), "{outcome:?}");
    let text = machine.home.read_credentials();
    assert_eq!(text, WIKI_CREDENTIALS);
}

/// A token that the portal rejects is replaced by a new sign-in.
#[test]
fn a_revoked_sign_in_is_made_anew() {
    let machine = signed_in(Home::with_aws(), one_role());
    let token = std::fs::read_to_string(machine.home.token("lab-portal")).unwrap();
    // The token was revoked from another computer or by an administrator.
    let stranger = token.replace("\"accessToken\": \"", "\"accessToken\": \"x");
    machine.home.put(machine.home.token("lab-portal"), stranger.as_bytes());
    approved(&machine, &setup(&[])).status(0);
    assert_eq!(profiles(&machine), ["dev-account"]);
}

/// Without an AWS CLI, setup completes and explains how to install it.
#[test]
fn without_an_aws_cli_it_goes_on() {
    let machine = signed_in(Home::empty(), one_role());
    let outcome = machine.run(&setup(&[])).run().status(0);
    assert!(outcome.stderr.contains("Setup works without it"), "{outcome:?}");
    // The steps are on the last screen, before what to try.
    let steps = outcome.stdout.find("./aws/install").unwrap();
    assert!(steps < outcome.stdout.find("Done. Try").unwrap(), "{outcome:?}");
}

/// If AWS cannot verify the profiles, they are written and setup says so.
#[test]
fn profiles_that_could_not_be_verified_are_told() {
    let machine = signed_in(Home::with_aws(), one_role());
    let args = setup(&[]);
    let outcome =
        machine.run(&args).env("AWS_ENDPOINT_URL_STS", "http://127.0.0.1:1").run().status(3);
    assert_eq!(profiles(&machine), ["dev-account"]);
    assert!(outcome.stderr.contains("? dev-account"), "{outcome:?}");
    assert!(!outcome.stdout.contains("Done."), "{outcome:?}");

    let machine = signed_in(Home::with_aws(), one_role());
    machine.simulator.set(|world| world.faults.sts_denied = true);
    let outcome = machine.run(&args).run().status(1);
    assert!(!outcome.stdout.contains("Done."), "{outcome:?}");
}

/// Three thousand profiles are one write and one journal entry, and only some are verified.
#[test]
fn three_thousand_profiles_are_one_change() {
    let world = World { start_url: LAB_URL.to_owned(), ..World::many(1000, 3) };
    let machine = signed_in(Home::with_files("# mine\n", ""), world);
    machine.simulator.set(|world| world.accounts.truncate(1000));
    let outcome = machine
        .run(&setup(&["--all-roles"]))
        .within(std::time::Duration::from_secs(240))
        .run()
        .status(0);
    assert_eq!(profiles(&machine).len(), 3000);
    assert!(
        outcome.stderr.contains("1000 of 3000"),
        "{}",
        outcome.stderr.lines().rev().take(5).collect::<String>()
    );
    assert!(outcome.stderr.lines().count() < 1200, "the diff is not printed whole");
    let listed = machine.run(&["undo", "--list"]).run().status(0);
    assert_eq!(super::setup::changes(&machine), 1, "{}", listed.stdout);
    let backups = snapshot(&machine.home.state());
    let copies = backups.values().filter(|entry| entry.bytes == b"# mine\n");
    assert_eq!(copies.count(), 1);
    machine.run(&["undo"]).run().status(0);
    assert_eq!(machine.home.read_config(), "# mine\n");
}

/// A closed terminal counts as an interrupt, not as an answer.
#[test]
fn a_terminal_without_input_is_not_asked() {
    let machine = signed_in(Home::with_aws(), three_roles());
    let mut terminal: Pty = machine.terminal(&[
        "--no-input",
        "setup",
        "--start-url",
        LAB_URL,
        "--sso-region",
        "us-east-1",
    ]);
    terminal.exits_with(2);
    assert!(terminal.transcript().contains("--all-roles"));
}
