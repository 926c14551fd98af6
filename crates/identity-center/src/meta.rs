//! The region that an access portal's page names: `<meta name="region" content="us-east-1">`.
//!
//! AWS does not document it; granted reads it since 2023 (`pkg/granted/sso.go`).

/// The region in the page, if it names exactly one. Ignores the order of attributes, quotes, case
/// and comments.
pub(crate) fn region(page: &str) -> Option<String> {
    let mut found: Option<String> = None;
    let mut rest = page;
    while let Some(start) = rest.find('<') {
        rest = &rest[start + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
            continue;
        }
        let is_meta = rest.get(..4).is_some_and(|name| name.eq_ignore_ascii_case("meta"))
            && rest[4..].starts_with(|c: char| c.is_ascii_whitespace() || c == '/');
        if !is_meta {
            continue;
        }
        let (attributes, after) = attributes(&rest[4..]);
        rest = after;
        let value = |wanted: &str| {
            let attribute = attributes.iter().find(|(name, _)| name == wanted);
            attribute.map(|(_, value)| value.trim())
        };
        let is_region = value("name").is_some_and(|name| name.eq_ignore_ascii_case("region"));
        let Some(content) = value("content").filter(|_| is_region) else {
            continue;
        };
        let region = content.to_ascii_lowercase();
        if !facts::looks_like_region(&region) {
            continue;
        }
        match &found {
            Some(first) if *first != region => return None,
            _ => found = Some(region),
        }
    }
    found
}

/// The attributes of a tag, with their names in lower case, and what follows the tag (HTML,
/// section 13.1.2.3, "Attributes"; references such as `&amp;` do not occur in a region).
fn attributes(tag: &str) -> (Vec<(String, String)>, &str) {
    let mut attributes = Vec::new();
    let mut rest = tag;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        if rest.is_empty() {
            return (attributes, rest);
        }
        if let Some(after) = rest.strip_prefix('>') {
            return (attributes, after);
        }
        // The first character always belongs to the name, so that each iteration advances.
        let end = rest
            .char_indices()
            .skip(1)
            .find(|(_, c)| c.is_ascii_whitespace() || matches!(c, '=' | '>' | '/'))
            .map_or(rest.len(), |(at, _)| at);
        let name = rest[..end].to_ascii_lowercase();
        rest = rest[end..].trim_start_matches(|c: char| c.is_ascii_whitespace());
        let Some(value) = rest.strip_prefix('=') else {
            attributes.push((name, String::new()));
            continue;
        };
        let value = value.trim_start_matches(|c: char| c.is_ascii_whitespace());
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
        let (text, after) = match quote {
            Some(quote) => value[1..].split_once(quote).unwrap_or((&value[1..], "")),
            None => value.split_at(
                value.find(|c: char| c.is_ascii_whitespace() || c == '>').unwrap_or(value.len()),
            ),
        };
        attributes.push((name, text.to_owned()));
        rest = after;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_region_is_found_however_it_is_written() {
        for page in [
            r#"<meta name="region" content="eu-central-1"/>"#,
            r#"<head><META content='eu-central-1' NAME=Region></head>"#,
            "<meta charset=utf-8><meta\n  name = \"region\"\n  content = eu-central-1 >",
            r#"<meta name="region" data-x content=" EU-CENTRAL-1 " />"#,
            r#"<meta name=region content="eu-central-1"><meta content="eu-central-1" name=region>"#,
            r#"<!-- <meta name="region" content="us-east-1"> --><meta name="region" content="eu-central-1">"#,
        ] {
            assert_eq!(region(page).as_deref(), Some("eu-central-1"), "{page}");
        }
    }

    #[test]
    fn what_is_no_region_is_none() {
        for page in [
            "",
            "<",
            "<meta",
            "<meta name=region content",
            r#"<meta name="region" content="">"#,
            r#"<meta name="region" content="moon">"#,
            r#"<meta name="regions" content="us-east-1">"#,
            r#"<metaname="region" content="us-east-1">"#,
            r#"<meta content="us-east-1">"#,
            r#"<!-- <meta name="region" content="us-east-1">"#,
            r#"<meta name="region" content="us-east-1"><meta name="region" content="us-west-2">"#,
        ] {
            assert_eq!(region(page), None, "{page}");
        }
    }

    proptest! {
        #[test]
        fn any_page_is_read_to_its_end(page in "[<>!/=\"' a-zäé\n-]{0,200}") {
            region(&page);
            region(&format!("<meta {page}"));
        }
    }
}
