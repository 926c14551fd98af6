//! Compares what the model says with what a client did.

use crate::model::Predicted;
use crate::observed::{NO_REGION, Observed, Outcome};

/// Where the two differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Difference {
    /// Somebody else's key signed, or one failed and the other did not.
    Who,
    /// Both fail, with another text.
    Text,
    /// Another region.
    Region,
}

/// The differences of one pair; none if the model is right.
pub fn differences(
    predicted: &Predicted,
    observed: &Observed,
    reaches_services: bool,
) -> Vec<Difference> {
    let mut found = Vec::new();
    match (&predicted.who, observed.outcome) {
        (_, Outcome::TimedOut) => found.push(Difference::Who),
        (Some(who), Outcome::Signed) => {
            let seen = observed.who.as_deref().unwrap_or_default();
            if !is_same_identity(who, seen) {
                found.push(Difference::Who);
            }
        }
        // The services refused what the model says the client asks for, or only an attempt tells.
        (Some(_), Outcome::Failed) if observed.refused.is_some() || predicted.is_open => {}
        // Nothing was signed because of the region that the model names.
        (Some(_), Outcome::Failed) if fails_for_its_region(predicted, observed) => {}
        // What it asks for cannot be led to the simulator.
        (Some(who), Outcome::Failed) if !reaches_services && needs_services(who) => {}
        (Some(_), Outcome::Failed) | (None, Outcome::Signed) => found.push(Difference::Who),
        (None, Outcome::Failed) => {
            let seen = observed.error.as_deref().unwrap_or_default();
            if predicted.error.as_deref().is_some_and(|text| !contains_text(seen, text)) {
                found.push(Difference::Text);
            }
        }
    }
    // An empty region is none.
    let region =
        observed.region.as_deref().map(|region| if region.is_empty() { NO_REGION } else { region });
    if region.is_some_and(|region| region != predicted.region) {
        found.push(Difference::Region);
    }
    found
}

fn needs_services(who: &str) -> bool {
    ["sso:", "web:", "role:"].iter().any(|start| who.starts_with(start))
}

/// Whether the client fails because the region that the model names is missing, or is none.
fn fails_for_its_region(predicted: &Predicted, observed: &Observed) -> bool {
    let is_name = predicted.region.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let said = observed.error.as_deref().unwrap_or_default().to_ascii_lowercase();
    let names_it = said.contains("region") || said.contains("endpoint");
    (predicted.region == NO_REGION && names_it) || !is_name
}

/// Compares link by link; the model cannot name the key that a process prints.
fn is_same_identity(predicted: &str, seen: &str) -> bool {
    let links = |text: &str| text.split(" < ").map(str::to_owned).collect::<Vec<_>>();
    let (predicted, seen) = (links(predicted), links(seen));
    predicted.len() == seen.len()
        && predicted.iter().zip(&seen).all(|(predicted, seen)| match predicted.as_str() {
            "[process]" => seen.starts_with("process-"),
            predicted => predicted == seen,
        })
}

/// Whether the text is in what the client said, whatever the white space.
fn contains_text(said: &str, text: &str) -> bool {
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    plain(said).contains(&plain(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn predicted(who: Option<&str>) -> Predicted {
        Predicted {
            who: who.map(str::to_owned),
            error: None,
            region: "eu-south-1".to_owned(),
            is_open: false,
            is_unverified: false,
            trail: Vec::new(),
        }
    }

    fn observed(who: Option<&str>) -> Observed {
        Observed {
            machine: "m".to_owned(),
            client: "c".to_owned(),
            version: "1".to_owned(),
            outcome: if who.is_some() { Outcome::Signed } else { Outcome::Failed },
            who: who.map(str::to_owned),
            refused: None,
            region: Some("eu-south-1".to_owned()),
            error: who.is_none().then(|| "Unable to\nlocate credentials".to_owned()),
        }
    }

    #[test]
    fn identities_are_compared_link_by_link() {
        let differ = |model: &str, seen: &str| {
            differences(&predicted(Some(model)), &observed(Some(seen)), true)
        };
        assert!(differ("role:Deploy < [process]", "role:Deploy < process-base").is_empty());
        assert_eq!(differ("role:Deploy < env", "role:Deploy < config-dev"), [Difference::Who]);
        assert_eq!(differ("role:Deploy", "role:Deploy < env"), [Difference::Who]);
    }

    #[test]
    fn a_failure_is_compared_by_its_text() {
        let mut model = predicted(None);
        assert!(differences(&model, &observed(None), true).is_empty());
        model.error = Some("Unable to locate credentials".to_owned());
        assert!(differences(&model, &observed(None), true).is_empty());
        model.error = Some("Partial credentials".to_owned());
        assert_eq!(differences(&model, &observed(None), true), [Difference::Text]);
        assert_eq!(differences(&model, &observed(Some("env")), true), [Difference::Who]);
    }

    #[test]
    fn a_role_may_fail_where_no_service_is_reached() {
        let model = predicted(Some("role:Deploy < env"));
        assert!(differences(&model, &observed(None), false).is_empty());
        assert_eq!(differences(&model, &observed(None), true), [Difference::Who]);
        assert_eq!(differences(&model, &observed(Some("env")), false), [Difference::Who]);
    }

    #[test]
    fn what_only_an_attempt_tells_may_fail() {
        let mut model = predicted(Some("[process]"));
        assert_eq!(differences(&model, &observed(None), true), [Difference::Who]);
        model.is_open = true;
        assert!(differences(&model, &observed(None), true).is_empty());
    }
}
