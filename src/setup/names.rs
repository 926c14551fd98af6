//! Profile names: a template, made safe for every SDK, with collisions resolved visibly.

use std::collections::{BTreeMap, BTreeSet};

use crate::error::CommandError;

/// The values that a name is built from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Parts {
    pub(crate) account_name: String,
    pub(crate) account_id: String,
    pub(crate) role_name: String,
    pub(crate) session: String,
}

/// A template for names, such as `{account_name|lower}-{role_name}`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Template {
    /// As it is written.
    text: String,
    pieces: Vec<Piece>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    Field(Field, Vec<Filter>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    AccountName,
    AccountId,
    RoleName,
    Session,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Filter {
    Lower,
    Upper,
    Dashes,
    Underscores,
}

impl Template {
    /// Parses a template. Fields: account_name, account_id, role_name, session. Filters after `|`:
    /// lower, upper, dashes (separators become `-`), underscores.
    ///
    /// # Errors
    /// A brace is not closed, or a field or filter is unknown; the text says which.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some(open) = rest.find('{') {
            if open > 0 {
                pieces.push(Piece::Text(rest[..open].to_owned()));
            }
            let inner = &rest[open + 1..];
            let close = inner.find('}').ok_or_else(|| format!("{text:?} has a {{ without }}"))?;
            let mut words = inner[..close].split('|').map(str::trim);
            let field = match words.next().unwrap_or_default() {
                "account_name" => Field::AccountName,
                "account_id" => Field::AccountId,
                "role_name" => Field::RoleName,
                "session" => Field::Session,
                other => {
                    return Err(format!(
                        "unknown field {{{other}}}; use {{account_name}}, {{account_id}}, {{role_name}} or {{session}}"
                    ));
                }
            };
            let filters = words
                .map(|word| match word {
                    "lower" => Ok(Filter::Lower),
                    "upper" => Ok(Filter::Upper),
                    "dashes" => Ok(Filter::Dashes),
                    "underscores" => Ok(Filter::Underscores),
                    other => Err(format!(
                        "unknown filter {other:?}; use lower, upper, dashes or underscores"
                    )),
                })
                .collect::<Result<_, _>>()?;
            pieces.push(Piece::Field(field, filters));
            rest = &inner[close + 1..];
        }
        if !rest.is_empty() {
            pieces.push(Piece::Text(rest.to_owned()));
        }
        if pieces.is_empty() {
            return Err("the name is empty".into());
        }
        Ok(Self { text: text.to_owned(), pieces })
    }

    /// The template as it is written.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    fn fill(&self, parts: &Parts) -> String {
        self.pieces
            .iter()
            .map(|piece| match piece {
                Piece::Text(text) => text.clone(),
                Piece::Field(field, filters) => {
                    let value = match field {
                        Field::AccountName if parts.account_name.is_empty() => &parts.account_id,
                        Field::AccountName => &parts.account_name,
                        Field::AccountId => &parts.account_id,
                        Field::RoleName => &parts.role_name,
                        Field::Session => &parts.session,
                    };
                    filters.iter().fold(value.clone(), |text, filter| filter.apply(&text))
                }
            })
            .collect()
    }
}

impl Filter {
    fn apply(self, text: &str) -> String {
        let separate =
            |with: char| text.chars().map(|c| if c.is_alphanumeric() { c } else { with }).collect();
        match self {
            Self::Lower => text.to_lowercase(),
            Self::Upper => text.to_uppercase(),
            Self::Dashes => separate('-'),
            Self::Underscores => separate('_'),
        }
    }
}

/// The default: the account's name if one role of it is chosen, otherwise account and role.
pub(crate) fn default_template(roles_of_account: usize) -> Template {
    let text = if roles_of_account > 1 { "{account_name}-{role_name}" } else { "{account_name}" };
    Template::parse(text).unwrap_or_default()
}

/// A new profile's name, as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NewName {
    /// The name in the header.
    pub(crate) written: String,
    /// The name that the template, the account or the user gave, if it is another one.
    pub(crate) asked: Option<String>,
}

impl NewName {
    /// What becomes of the name that was asked for, and why; `None` if it is written as it is.
    pub(crate) fn change(&self) -> Option<String> {
        let asked = self.asked.as_deref()?;
        let why = if asked.trim() == "default" {
            "every tool uses [default] when no profile is named"
        } else if safe(asked) == asked {
            "another profile has that name"
        } else {
            "some tools read only letters, digits and _-/.%@:+"
        };
        let shown = facts::clean_line(asked);
        let shown = if shown.trim().is_empty() { "an empty name" } else { &shown };
        Some(format!("{shown} becomes {}: {why}", facts::clean_line(&self.written)))
    }
}

