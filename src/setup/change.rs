//! "Change something": every value that setup will write, with the present one filled in.

use std::collections::BTreeMap;

use checks::questions;
use facts::{Facts, clean_line};

use super::Stopped;
use super::default_profile::{DefaultProfile, Way, ways};
use super::draft::{Draft, Portal, Wanted, profile_of_role};
use super::names::{self, Template};
use super::portal::Given;
use super::walk::{At, Walk};
use crate::terminal::{Ask, Declined, Field, List};

/// What the user changed of one profile.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Own {
    pub(crate) name: Option<String>,
    pub(crate) region: Option<String>,
    pub(crate) output: Option<String>,
}

/// Applies what the user changed to the profiles that are new.
pub(crate) fn apply_own(
    facts: &Facts,
    portal: &Portal,
    own: &BTreeMap<(String, String), Own>,
    wanted: &mut [Wanted],
) {
    for one in wanted {
        let Some(own) = own.get(&(one.account.clone(), one.role.clone())) else {
            continue;
        };
        if is_new(facts, portal, one) {
            if let Some(name) = &own.name {
                one.profile.clone_from(name);
            }
            one.region.clone_from(&own.region);
            one.output.clone_from(&own.output);
        }
    }
}

fn is_new(facts: &Facts, portal: &Portal, one: &Wanted) -> bool {
    profile_of_role(facts, portal, &one.account, &one.role).is_none()
}

/// A value that can be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Item {
    Address,
    PortalRegion,
    Session,
    Scopes,
    Roles,
    Names,
    OneProfile,
    Region,
    Output,
    Default,
    Keys(usize),
}

/// The hint below a question.
const GO_BACK: &str = "Esc goes back";

/// The output formats of the AWS CLI.
const OUTPUTS: [&str; 6] = ["json", "yaml", "yaml-stream", "text", "table", "off"];

