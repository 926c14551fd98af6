//! Which fix comes next, and which one is to blame for a failure.

use std::path::Path;

use checks::{Applicability, Finding, PlanError, Remedy};
use facts::Request;
use machine::System;

use super::alike::key;
use super::fix::Fixing;
use super::fix_queue::{Next, Order, Queue, ToFix, is_fixable};
use crate::answers::FlagAnswers;
use crate::app::App;
use crate::cli::Global;
use crate::examine::Examination;
use crate::sign_in::How;

/// A profile that names a session with a typo, which has one answer, and has no region, which has
/// not.
const CONFIG: &str = "\
[profile one]
sso_session = crop
sso_account_id = 111122223333
sso_role_name = Dev

[sso-session corp]
sso_region = eu-central-1
sso_start_url = https://lab-portal.awsapps.com/start
sso_registration_scopes = sso:account:access
";

#[expect(clippy::disallowed_methods, reason = "a file of the test's own home")]
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
fn what_is_safe_comes_first_and_every_fix_is_counted() {
    let home = tempfile::tempdir().unwrap();
    let examination = examine(&system(home.path(), CONFIG));
    let to_fix = ToFix::count(&examination);
    assert!(to_fix.safe >= 1 && to_fix.all > to_fix.safe, "{to_fix:?}");

    let mut queue = Queue::default();
    let mut order = Vec::new();
    while let Some(Next { alike, begins_rest }) = queue.next(&examination, Order::SafeFirst) {
        let own = key(alike.check, &alike.first);
        queue.seen.insert(own.clone());
        if is_fixable(&alike.first) {
            queue.offered.insert(own);
            let number = queue.number(&examination, &alike);
            assert_eq!(number, (order.len() + 1, to_fix.all), "{}", alike.check);
            assert_eq!(begins_rest, order.len() == to_fix.safe, "{}", alike.check);
            order.push(alike.check);
        }
    }
    assert_eq!(order.len(), to_fix.all, "{order:?}");
    let place = |check| order.iter().position(|other| *other == check).unwrap();
    assert!(place("sso-session-exists") < to_fix.safe, "{order:?}");
    assert!(place("profile-region") >= to_fix.safe, "{order:?}");
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
    let how = How { device_code: true, browser: false, on_enter: false };
    let fixing = Fixing::new(&app, &answers, true, Order::AsFound, how);
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
