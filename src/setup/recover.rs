//! What setup does after AWS refused a portal: it looks for the region in which AWS knows it, and
//! otherwise asks for what is probably wrong. Nothing that was refused is offered to be written.

use std::time::Duration;

use facts::{Why, clean_line};
use identity_center::{Connection, Located, locate_portal, regions_to_ask};

use super::Stopped;
use super::portal::{self, Discovered, Given};
use super::walk::Walk;
use crate::error::CommandError;
use crate::terminal::progress::Progress;
use crate::terminal::text::{Mark, wrap};
use crate::terminal::{Declined, unless_interrupted};

/// The time for asking other regions.
const MAX_SEARCH: Duration = Duration::from_secs(10);

/// How setup continues after a step that failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Instead {
    /// The same again, perhaps with another region.
    TryAgain,
    /// Without this step.
    GoOn,
    /// From the portal's step, with other values.
    Portal,
}

/// A choice after a step that failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Choice {
    /// This region, and how it is known.
    Region(String, &'static str),
    ChangeRegion,
    ChangeAddress,
    TryAgain,
    GoOn,
    Report,
    Stop,
}

/// What was found out about a refused portal.
#[derive(Default)]
struct Hints {
    /// The region that the portal's own page names, if it is another one.
    page: Option<String>,
    /// The regions that accept the address.
    accepting: Vec<String>,
    /// Whether every region that was asked refused.
    nowhere: bool,
}

/// The choices, the likely ones first.
fn choices(hints: &Hints) -> Vec<Choice> {
    let mut choices = Vec::new();
    if let Some(region) = &hints.page {
        choices.push(Choice::Region(region.clone(), "as the portal's page says"));
    }
    for region in hints.accepting.iter().filter(|region| Some(*region) != hints.page.as_ref()) {
        choices.push(Choice::Region(region.clone(), "where AWS accepts the address"));
    }
    match hints.nowhere {
        true => choices.extend([Choice::ChangeAddress, Choice::ChangeRegion]),
        false => choices.extend([Choice::ChangeRegion, Choice::ChangeAddress]),
    }
    choices.extend([Choice::TryAgain, Choice::Report, Choice::Stop]);
    choices
}

impl Choice {
    fn label(&self) -> String {
        match self {
            Self::Region(region, how) => format!("Use {}, {how}", clean_line(region)),
            Self::ChangeRegion => "Change the region".into(),
            Self::ChangeAddress => "Change the address".into(),
            Self::TryAgain => "Try again".into(),
            Self::GoOn => "Continue without it".into(),
            Self::Report => super::REPORT.into(),
            Self::Stop => "Stop".into(),
        }
    }
}

