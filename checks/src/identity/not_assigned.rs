//! `role-assigned`, for a role that is not given: what is known about the reason, and the possible
//! fixes.

use facts::{
    AssignedAccount, Facts, IdentityAnswer, Profile, ServiceError, SessionKey, Text, clean_line,
};

use super::role_assigned::Assigned;
use crate::kit::edits::put_in_profile;
use crate::kit::words::{client_error, list, nearest};
use crate::sign_in::remedies::again;
use crate::{Applicability, Choice, Finding, Plan, Question, QuestionKind, Remedy};

/// A role that is not given, with everything known about it.
pub(super) struct Refused<'a> {
    pub(super) facts: &'a Facts,
    pub(super) profile: &'a Profile<'a>,
    pub(super) key: &'a SessionKey,
    /// What is assigned in the profile's account.
    pub(super) assigned: Assigned<'a>,
    /// The assigned accounts, if they are known.
    pub(super) accounts: Option<&'a [AssignedAccount]>,
    /// The portal's refusal, if it was asked for the role.
    pub(super) error: Option<&'a ServiceError>,
}

/// The finding.
pub(super) fn finding(refused: &Refused<'_>) -> Finding {
    let account = refused.profile.account().unwrap_or_default();
    let role = refused.profile.role().unwrap_or_default();
    let finding = match (refused.accounts, refused.assigned) {
        (Some([]), _) => refused.no_accounts(),
        (Some(accounts), _) if !accounts.iter().any(|one| one.id == account) => {
            refused.other_account(accounts)
        }
        (_, Assigned::Roles(roles)) if roles.iter().any(|name| name == role) => refused.not_given(),
        (_, Assigned::Roles(roles)) => refused.other_role(roles),
        (_, Assigned::Nothing(_)) => refused.no_roles(),
        (_, Assigned::Unknown(_)) => refused.no_access(),
    };
    finding.offer(refused.administrator())
}

