//! The regions, for selection lists and "did you mean".

/// The regions of the four partitions that users can sign in to (`botocore/data/partitions.json`
/// of botocore 1.43.11). An unlisted region may be newer than this program: see
/// [`looks_like_region`].
pub const REGIONS: &[&str] = &[
    "us-east-1",
    "us-east-2",
    "us-west-1",
    "us-west-2",
    "af-south-1",
    "ap-east-1",
    "ap-east-2",
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-northeast-3",
    "ap-south-1",
    "ap-south-2",
    "ap-southeast-1",
    "ap-southeast-2",
    "ap-southeast-3",
    "ap-southeast-4",
    "ap-southeast-5",
    "ap-southeast-6",
    "ap-southeast-7",
    "ca-central-1",
    "ca-west-1",
    "cn-north-1",
    "cn-northwest-1",
    "eu-central-1",
    "eu-central-2",
    "eu-north-1",
    "eu-south-1",
    "eu-south-2",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "eusc-de-east-1",
    "il-central-1",
    "me-central-1",
    "me-south-1",
    "mx-central-1",
    "sa-east-1",
    "us-gov-east-1",
    "us-gov-west-1",
];

/// Whether the region is in the list.
pub fn is_known_region(region: &str) -> bool {
    REGIONS.contains(&region)
}

/// Whether the text has the shape of a region: `area-direction-number`, also `us-gov-west-1`.
pub fn looks_like_region(text: &str) -> bool {
    let mut parts: Vec<&str> = text.split('-').collect();
    let number = parts.pop().unwrap_or_default();
    (2..=3).contains(&parts.len())
        && !number.is_empty()
        && number.bytes().all(|b| b.is_ascii_digit())
        && parts.iter().all(|part| {
            (2..=9).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_lowercase())
        })
        && text.len() <= 24
}

/// Only the letters and digits, in lower case.
pub(crate) fn squeeze(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
}

/// The known region that `text` most likely means: the same letters and digits without separators
/// or case, otherwise the only one within an edit distance of 2.
pub fn nearest_region(text: &str) -> Option<&'static str> {
    let wanted = squeeze(text);
    if wanted.is_empty() {
        return None;
    }
    if let Some(region) = REGIONS.iter().find(|region| squeeze(region) == wanted) {
        return Some(region);
    }
    let mut best: Option<(usize, &'static str)> = None;
    let mut tie = false;
    for region in REGIONS {
        let distance = strsim::osa_distance(&wanted, &squeeze(region));
        if distance > 2 {
            continue;
        }
        match best {
            Some((least, _)) if distance > least => {}
            Some((least, _)) if distance == least => tie = true,
            _ => {
                best = Some((distance, region));
                tie = false;
            }
        }
    }
    best.filter(|_| !tie).map(|(_, region)| region)
}

/// Accepts the name of a region that exists or, from what this program knows, may exist: another
/// number or direction in a known area (`eu-west-9`, `sa-west-1`).
///
/// # Errors
/// What is wrong with it, as the end of a sentence that begins with the name.
pub fn accept_region_name(text: &str) -> Result<String, String> {
    let name = text.trim();
    if is_known_region(name) || has_known_parts(name) {
        return Ok(name.to_owned());
    }
    Err(match nearest_region(name) {
        Some(near) => format!("is not a region; did you mean {near}?"),
        None => "is not a region of AWS; regions look like us-east-1 or eu-central-1".into(),
    })
}

/// The area and the direction of a region: `us-gov` and `west`.
fn area_and_direction(region: &str) -> Option<(&str, &str)> {
    region.rsplit_once('-')?.0.rsplit_once('-')
}

/// Whether a region has this direction.
fn is_known_direction(direction: &str) -> bool {
    let mut known = REGIONS.iter().filter_map(|region| area_and_direction(region));
    known.any(|(_, known)| known == direction)
}

/// Whether the text is made of an area and a direction that regions have, and a number.
fn has_known_parts(text: &str) -> bool {
    let Some((area, direction)) = area_and_direction(text).filter(|_| looks_like_region(text))
    else {
        return false;
    };
    let mut known = REGIONS.iter().filter_map(|region| area_and_direction(region));
    known.any(|(known, _)| known == area) && is_known_direction(direction)
}