impl Walk<'_> {
    /// The values, each with its label and its present state.
    fn items(&self, draft: &Draft) -> Vec<(Item, String, String)> {
        let portal = &draft.portal;
        let mut items = vec![
            (Item::Address, "Address".to_owned(), clean_line(&portal.start_url)),
            (Item::PortalRegion, "Portal's region".into(), clean_line(&portal.region)),
            (Item::Session, "Session name".into(), clean_line(&portal.session)),
            (Item::Scopes, "Scopes".into(), clean_line(&portal.scopes.join(","))),
        ];
        if self.skipped.is_none() {
            let count = format!("{} of {}", draft.wanted.len(), self.assigned.len());
            items.push((Item::Roles, "Roles".into(), count));
        }
        let new: Vec<&Wanted> = self.new_profiles(draft);
        if !new.is_empty() {
            let names: Vec<String> = new.iter().map(|one| clean_line(&one.profile)).collect();
            items.push((Item::Names, "Profile names".into(), names.join(", ")));
            let words = "its name, region or output".to_owned();
            items.push((Item::OneProfile, "One profile".into(), words));
            let region = draft.region.as_deref().unwrap_or("none");
            items.push((Item::Region, "Region".into(), clean_line(region)));
            let output = draft.output.as_deref().unwrap_or("none");
            items.push((Item::Output, "Output".into(), clean_line(output)));
        }
        if !draft.wanted.is_empty() {
            items.push((Item::Default, "Default profile".into(), self.default_words(draft)));
        }
        for (index, (keys, comment)) in self.start.keys.iter().zip(&self.comment).enumerate() {
            let what = if *comment { "is commented out" } else { "is kept" };
            items.push((Item::Keys(index), "Keys".into(), format!("{}: {what}", keys.brief)));
        }
        items
    }

    fn new_profiles<'a>(&self, draft: &'a Draft) -> Vec<&'a Wanted> {
        let facts = &self.start.examination.facts;
        draft.wanted.iter().filter(|one| is_new(facts, &draft.portal, one)).collect()
    }

    fn default_words(&self, draft: &Draft) -> String {
        match &draft.default {
            None => "none".into(),
            Some(default) => {
                let name = default.of(&draft.wanted).map_or("", |one| one.profile.as_str());
                format!("{}, {}", clean_line(name), self.way_words(&default.way))
            }
        }
    }

    fn way_words(&self, way: &Way) -> String {
        match way {
            Way::Section => "as [default] in the config file".into(),
            Way::StartUpFile(path) => format!("AWS_PROFILE in {}", self.app.path(path)),
        }
    }

    /// Asks what to change, and changes it.
    ///
    /// # Errors
    /// Interrupted.
    pub(super) fn change(&mut self, draft: &Draft, laid: &Facts) -> Result<At, Stopped> {
        let Some(prompter) = self.app.prompter.clone() else {
            return Ok(At::Summary);
        };
        let items = self.items(draft);
        let rows: Vec<Vec<String>> =
            items.iter().map(|(_, label, value)| vec![label.clone(), value.clone()]).collect();
        let chosen =
            prompter.pick(&List::of_one("What do you want to change?", "value", &rows, &[]));
        let item = match chosen {
            Ok(rows) => rows.first().and_then(|row| items.get(*row)).map(|(item, _, _)| *item),
            Err(Declined::Skipped) => None,
            Err(Declined::Interrupted) => return Err(Declined::Interrupted.into()),
        };
        let Some(item) = item else {
            return Ok(At::Summary);
        };
        match self.change_item(item, draft, laid) {
            // Esc keeps the value.
            Err(Stopped::Declined(Declined::Skipped)) => Ok(At::Summary),
            answer => answer,
        }
    }

    fn change_item(&mut self, item: Item, draft: &Draft, laid: &Facts) -> Result<At, Stopped> {
        let facts = self.start.examination.facts.clone();
        let portal = &draft.portal;
        match item {
            Item::Address => {
                self.ask_other_address()?;
                return Ok(At::Portal);
            }
            Item::PortalRegion => {
                self.keep_portal(portal);
                self.ask_other_region()?;
                return Ok(At::Portal);
            }
            Item::Session => {
                let accept = |text: &str| questions::accept_session_name(text);
                let name = self.ask_text("Session name", GO_BACK, &portal.session, &accept)?;
                self.keep_portal(portal);
                self.given.session = Some(name);
                return Ok(At::Portal);
            }
            Item::Scopes => {
                let now = portal.scopes.join(",");
                let scopes = self.ask_text("Scopes", GO_BACK, &now, &questions::accept_scopes)?;
                self.keep_portal(portal);
                self.renew |= scopes != now;
                self.given.scopes = Some(scopes.split(',').map(str::to_owned).collect());
                return Ok(At::Portal);
            }
            Item::Roles => return Ok(At::Roles),
            Item::Names => {
                let now = self.template.as_ref().map(Template::text);
                let now = now.unwrap_or("{account_name}-{role_name}");
                let accept = |text: &str| Template::parse(text).map(|_| text.trim().to_owned());
                let help = "{account_name} {account_id} {role_name} {session}, with |lower |upper |dashes |underscores · Esc goes back";
                let text = self.ask_text("Profile names:", help, now, &accept)?;
                self.template = Template::parse(&text).ok();
                for own in self.own.values_mut() {
                    own.name = None;
                }
            }
            Item::OneProfile => self.change_profile(draft, &facts)?,
            Item::Region => {
                let now = draft.region.clone();
                self.region = Some(self.ask_region_to_work_in(&facts, now.as_deref())?);
            }
            Item::Output => self.output = Some(self.ask_output(draft.output.as_deref())?),
            Item::Default => {
                self.default = self.ask_default(draft, laid)?;
                self.has_chosen_default = true;
            }
            Item::Keys(index) => {
                if let Some(comment) = self.comment.get_mut(index) {
                    *comment = !*comment;
                }
            }
        }
        Ok(At::Summary)
    }

    /// Keeps the portal as it is, except for what is changed next.
    fn keep_portal(&mut self, portal: &Portal) {
        let from = self.portal.as_ref().map(|found| found.region_from.clone());
        self.given = Given {
            start_url: Some(portal.start_url.clone()),
            region: Some((portal.region.clone(), from.unwrap_or_default())),
            session: Some(portal.session.clone()),
            scopes: Some(portal.scopes.clone()),
        };
    }

    fn change_profile(&mut self, draft: &Draft, facts: &Facts) -> Result<(), Stopped> {
        let Some(prompter) = self.app.prompter.clone() else {
            return Ok(());
        };
        let new = self.new_profiles(draft);
        let one = match new.as_slice() {
            [one] => *one,
            many => {
                let rows: Vec<Vec<String>> = many
                    .iter()
                    .map(|one| {
                        [&one.profile, &one.account, &one.role]
                            .map(|text| clean_line(text))
                            .to_vec()
                    })
                    .collect();
                let row = prompter.pick(&List::of_one("Which profile?", "profile", &rows, &[]))?;
                many[row.first().copied().unwrap_or(0)]
            }
        };
        let region = one.region.clone().or(draft.region.clone());
        let output = one.output.clone().or(draft.output.clone());
        let value = |value: &Option<String>| clean_line(value.as_deref().unwrap_or("none"));
        let choices = [
            format!("Name     {}", clean_line(&one.profile)),
            format!("Region   {}", value(&region)),
            format!("Output   {}", value(&output)),
        ];
        let index = prompter.choose("Which value?", GO_BACK, &choices, 0)?;
        let key = (one.account.clone(), one.role.clone());
        let mut own = self.own.get(&key).cloned().unwrap_or_default();
        match index {
            0 => {
                let taken = |name: &str| {
                    facts.files().profiles().contains_key(name)
                        || draft.wanted.iter().any(|other| other != one && other.profile == name)
                };
                let accept = |text: &str| {
                    let name = names::accept(text)?;
                    if taken(&name) {
                        return Err(format!("there is already a profile {name}"));
                    }
                    Ok(name)
                };
                own.name = Some(self.ask_text("Profile name", GO_BACK, &one.profile, &accept)?);
            }
            1 => own.region = Some(self.ask_region_to_work_in(facts, region.as_deref())?),
            _ => own.output = Some(self.ask_output(output.as_deref())?),
        }
        self.own.insert(key, own);
        Ok(())
    }

    /// Asks which profile becomes the default, and how.
    pub(super) fn ask_default(
        &self,
        draft: &Draft,
        laid: &Facts,
    ) -> Result<Option<DefaultProfile>, Stopped> {
        let Some(prompter) = &self.app.prompter else {
            return Ok(None);
        };
        let ways = ways(&self.app.system, laid);
        let mut rows = vec![vec!["None".to_owned()]];
        let mut defaults: Vec<Option<DefaultProfile>> = vec![None];
        for one in &draft.wanted {
            for way in &ways {
                rows.push(vec![clean_line(&one.profile), self.way_words(way)]);
                defaults.push(Some(DefaultProfile {
                    account: one.account.clone(),
                    role: one.role.clone(),
                    way: way.clone(),
                }));
            }
        }
        let now = defaults.iter().position(|default| *default == draft.default).unwrap_or(0);
        let prompt = "Which profile should programs use by default?";
        let row = prompter.pick(&List::of_one(prompt, "choice", &rows, &[now]))?;
        Ok(row.first().and_then(|row| defaults.get(*row).cloned()).flatten())
    }

    fn ask_text(
        &self,
        prompt: &str,
        help: &str,
        now: &str,
        accept: &dyn Fn(&str) -> Result<String, String>,
    ) -> Ask<String> {
        match &self.app.prompter {
            Some(prompter) => {
                prompter.write(&Field { prompt, help, initial: now, accept, meant: &|_| None })
            }
            None => Err(Declined::Skipped),
        }
    }

    fn ask_region_to_work_in(&self, facts: &Facts, now: Option<&str>) -> Ask<String> {
        match &self.app.prompter {
            Some(prompter) => prompter.answer(&super::summary::region_question(facts, now)),
            None => Err(Declined::Skipped),
        }
    }

    fn ask_output(&self, now: Option<&str>) -> Ask<String> {
        let Some(prompter) = &self.app.prompter else {
            return Err(Declined::Skipped);
        };
        let choices = OUTPUTS.map(str::to_owned);
        let cursor = OUTPUTS.iter().position(|output| Some(*output) == now).unwrap_or(0);
        let index = prompter.choose("Output format", GO_BACK, &choices, cursor)?;
        Ok(choices[index].clone())
    }
}
