//! The allow-lists: the keys and variables whose values a report shows, and in which form.

use aws_files::FileKind;

use super::names::header_name;
use super::{Hidden, NameKind, Redactor};
use crate::mask::{SettingForm, comment_in, first_word, form_of_setting, is_words};
use crate::{clean_line, is_known_region, mask_key_id};

/// The form of a variable's value.
fn form_of_variable(name: &str) -> Option<SettingForm> {
    Some(match name {
        "AWS_PROFILE" | "AWS_DEFAULT_PROFILE" => SettingForm::Named(NameKind::Profile),
        "AWS_REGION"
        | "AWS_DEFAULT_REGION"
        | "AMAZON_REGION"
        | "AMAZON_DEFAULT_REGION"
        | "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"
        | "AWS_USE_DUALSTACK_ENDPOINT"
        | "AWS_USE_FIPS_ENDPOINT"
        | "AWS_CLI_FILE_ENCODING"
        | "AWS_DEFAULT_OUTPUT"
        | "AWS_MAX_ATTEMPTS"
        | "AWS_RETRY_MODE"
        | "AWS_SDK_LOAD_CONFIG"
        | "AWS_EC2_METADATA_DISABLED"
        | "AWS_STS_REGIONAL_ENDPOINTS"
        | "AWS_CLI_AUTO_PROMPT"
        | "CODESPACES"
        | "COLORTERM"
        | "CONTAINER"
        | "LANG"
        | "LC_ALL"
        | "MSYSTEM"
        | "TERM"
        | "TERM_PROGRAM"
        | "PYTHONUTF8" => SettingForm::Word,
        "AWS_CA_BUNDLE"
        | "AWS_CONFIG_FILE"
        | "AWS_LOGIN_CACHE_DIRECTORY"
        | "AWS_ENDPOINT_URL"
        | "AWS_ENDPOINT_URL_SSO"
        | "AWS_ENDPOINT_URL_SSO_OIDC"
        | "AWS_ENDPOINT_URL_STS"
        | "AWS_ONBOARD_PRESET"
        | "AWS_SHARED_CREDENTIALS_FILE"
        | "HOME"
        | "HOMEDRIVE"
        | "HOMEPATH"
        | "REQUESTS_CA_BUNDLE"
        | "SHELL"
        | "USERPROFILE"
        | "APPDATA"
        | "LOCALAPPDATA"
        | "XDG_CONFIG_HOME"
        | "XDG_STATE_HOME"
        | "ZDOTDIR"
        | "CPL_AWS_CREDENTIALS_FILE"
        | "CPL_AWS_ROOT_DIR" => SettingForm::Text,
        "AWS_PAGER" | "PAGER" | "BROWSER" => SettingForm::Program,
        "AWS_ACCESS_KEY_ID" => SettingForm::KeyIdentifier,
        _ => return None,
    })
}

impl Redactor {
    /// The value of a key in an AWS file; `None` if it is not shown, which is counted. For the AWS
    /// CLI a comment after a value is part of it: the output shows that there is one, without its
    /// words.
    pub fn value(&self, key: &str, value: &str) -> Option<String> {
        if value.trim().is_empty() {
            return Some(String::new());
        }
        let form = form_of_setting(&key.trim().to_ascii_lowercase());
        let shown = match (form, comment_in(value)) {
            (None, _) => None,
            (Some(form), None) => self.formed(form, value),
            (Some(form), Some(at)) => self.formed(form, &value[..at]).map(|shown| {
                self.hide(Hidden::Comment);
                let mark = value[at..].trim_start().chars().next().unwrap_or('#');
                format!("{shown} {mark} …")
            }),
        };
        if shown.is_none() {
            self.hide(Hidden::FileValue);
        }
        shown
    }

    /// The value of a variable; `None` if it is not shown, which is counted.
    pub fn variable(&self, name: &str, value: &str) -> Option<String> {
        if value.is_empty() {
            return Some(String::new());
        }
        let shown = form_of_variable(name).and_then(|form| self.formed(form, value));
        if shown.is_none() {
            self.hide(Hidden::Variable);
        }
        shown
    }