/// Whether the text differs from a known region only in its number: it may be newer than this
/// program.
pub fn may_be_newer(text: &str) -> bool {
    let Some((area, _)) = text.rsplit_once('-') else {
        return false;
    };
    looks_like_region(text)
        && !is_known_region(text)
        && REGIONS
            .iter()
            .any(|region| region.rsplit_once('-').is_some_and(|(known, _)| known == area))
}

/// The region that `text` certainly misspells: a close match with the same letters and digits, or
/// a direction that no region has (`us-esat-1`, `eu-wst-1`). `None` for what may be newer than
/// this program: another number, or another area.
pub fn misspelt_region(text: &str) -> Option<&'static str> {
    if is_known_region(text) || may_be_newer(text) {
        return None;
    }
    let near = nearest_region(text)?;
    let letters = |text: &str| {
        let mut letters = squeeze(text).into_bytes();
        letters.sort_unstable();
        letters
    };
    let unknown_direction = looks_like_region(text)
        && area_and_direction(text).is_some_and(|(_, direction)| !is_known_direction(direction));
    (letters(text) == letters(near) || unknown_direction).then_some(near)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_meant_otherwise_is_misspelt() {
        for (text, meant) in [
            ("us-esat-1", "us-east-1"),
            ("eu-wst-1", "eu-west-1"),
            ("useast1", "us-east-1"),
            ("EU-Central-1", "eu-central-1"),
        ] {
            assert_eq!(misspelt_region(text), Some(meant), "{text}");
        }
        for text in [
            "us-east-1",
            "us-east-9",
            "ue-west-1",
            "xx-central-1",
            "moon-north-1",
            "minio",
            "local",
            "aws-global",
            "us-west-1-fips",
        ] {
            assert_eq!(misspelt_region(text), None, "{text}");
        }
    }

    #[test]
    fn a_name_is_accepted_if_such_a_region_may_exist() {
        for text in ["us-east-1", " eu-central-1 ", "eu-west-9", "sa-west-1", "us-gov-central-1"] {
            assert_eq!(accept_region_name(text).as_deref(), Ok(text.trim()), "{text}");
        }
        for (text, near) in [
            ("us-esat-1", Some("us-east-1")),
            ("eu-centrall-1", Some("eu-central-1")),
            ("eu-west1", Some("eu-west-1")),
            ("US-EAST-1", Some("us-east-1")),
            ("xx-east-9", None),
            ("Frankfurt", None),
            ("", None),
        ] {
            let why = accept_region_name(text).unwrap_err();
            match near {
                Some(near) => assert!(why.ends_with(&format!("did you mean {near}?")), "{why}"),
                None => assert!(why.contains("look like"), "{text}: {why}"),
            }
        }
    }

    #[test]
    fn every_listed_region_has_the_shape() {
        for region in REGIONS {
            assert!(looks_like_region(region), "{region}");
        }
    }

    #[test]
    fn shapes_that_are_no_region() {
        for text in [
            "",
            "us-east",
            "us-east-1 # home",
            "useast1",
            "US-EAST-1",
            "us-east-1a",
            "\"us-east-1\"",
        ] {
            assert!(!looks_like_region(text), "{text}");
        }
    }

    #[test]
    fn a_missing_dash_or_capitals_have_one_answer() {
        assert_eq!(nearest_region("eu-west1"), Some("eu-west-1"));
        assert_eq!(nearest_region("US_EAST_1"), Some("us-east-1"));
        assert_eq!(nearest_region("us-eats-1"), Some("us-east-1"));
    }

    #[test]
    fn another_number_may_be_a_newer_region() {
        assert!(may_be_newer("eu-west-4") && may_be_newer("us-gov-east-2"));
        for text in ["eu-west-1", "eu-wset-1", "moon-north-1", "eu-west1", "eu-west-1a"] {
            assert!(!may_be_newer(text), "{text}");
        }
    }

    #[test]
    fn a_digit_that_could_be_several_has_none() {
        assert_eq!(nearest_region("eu-west-9"), None);
        assert_eq!(nearest_region("moon"), None);
    }
}