impl Refused<'_> {
    fn account(&self) -> String {
        clean_line(self.profile.account().unwrap_or_default())
    }

    fn role(&self) -> String {
        clean_line(self.profile.role().unwrap_or_default())
    }

    /// The service's own message, if there is one.
    fn answer(&self) -> Option<&ServiceError> {
        let beside = match self.assigned {
            Assigned::Nothing(error) => error,
            _ => None,
        };
        self.error.or(beside)
    }

    fn found(&self, code: &'static str, brief: &str) -> Finding {
        let finding = Finding::stops(code, self.profile.brief(brief)).what(format!(
            "The portal does not grant you the role {} in the account {}.",
            self.role(),
            self.account()
        ));
        match self.error {
            Some(error) => finding.says(client_error(error)),
            None => finding.says("An error occurred (ForbiddenException) when calling the GetRoleCredentials operation: No access"),
        }
    }

    /// The identity that the portal sees, if some profile of the session shows it.
    fn person(&self) -> Option<String> {
        let users = self.facts.session_users().get(self.key)?;
        users.iter().find_map(|name| {
            let Ok(IdentityAnswer::Identity(identity)) = self.facts.network.identities.get(name)?
            else {
                return None;
            };
            let (_, person) = identity.permission_set()?;
            Some(clean_line(person))
        })
    }

    /// Says that the browser may have signed in another user (FAILURES, L05).
    fn other_user(&self) -> String {
        match self.person() {
            Some(person) => format!(
                "You are signed in as {person}; if that is not you, sign out at the portal first."
            ),
            None => "The browser may also have signed in as another user.".to_owned(),
        }
    }

    fn no_accounts(&self) -> Finding {
        let finding = Finding::stops("no-accounts", "you have no accounts").what(format!("You have no accounts in the portal of {}.", Text(self.key.name())))
        .why(format!("Nothing is assigned yet, or it was assigned minutes ago, or the start URL is another portal's. {}", self.other_user()))
        .says("No AWS accounts are available to you.")
        .next("ask for access, or sign in as another user");
        finding
            .at(self.profile.place("sso_account_id"), "not assigned to you")
            .offer(self.sign_out_first())
    }

    fn other_account(&self, accounts: &[AssignedAccount]) -> Finding {
        let near = near_accounts(self.profile.account().unwrap_or_default(), accounts);
        let finding = self.found("account", "the account is not assigned to you").why(format!(
            "The account {} is not one of the {} assigned to you. {}",
            self.account(),
            accounts.len(),
            self.other_user()
        ));
        let finding = match near.as_slice() {
            [one] => {
                let shown = named(one);
                finding
                    .at(self.profile.place("sso_account_id"), format!("{shown} is assigned to you"))
                    .next(format!("use {shown}, if that is the one"))
                    .offer(self.use_account(one))
            }
            _ => finding
                .at(self.profile.place("sso_account_id"), "not assigned to you")
                .next("choose one of your accounts"),
        };
        finding.offer(self.choose_account(accounts, &near)).offer(self.sign_out_first())
    }

    /// Even a single similar number is another account, so the user has to confirm it.
    fn use_account(&self, account: &AssignedAccount) -> Remedy {
        let edit = put_in_profile(self.profile, "sso_account_id", account.id.as_str());
        Remedy::new(
            "use-account",
            Applicability::Ask,
            format!("Use {}", named(account)),
            move |_, _| Ok(Plan::edits(edit.clone())),
        )
    }

    fn choose_account(&self, accounts: &[AssignedAccount], near: &[&AssignedAccount]) -> Remedy {
        let others = accounts.iter().filter(|account| !near.contains(account));
        let all = near.iter().copied().chain(others);
        let choices =
            all.map(|account| Choice { value: account.id.clone(), label: named(account) });
        self.choosing(
            "choose-account",
            "Use another account",
            "sso_account_id",
            Question {
                key: "account",
                prompt: format!("Account for {}", self.profile),
                help: "the accounts assigned to you".into(),
                kind: QuestionKind::Choice { choices: choices.collect(), other: None },
                default: None,
            },
        )
    }

    fn not_given(&self) -> Finding {
        let finding = self
            .found("not-given", &format!("no access as {} yet", self.role()))
            .why("The role is assigned to you, probably since your last sign-in. Sign in again to use it.")
            .next("sign in again");
        finding
            .at(self.profile.place("sso_role_name"), "assigned, but not granted")
            .offer(self.sign_out_first())
    }

    fn no_roles(&self) -> Finding {
        let finding = self
            .found("no-roles", "you have no roles in this account")
            .why(format!("You have no roles in this account. {}", self.other_user()))
            .says(format!("No roles are available for the account {}", self.account()))
            .next("ask for the role, or correct the account");
        finding
            .at(self.profile.place("sso_account_id"), "you have no roles in this account")
            .offer(self.sign_out_first())
    }

    /// Neither accounts nor roles could be listed.
    fn no_access(&self) -> Finding {
        let finding = self
            .found("no-access", &format!("no access as {}", self.role()))
            .why(format!("The name may be misspelled (names are case-sensitive), the account may be wrong, or the role is not assigned to you. {}", self.other_user()))
            .next("compare the account and role with the portal's list");
        finding
            .at(self.profile.place("sso_role_name"), "not granted to you in this account")
            .offer(self.sign_out_first())
    }

    fn other_role(&self, roles: &[String]) -> Finding {
        let role = self.profile.role().unwrap_or_default();
        let finding = self
            .found("role", &format!("{} is not assigned to you", self.role()))
            .why(format!("In this account you have {}. Names are case-sensitive.", list(roles, 5)));
        let near = nearest(role, roles.iter().map(String::as_str));
        if let [one] = near.as_slice() {
            let shown = clean_line(one);
            let label = format!("{shown} is assigned to you");
            let finding = finding.at(self.profile.place("sso_role_name"), label);
            let edit = put_in_profile(self.profile, "sso_role_name", *one);
            // Numbered names (dev1, dev2) are similar but mean different things.
            let applicability =
                if digits(one) == digits(role) { Applicability::Safe } else { Applicability::Ask };
            return finding.next(format!("use {shown}")).offer(Remedy::new(
                "use-role",
                applicability,
                format!("Use {shown}"),
                move |_, _| Ok(Plan::edits(edit.clone())),
            ));
        }
        finding
            .at(self.profile.place("sso_role_name"), "not assigned to you")
            .next("choose one of your roles")
            .offer(self.choose_role(roles, &near))
    }

    fn choose_role(&self, roles: &[String], near: &[&str]) -> Remedy {
        let others = roles.iter().map(String::as_str);
        let others = others.filter(|role| !near.contains(role));
        let choices = near
            .iter()
            .copied()
            .chain(others)
            .map(|role| Choice { value: role.to_owned(), label: clean_line(role) });
        self.choosing(
            "choose-role",
            "Use another role",
            "sso_role_name",
            Question {
                key: "role",
                prompt: format!("Role for {}", self.profile),
                help: "your roles in this account".into(),
                kind: QuestionKind::Choice { choices: choices.collect(), other: None },
                default: None,
            },
        )
    }

    /// Writes the answer to a question as the value of the profile's key.
    fn choosing(
        &self,
        id: &'static str,
        title: &str,
        key: &'static str,
        question: Question,
    ) -> Remedy {
        let name = self.profile.name.to_owned();
        let answer = question.key;
        Remedy::new(id, Applicability::Ask, title, move |facts, answers| {
            let profile = facts.profile(&name);
            let edit = profile.and_then(|profile| put_in_profile(&profile, key, &answers[answer]));
            Ok(Plan::edits(edit))
        })
        .ask(question)
    }

    fn sign_out_first(&self) -> Remedy {
        again(self.key, "Sign out at the portal, then sign in again")
            .word("Sign out at the portal first, or use a private window: the browser may remember another user.")
    }

    /// Words for the administrator who assigns roles. They contain no secrets.
    fn administrator(&self) -> Remedy {
        let portal = self.facts.session(self.key).start_url;
        let portal = portal.map_or_else(|| clean_line(self.key.name()), |url| clean_line(&url));
        let account = self
            .accounts
            .into_iter()
            .flatten()
            .find(|account| Some(account.id.as_str()) == self.profile.account())
            .map_or_else(|| self.account(), named);
        let guide = Remedy::guide("ask-administrator", "Ask for the role")
            .word(format!(
                "Please assign the permission set {} in the account {account} to me in IAM Identity Center ({portal}).",
                self.role()
            ))
            .word(match self.person() {
                Some(person) => format!("My user name there is {person}."),
                None => "My user name there is: (fill in)".to_owned(),
            });
        let guide = match self.answer() {
            Some(error) => {
                let request = error.request_id.as_deref();
                let request =
                    request.map_or_else(String::new, |id| format!(", request {}", Text(id)));
                guide.word(format!("{} at {:.0}{request}.", Text(&error.to_string()), error.at))
            }
            None => {
                guide.word(format!("The portal did not list it for me at {:.0}.", self.facts.now))
            }
        };
        let contact = self.facts.preset.as_ref().and_then(|preset| preset.contact.as_ref());
        match contact.and_then(|contact| contact.email.as_ref().or(contact.page.as_ref())) {
            Some(whom) => guide.word(format!("To {}", Text(whom))),
            None => guide,
        }
    }
}

/// `111122223333 (dev-account)`.
fn named(account: &AssignedAccount) -> String {
    let id = clean_line(&account.id);
    match clean_line(&account.name) {
        name if name.is_empty() => id,
        name => format!("{id} ({name})"),
    }
}

/// The accounts whose number is at most two typos away; only the nearest if it is nearer than the
/// others.
fn near_accounts<'a>(wanted: &str, accounts: &'a [AssignedAccount]) -> Vec<&'a AssignedAccount> {
    let mut near: Vec<(usize, &AssignedAccount)> = accounts
        .iter()
        .map(|account| (strsim::osa_distance(wanted, &account.id), account))
        .filter(|(distance, _)| *distance <= 2)
        .collect();
    near.sort_by_key(|(distance, _)| *distance);
    let least = near.first().map(|(distance, _)| *distance);
    near.into_iter()
        .filter(|(distance, _)| Some(*distance) == least)
        .map(|(_, account)| account)
        .collect()
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}
