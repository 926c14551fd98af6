//! The identity of profiles and the refresh of tokens, against the simulator.

use std::time::Duration;

use collect::{collect_tokens_again, identities, refresh_tokens};
use facts::{Facts, IdentityAnswer, Request, SessionKey, SignInState, SignedOutBecause, Step, Why};
use identity_center_sim::{Operation, Simulator, World};
use jiff::Timestamp;
use machine::{Clock, System};

use crate::Home;

struct Place {
    home: Home,
    simulator: Simulator,
}

impl Place {
    async fn new() -> Self {
        let simulator = Simulator::start(World::science_cloud()).await.unwrap();
        let environment = simulator.environment();
        let variables: Vec<(&str, &str)> =
            environment.iter().map(|(name, value)| (name.as_ref(), value.as_ref())).collect();
        let mut home = Home::with(&variables);
        home.system = home.system.with_clock(Clock::Real);
        Self { home, simulator }
    }

    /// A profile for every role of every account, and an unassigned one.
    fn configure(&self) -> Vec<String> {
        let world = self.simulator.world();
        let mut text = format!(
            "[sso-session corp]\nsso_start_url = {}\nsso_region = {}\nsso_registration_scopes = sso:account:access\n",
            world.start_url, world.region
        );
        let mut names = Vec::new();
        let mut add = |name: String, account: &str, role: &str| {
            text.push_str(&format!(
                "[profile {name}]\nsso_session = corp\nsso_account_id = {account}\nsso_role_name = {role}\nregion = us-east-1\n"
            ));
            names.push(name);
        };
        for account in &world.accounts {
            for role in &account.roles {
                add(format!("{}-{role}", account.id), &account.id, role);
            }
        }
        add("refused".into(), &world.accounts[0].id, "NoSuchRole");
        self.home.put(".aws/config", text.as_bytes());
        names
    }

    fn sign_in(&self, lifetime: Duration) {
        let issued = self.simulator.issue_token(true, lifetime);
        let world = self.simulator.world();
        let name = SessionKey::Named("corp".into()).cache_name();
        self.home.put(
            &format!(".aws/sso/cache/{name}"),
            issued.cache_file(&world.start_url, &world.region).as_bytes(),
        );
    }

    /// The same machine an hour and a half later.
    fn later(&self) -> System {
        let time = Timestamp::now() + jiff::SignedDuration::from_mins(90);
        self.home.system.clone().with_clock(Clock::Fixed(time))
    }
}

fn facts(system: &System) -> Facts {
    collect::offline_facts(system, Request::default(), None)
}

#[tokio::test]
async fn every_profile_is_asked_and_a_refusal_asks_for_the_roles() {
    let place = Place::new().await;
    let names = place.configure();
    place.sign_in(Duration::from_secs(3600));
    let system = &place.home.system;
    let found = identities(system, &facts(system), &names, None).await;
    assert_eq!(found.identities.len(), names.len());
    for (name, answer) in &found.identities {
        if name == "refused" {
            let Ok(IdentityAnswer::Refused(Step::RoleCredentials, error)) = answer else {
                panic!("{answer:?}")
            };
            assert_eq!(error.code, "ForbiddenException");
        } else {
            let Ok(IdentityAnswer::Identity(identity)) = answer else {
                panic!("{name}: {answer:?}")
            };
            assert!(name.starts_with(&identity.account));
        }
    }
    let world = place.simulator.world();
    let key = (SessionKey::Named("corp".into()), world.accounts[0].id.clone());
    assert_eq!(found.roles.len(), 1);
    assert_eq!(found.roles[&key].as_ref().unwrap(), &world.accounts[0].roles);
}

/// Questions that need no identity.
#[tokio::test]
async fn tokens_and_accounts_are_asked_by_themselves() {
    let place = Place::new().await;
    place.configure();
    place.sign_in(Duration::from_secs(3600));
    let system = &place.home.system;
    let corp = SessionKey::Named("corp".into());
    let accounts = place.simulator.world().accounts;
    let nobodys = (corp.clone(), "999988887777".to_owned());
    let mut asked: Vec<(SessionKey, String)> =
        accounts.iter().map(|account| (corp.clone(), account.id.clone())).collect();
    asked.push(nobodys.clone());
    let questions =
        collect::Questions { sessions: vec![corp.clone()], accounts: asked, ..Default::default() };
    let found = collect::ask(system, &facts(system), &questions, None).await;
    assert_eq!(found.accepted[&corp], Ok(Ok(())));
    for account in &accounts {
        let roles = &found.roles[&(corp.clone(), account.id.clone())];
        assert_eq!(roles.as_ref(), Ok(&account.roles));
    }
    let error = found.roles[&nobodys].as_ref().unwrap_err();
    assert!(error.service().is_some_and(facts::ServiceError::is_forbidden));
    // An unassigned account triggers the list of the assigned ones.
    assert_eq!(found.accounts[&corp].as_ref().unwrap().len(), accounts.len());
    assert_eq!(place.simulator.count(Operation::GetRoleCredentials), 0);

    place.simulator.set(|world| world.faults.revoked = true);
    let found = collect::ask(system, &facts(system), &questions, None).await;
    let refused = found.accepted[&corp].as_ref().unwrap().as_ref().unwrap_err();
    assert_eq!((refused.operation, refused.status), ("ListAccounts", Some(401)));
}