/// Names for all of `wanted`, in order; `taken` are names already in use. A name that is taken, or
/// that two roles would get, is extended with the role, then with the account ID, then with a
/// number, so that the result is always the same.
pub(crate) fn name_all(
    template: Option<&Template>,
    wanted: &[Parts],
    taken: &BTreeSet<String>,
) -> Vec<NewName> {
    let mut roles: BTreeMap<&str, usize> = BTreeMap::new();
    for parts in wanted {
        *roles.entry(&parts.account_id).or_default() += 1;
    }
    let asked: Vec<String> = wanted
        .iter()
        .map(|parts| {
            let of_account = roles.get(parts.account_id.as_str()).copied().unwrap_or(1);
            match template {
                Some(template) => template.fill(parts),
                None => default_template(of_account).fill(parts),
            }
        })
        .collect();
    let first: Vec<String> = asked.iter().map(|name| safe(name)).collect();
    let mut counts: BTreeMap<&String, usize> = BTreeMap::new();
    for name in &first {
        *counts.entry(name).or_default() += 1;
    }
    let mut used = taken.clone();
    first
        .iter()
        .zip(wanted)
        .zip(asked)
        .map(|((name, parts), asked)| {
            let alone = counts.get(name).copied() == Some(1);
            let candidates = [
                name.clone(),
                safe(&format!("{name}-{}", parts.role_name)),
                safe(&format!("{name}-{}", parts.account_id)),
                safe(&format!("{name}-{}-{}", parts.account_id, parts.role_name)),
            ];
            let numbered = (2..).map(|n| format!("{name}-{n}"));
            let chosen = candidates
                .into_iter()
                .skip(usize::from(!alone))
                .chain(numbered)
                .find(|candidate| !used.contains(candidate))
                .unwrap_or_else(|| name.clone());
            used.insert(chosen.clone());
            NewName { asked: (asked != chosen).then_some(asked), written: chosen }
        })
        .collect()
}

/// A name that every SDK accepts (`[A-Za-z0-9_\-/.%@:+]+`, FACTS 2.2): other characters become
/// `-`, and repeated or outer dashes are dropped. Never `default`, which would change what every
/// tool uses.
pub(crate) fn safe(name: &str) -> String {
    let mut out = String::new();
    for c in name.trim().chars() {
        let fits = c.is_ascii_alphanumeric() || "_-/.%@:+".contains(c);
        let c = if fits { c } else { '-' };
        if c == '-' && out.ends_with('-') {
            continue;
        }
        out.push(c);
    }
    let out = out.trim_matches('-').to_owned();
    match out.as_str() {
        "" => "account".into(),
        "default" => "default-profile".into(),
        _ => out,
    }
}

/// Whether the user may enter this name: it is safe as it is, and not `default`.
pub(crate) fn accept(name: &str) -> Result<String, String> {
    let name = name.trim();
    if name.is_empty() {
        return Err("a name is missing".into());
    }
    if safe(name) == name {
        Ok(name.to_owned())
    } else {
        Err(format!("some tools cannot read this name; {} works", safe(name)))
    }
}

/// A pattern of `--roles`: `ACCOUNT/ROLE` with `*` and `?`, where ACCOUNT is a name or an ID.
/// Without a slash, it matches a role in any account.
#[derive(Clone, Debug)]
pub(crate) struct RolePattern {
    account: String,
    role: String,
}

impl RolePattern {
    /// Parses a pattern.
    ///
    /// # Errors
    /// The pattern is empty.
    pub(crate) fn parse(text: &str) -> Result<Self, CommandError> {
        let (account, role) = text.split_once('/').unwrap_or(("*", text));
        if account.is_empty() || role.is_empty() {
            return Err(CommandError::usage(format!(
                "--roles {text:?} must have the form ACCOUNT/ROLE"
            ))
            .hint("for example: --roles 'Prod*/ReadOnly*'"));
        }
        Ok(Self { account: account.to_owned(), role: role.to_owned() })
    }

    /// Whether the pattern matches a role.
    pub(crate) fn matches(&self, parts: &Parts) -> bool {
        (glob(&self.account, &parts.account_name) || glob(&self.account, &parts.account_id))
            && glob(&self.role, &parts.role_name)
    }
}