impl Walk<'_> {
    /// AWS does not know the portal in this region: uses the region in which it does, and otherwise
    /// asks.
    ///
    /// # Errors
    /// The original error, if the user stops or the program cannot prompt.
    pub(super) fn recover(
        &mut self,
        error: CommandError,
        connection: &Connection,
    ) -> Result<Instead, Stopped> {
        let Some(found) = self.portal.clone() else {
            return Err(error.into());
        };
        let (url, refused) = (found.portal.start_url, found.portal.region);
        if self.app.prompter.is_none() {
            return Err(error
                .hint(format!(
                    "AWS does not know this portal in {}: check --start-url and --sso-region",
                    clean_line(&refused)
                ))
                .into());
        }
        let words = format!(
            "AWS does not know this portal in {}: {}",
            clean_line(&refused),
            clean_line(&error.message)
        );
        let width = self.app.printer.width();
        let wrapped = wrap(&words, "  ", width);
        self.app.printer.say(&format!("{} {}", Mark::Fail.show(), wrapped.trim_start()));
        let hints = self.look_elsewhere(connection, &url, &refused)?;
        // One region accepts the address, and the portal's page does not contradict it.
        if let [region] = hints.accepting.as_slice()
            && hints.page.as_ref().is_none_or(|page| page == region)
        {
            self.app.printer.say(&format!(
                "  AWS accepts this address in {}; signing in there.",
                clean_line(region)
            ));
            self.set_region(region.clone(), "where AWS accepts the address");
            return Ok(Instead::TryAgain);
        }
        self.ask_instead("What should setup do?", &choices(&hints), error)
    }

    /// Looks for the portal in other regions.
    fn look_elsewhere(
        &self,
        connection: &Connection,
        url: &str,
        refused: &str,
    ) -> Result<Hints, CommandError> {
        let app = self.app;
        let facts = &self.start.examination.facts;
        let mut hints = Hints::default();
        if let Discovered::Region(region, _) = portal::discover(app, facts, url)?
            && region != refused
        {
            hints.page = Some(region);
        }
        // A redirected service is one service, whatever the region.
        if portal::is_redirected(facts) {
            return Ok(hints);
        }
        let mut likely: Vec<String> = hints.page.iter().cloned().collect();
        let environment = facts.environment();
        likely.extend(
            ["AWS_REGION", "AWS_DEFAULT_REGION"]
                .iter()
                .filter_map(|name| environment.text(name).map(str::to_owned)),
        );
        likely.extend(app.preset.iter().filter_map(|preset| preset.region.clone()));
        likely.extend(self.region.clone());
        let regions = regions_to_ask(url, refused, &likely);
        app.printer.say(&format!(
            "  Asking AWS whether it knows it in another region (at most {} regions and {} s).",
            regions.len(),
            MAX_SEARCH.as_secs()
        ));
        let located = {
            let _progress = Progress::spinner(&app.printer, "asking AWS in other regions");
            let now = app.system.now();
            app.block_on(locate_portal(connection, url, &regions, now, MAX_SEARCH))?
        };
        match located {
            Located::In(region) => hints.accepting.push(region),
            Located::Several(regions) => hints.accepting = regions,
            Located::Nowhere(asked) => {
                hints.nowhere = asked == regions.len();
                app.printer.say(&match asked {
                    0 => "  No other region answered.".to_owned(),
                    _ => format!("  None of the {asked} regions that answered knows it."),
                });
            }
            Located::Stopped(Why::Service(error)) => {
                let code = clean_line(&error.code);
                app.printer.say(&format!("  AWS asked us to slow down ({code}); stopped asking."));
            }
            Located::Stopped(why) => {
                app.printer.say(&format!("  Stopped asking: {}.", clean_line(&why.to_string())));
            }
        }
        Ok(hints)
    }

    /// Asks how to continue after an error.
    ///
    /// # Errors
    /// The user goes back or stops, or the program cannot prompt.
    pub(super) fn ask_instead(
        &mut self,
        question: &str,
        choices: &[Choice],
        error: CommandError,
    ) -> Result<Instead, Stopped> {
        let Some(prompter) = self.app.prompter.clone() else {
            return Err(error.into());
        };
        let labels: Vec<String> = choices.iter().map(Choice::label).collect();
        loop {
            let answer = prompter.choose(question, "Esc goes back", &labels, 0);
            let Some(index) = unless_interrupted(answer, self.what_is_kept())? else {
                return Err(Declined::Skipped.into());
            };
            match &choices[index] {
                Choice::Region(region, how) => {
                    self.set_region(region.clone(), how);
                    return Ok(Instead::TryAgain);
                }
                Choice::ChangeRegion => match self.ask_other_region() {
                    Err(Stopped::Declined(Declined::Skipped)) => {}
                    answer => return answer.map(|()| Instead::TryAgain),
                },
                Choice::ChangeAddress => match self.ask_other_address() {
                    Err(Stopped::Declined(Declined::Skipped)) => {}
                    answer => return answer.map(|()| Instead::Portal),
                },
                Choice::TryAgain => return Ok(Instead::TryAgain),
                Choice::GoOn => return Ok(Instead::GoOn),
                Choice::Report => super::report(self.app)?,
                Choice::Stop => {
                    let message = self.what_is_kept().into();
                    return Err(CommandError { message, ..error }.into());
                }
            }
        }
    }

    fn set_region(&mut self, region: String, from: &str) {
        if let Some(found) = &mut self.portal {
            found.portal.region.clone_from(&region);
            found.region_from = from.to_owned();
        }
        self.given.region = Some((region, from.to_owned()));
    }

    /// Asks for another region of the portal.
    ///
    /// # Errors
    /// The user declines.
    pub(super) fn ask_other_region(&mut self) -> Result<(), Stopped> {
        let Some(found) = &self.portal else {
            return Ok(());
        };
        let facts = &self.start.examination.facts;
        let (url, now) = (found.portal.start_url.clone(), found.portal.region.clone());
        let region = portal::ask_region(self.app, facts, &url, Some(&now))?;
        self.set_region(region, "from you");
        Ok(())
    }

    /// Asks for another address; its region and session are found again.
    ///
    /// # Errors
    /// The user declines.
    pub(super) fn ask_other_address(&mut self) -> Result<(), Stopped> {
        let now = self.portal.as_ref().map(|found| found.portal.start_url.clone());
        let url = portal::ask_address(self.app, now.as_deref().unwrap_or_default())?;
        if Some(&url) != now.as_ref() {
            self.given = Given { start_url: Some(url), ..Given::default() };
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(hints: &Hints) -> Vec<String> {
        choices(hints).iter().map(Choice::label).collect()
    }

    #[test]
    fn what_is_likely_comes_first_and_nothing_refused_is_written() {
        let page = Hints { page: Some("eu-central-1".into()), ..Hints::default() };
        assert_eq!(
            labels(&page),
            [
                "Use eu-central-1, as the portal's page says",
                "Change the region",
                "Change the address",
                "Try again",
                "Create a report",
                "Stop",
            ]
        );
        let nowhere = Hints { nowhere: true, ..Hints::default() };
        assert_eq!(labels(&nowhere)[..2], ["Change the address", "Change the region"]);
        let several = Hints {
            accepting: vec!["us-east-1".into(), "us-west-2".into()],
            page: Some("us-west-2".into()),
            nowhere: false,
        };
        assert_eq!(
            labels(&several)[..3],
            [
                "Use us-west-2, as the portal's page says",
                "Use us-east-1, where AWS accepts the address",
                "Change the region",
            ]
        );
        for hints in [page, nowhere, several] {
            assert!(!labels(&hints).iter().any(|label| label.contains("Continue without")));
        }
    }
}