    /// The proxy address, without its user.
    pub fn proxy(&self, address: &str) -> String {
        let whole = match address.contains("://") {
            true => address.to_owned(),
            false => format!("http://{address}"),
        };
        let Ok(mut url) = url::Url::parse(whole.trim()) else {
            self.hide(Hidden::Variable);
            return "not an address".into();
        };
        if !url.username().is_empty() || url.password().is_some() {
            self.hide(Hidden::ProxyUser);
            // Only an address without a host fails, and that one has no user either.
            if url.set_username("").is_err() || url.set_password(None).is_err() {
                return "not an address".into();
            }
        }
        url.set_query(None);
        url.set_fragment(None);
        self.text(&clean_line(url.as_str()))
    }

    /// The text of a section's header: its kind stays, its name is redacted as a name.
    pub fn header(&self, file: FileKind, text: &str) -> String {
        let text = clean_line(text);
        let (kind, name) = header_name(file, &text);
        if name.is_empty() {
            return self.text(&text);
        }
        let known = matches!(name, "default" | "DEFAULT" | "plugins" | "preview");
        let shown = if known { name.to_owned() } else { self.name(kind, name) };
        // The name is last, except for a quote.
        match text.rfind(name) {
            Some(at) => {
                format!("{}{shown}{}", self.text(&text[..at]), self.text(&text[at + name.len()..]))
            }
            None => self.text(&text),
        }
    }

    /// A line that does not parse: only words on the allow-list stay.
    pub fn unreadable(&self, line: &str) -> String {
        let is_word =
            |c: char| !c.is_whitespace() && !matches!(c, '=' | ':' | '[' | ']' | '"' | '\'');
        let mut out = String::new();
        let mut rest = line;
        while let Some(c) = rest.chars().next() {
            let end = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
            if end == 0 {
                out.push(if c.is_whitespace() { ' ' } else { c });
                rest = &rest[c.len_utf8()..];
                continue;
            }
            let (word, after) = rest.split_at(end);
            let lower = word.to_ascii_lowercase();
            let is_harmless = word.len() == 1
                || form_of_setting(&lower).is_some()
                || is_known_region(&lower)
                || matches!(
                    lower.as_str(),
                    "profile"
                        | "sso-session"
                        | "services"
                        | "default"
                        | "json"
                        | "aws_secret_access_key"
                        | "aws_session_token"
                        | "export"
                        | "set"
                );
            if is_harmless {
                out.push_str(word);
            } else {
                self.hide(Hidden::Line);
                out.push('…');
            }
            rest = after;
        }
        out
    }

    fn formed(&self, form: SettingForm, value: &str) -> Option<String> {
        let value = value.trim();
        let shown = match form {
            SettingForm::Named(kind) => {
                let inner = value.trim_matches(['"', '\'']);
                let name = self.name(kind, inner);
                let at = value.find(inner).unwrap_or(0);
                format!("{}{name}{}", &value[..at], &value[at + inner.len()..])
            }
            SettingForm::Text if value.chars().count() <= 300 => self.text(&clean_line(value)),
            SettingForm::Word => {
                if !is_words(value) {
                    return None;
                }
                self.text(&clean_line(value))
            }
            SettingForm::Program => {
                let (program, more) = first_word(value);
                let program = self.text(&clean_line(program));
                if more {
                    self.hide(Hidden::FileValue);
                    format!("{program} …")
                } else {
                    program
                }
            }
            SettingForm::KeyIdentifier => {
                self.hide(Hidden::KeyMaterial);
                let is_one = value.len() == 20
                    && value.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
                // Anything else may be a misplaced secret.
                if is_one { mask_key_id(value) } else { "…".into() }
            }
            SettingForm::Text => return None,
        };
        Some(shown)
    }
}