/// Whether `text` matches a pattern of `*` (anything) and `?` (one character), in time linear in
/// the product of their lengths and never exponential.
pub(crate) fn glob(pattern: &str, text: &str) -> bool {
    let pattern: Vec<char> = pattern.chars().collect();
    let text: Vec<char> = text.chars().collect();
    let (mut p, mut t) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while t < text.len() {
        match pattern.get(p) {
            Some('*') => {
                star = Some((p, t));
                p += 1;
            }
            Some(c) if *c == '?' || *c == text[t] => {
                p += 1;
                t += 1;
            }
            _ => match star {
                Some((at, from)) => {
                    star = Some((at, from + 1));
                    p = at + 1;
                    t = from + 1;
                }
                None => return false,
            },
        }
    }
    pattern[p..].iter().all(|c| *c == '*')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(account_name: &str, account_id: &str, role_name: &str) -> Parts {
        Parts {
            account_name: account_name.into(),
            account_id: account_id.into(),
            role_name: role_name.into(),
            session: "corp".into(),
        }
    }

    /// The names that are written.
    fn written(
        template: Option<&Template>,
        wanted: &[Parts],
        taken: &BTreeSet<String>,
    ) -> Vec<String> {
        name_all(template, wanted, taken).into_iter().map(|name| name.written).collect()
    }

    #[test]
    fn one_role_is_named_by_its_account_and_several_by_account_and_role() {
        let wanted = [
            parts("dev-account", "111122223333", "PowerUser"),
            parts("prod", "444455556666", "ReadOnly"),
            parts("prod", "444455556666", "Admin"),
        ];
        assert_eq!(
            written(None, &wanted, &BTreeSet::new()),
            ["dev-account", "prod-ReadOnly", "prod-Admin"]
        );
    }

    #[test]
    fn collisions_are_resolved_the_same_way_every_time() {
        let wanted = [parts("dev", "111122223333", "A"), parts("dev", "444455556666", "A")];
        assert_eq!(written(None, &wanted, &BTreeSet::new()), ["dev-A", "dev-444455556666"]);
        let taken = BTreeSet::from(["solo".to_owned()]);
        assert_eq!(written(None, &[parts("solo", "1", "R")], &taken), ["solo-R"]);
    }

    #[test]
    fn names_are_safe_for_every_sdk() {
        for (name, made) in [
            ("Data & Büro (EU)", "Data-B-ro-EU"),
            ("  ", "account"),
            ("default", "default-profile"),
            ("a/b.c", "a/b.c"),
        ] {
            assert_eq!(safe(name), made);
        }
        assert!(accept("my dev").is_err());
        assert_eq!(accept(" dev ").as_deref(), Ok("dev"));
    }

    #[test]
    fn a_name_that_changes_is_said_with_the_reason() {
        let taken = BTreeSet::from(["solo".to_owned()]);
        for (asked, said) in [
            ("größe", Some("größe becomes gr-e: some tools read only letters")),
            ("my dev", Some("my dev becomes my-dev: some tools read only letters")),
            ("default", Some("default becomes default-profile: every tool uses [default]")),
            (" default ", Some("default becomes default-profile: every tool uses [default]")),
            ("solo", Some("solo becomes solo-R: another profile has that name")),
            ("Data & Büro", Some("Data & Büro becomes Data-B-ro: some tools")),
            ("a--b", Some("a--b becomes a-b: some tools")),
            ("___", None),
            ("Team_A/dev-1.x%@eu:+", None),
        ] {
            let template = Template::parse(asked).unwrap();
            for wanted in [parts("prod", "1", "R"), parts(asked, "1", "R")] {
                let template = (wanted.account_name == "prod").then_some(&template);
                let change = name_all(template, &[wanted], &taken)[0].change();
                assert_eq!(change.is_some(), said.is_some(), "{asked}: {change:?}");
                let change = change.unwrap_or_default();
                assert!(change.trim().starts_with(said.unwrap_or_default()), "{change}");
            }
        }
    }

    #[test]
    fn templates_have_fields_and_filters() {
        let text = "{session}.{account_name|lower|dashes}_{role_name}";
        let template = Template::parse(text).unwrap();
        assert_eq!(template.fill(&parts("Dev Account", "1", "Admin")), "corp.dev-account_Admin");
        assert_eq!(template.text(), text);
        for bad in ["{account", "{name}", "{role_name|title}", ""] {
            assert!(Template::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn patterns_match_names_and_identifiers() {
        let role = parts("Production", "444455556666", "ReadOnlyAccess");
        for (pattern, matches) in [
            ("Prod*/ReadOnly*", true),
            ("444455556666/ReadOnlyAccess", true),
            ("ReadOnly*", true),
            ("*/Admin", false),
            ("P?oduction/*", true),
        ] {
            assert_eq!(RolePattern::parse(pattern).unwrap().matches(&role), matches, "{pattern}");
        }
        assert!(RolePattern::parse("/").is_err());
    }
}