#[tokio::test]
async fn without_a_token_nothing_is_asked_and_the_reason_is_said() {
    let place = Place::new().await;
    let names = place.configure();
    let system = &place.home.system;
    let found = identities(system, &facts(system), &names, None).await;
    for answer in found.identities.values() {
        assert!(
            matches!(answer, Err(Why::Error(text)) if text.contains("not been signed in")),
            "{answer:?}"
        );
    }
    let missing = identities(system, &facts(system), &["nobody".into()], None).await;
    assert!(
        matches!(&missing.identities["nobody"], Err(Why::Error(text)) if text.contains("nobody"))
    );
    assert!(place.simulator.calls().is_empty());
}

#[tokio::test]
async fn a_revoked_token_does_not_ask_for_roles() {
    let place = Place::new().await;
    let names = place.configure();
    place.sign_in(Duration::from_secs(3600));
    place.simulator.set(|world| world.faults.revoked = true);
    let system = &place.home.system;
    let found = identities(system, &facts(system), &names[..1], None).await;
    let Ok(IdentityAnswer::Refused(Step::RoleCredentials, error)) = &found.identities[&names[0]]
    else {
        panic!("{:?}", found.identities)
    };
    assert_eq!(error.status, Some(401));
    assert!(found.roles.is_empty());
}

#[tokio::test]
async fn an_expired_token_is_renewed_and_saved() {
    let place = Place::new().await;
    place.configure();
    place.sign_in(Duration::from_secs(3600));
    let key = SessionKey::Named("corp".into());
    let now = &place.home.system;
    assert!(
        refresh_tokens(now, &facts(now), std::slice::from_ref(&key)).await.is_empty(),
        "it has not expired"
    );
    let later = place.later();
    let mut found = facts(&later);
    let answers = refresh_tokens(&later, &found, std::slice::from_ref(&key)).await;
    assert!(matches!(answers[&key], Ok(Ok(()))), "{answers:?}");
    collect_tokens_again(&later, &mut found);
    let entry = &found.tokens.as_ref().unwrap().entries[&key.cache_name()];
    assert!(!entry.token.as_ref().unwrap().has_expired(later.now()));
    assert!(!later.state_folder().unwrap().exists(), "a token is not backed up");
}

#[tokio::test]
async fn a_refused_renewal_says_so_and_keeps_the_file() {
    let place = Place::new().await;
    place.configure();
    place.sign_in(Duration::from_secs(3600));
    place.simulator.set(|world| world.faults.refresh_refused = true);
    let key = SessionKey::Named("corp".into());
    let later = place.later();
    let path = place.home.path(&format!(".aws/sso/cache/{}", key.cache_name()));
    let before = crate::read(&path);
    let answers = refresh_tokens(&later, &facts(&later), std::slice::from_ref(&key)).await;
    assert!(
        matches!(&answers[&key], Ok(Err(error)) if error.operation == "CreateToken"),
        "{answers:?}"
    );
    assert_eq!(crate::read(&path), before);
    // Later runs know it, until the cache holds another token.
    let refused_at = |system| {
        let found = facts(system);
        let entry = found.token_entry(&key).unwrap().unwrap().renewal_refused;
        (entry, found.may_renew(&key), found.sign_in_state(&key))
    };
    let over = SignInState::SignedOut(SignedOutBecause::RenewalRefused(
        facts(&later).token_of(&key).unwrap().expires_at,
    ));
    assert_eq!(refused_at(&later), (Some(later.now()), false, Ok(over)));
    assert!(refresh_tokens(&later, &facts(&later), std::slice::from_ref(&key)).await.is_empty());
    place.sign_in(Duration::from_secs(3600));
    let (refused, may_renew, state) = refused_at(&later);
    assert_eq!((refused, may_renew), (None, true));
    assert!(matches!(state, Ok(SignInState::MayRenew { .. })), "{state:?}");
}

#[tokio::test]
async fn a_rehearsal_renews_nothing() {
    let place = Place::new().await;
    place.configure();
    place.sign_in(Duration::from_secs(3600));
    let overlay = place.later().overlay();
    let key = SessionKey::Named("corp".into());
    assert!(refresh_tokens(&overlay, &facts(&overlay), &[key]).await.is_empty());
    assert!(place.simulator.calls().iter().all(|call| call.operation != Operation::CreateToken));
}
