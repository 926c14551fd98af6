//! Which fix comes next, and which one is to blame for a failure.

use std::path::Path;

use checks::{Applicability, Finding, PlanError, Remedy};
use facts::Request;
use machine::System;

use super::fix::Fixing;
use super::fix_queue::{Order, Queue, ToFix};
use crate::answers::FlagAnswers;
use crate::app::App;
use crate::cli::Global;
use crate::examine::Examination;
use crate::sign_in::How;

/// Two profiles that name a session with a typo, which has one answer, and one without a region,
/// which has not.
const CONFIG: &str = "\
[profile one]
sso_session = crop
sso_account_id = 111122223333
sso_role_name = Dev

[profile two]
sso_session = crop
sso_account_id = 111122223333
sso_role_name = Ops
region = eu-central-1

[sso-session corp]
sso_region = eu-central-1
sso_start_url = https://lab-portal.awsapps.com/start
sso_registration_scopes = sso:account:access
";

fn system(home: &Path, config: &str) -> System {
    std::fs::create_dir_all(home.join(".aws")).unwrap();
    std::fs::write(home.join(".aws/config"), config).unwrap();
    System::new(vec![("HOME".into(), home.into()), ("AWS_PROFILE".into(), "one".into())])
}

fn examine(system: &System) -> Examination {
    let request = Request { offline: true, ..Request::default() };
    Examination::of_facts(collect::offline_facts(system, request, None))
}

#[test]
fn what_is_safe_comes_first_and_is_counted_once_for_all_profiles() {
    let home = tempfile::tempdir().unwrap();
    let examination = examine(&system(home.path(), CONFIG));
    let to_fix = ToFix::count(&examination);
    assert_eq!(to_fix.safe, 1, "{to_fix:?}");
    assert!(to_fix.all > to_fix.safe, "{to_fix:?}");

    let next = Queue::default().next(&examination, Order::SafeFirst).unwrap();
    assert_eq!((next.alike.check, next.alike.others.len()), ("sso-session-exists", 1));
    assert!(!next.begins_rest);

    // The number of the fix and of all, each fault once; a decided one no longer counts.
    let mut queue = Queue::default();
    let own = super::alike::key(next.alike.check, &next.alike.first);
    queue.seen.insert(own.clone());
    queue.offered.insert(own);
    assert_eq!(queue.number(&examination, &next.alike), (1, to_fix.all));
}

#[test]
fn the_fix_that_could_not_be_prepared_is_named() {
    let home = tempfile::tempdir().unwrap();
    let system = system(home.path(), CONFIG);
    let examination = examine(&system);
    let Ok(app) = App::new(system, &Global { no_input: true, ..Global::default() }) else {
        panic!("there is no preset")
    };
    let given = ["profile-region.remedy=broken".to_owned()];
    let answers = FlagAnswers::parse(&given).unwrap();
    let fixing = Fixing {
        app: &app,
        answers: &answers,
        yes: true,
        order: Order::AsFound,
        shown: false,
        how: How { device_code: true, browser: false, on_enter: false },
        changes: Vec::new(),
        written: 0,
        failed: Vec::new(),
    };
    let fails = |_: &_, _: &_| Err(PlanError { key: "region", why: "it does not fit".into() });
    let finding = Finding::stops("no-region", "no region")
        .offer(Remedy::guide("guide", "Read the manual"))
        .offer(Remedy::new("sound", Applicability::Ask, "Works", |_, _| Ok(Default::default())))
        .offer(Remedy::new("broken", Applicability::Ask, "Does not", fails));
    let Err(undecided) = fixing.decide(&examination, "profile-region", &finding, &[]) else {
        panic!("it cannot be prepared")
    };
    assert_eq!(undecided.remedy, Some("broken"));
    assert!(undecided.error.message.contains("it does not fit"));
}
