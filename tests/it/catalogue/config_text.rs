//! Rows C01 to C11, C22 and C29: the text of the AWS files.

use super::row::{Case, Row, SOUND, row, sound_but};

pub fn rows() -> Vec<Row> {
    let mut rows = twice();
    rows.extend(unreadable());
    rows.extend(lookalikes());
    rows.extend(values());
    rows.extend(headers());
    rows
}

/// A machine whose config file contains this text.
fn config(text: String) -> Case {
    Case::files(&text, "")
}

/// A machine whose config file contains these bytes.
fn bytes(content: Vec<u8>) -> Case {
    Case::files(SOUND, "").with(|machine| {
        machine.home.put(".aws/config", &content);
    })
}

fn twice() -> Vec<Row> {
    let again =
        |region: &str| format!("{SOUND}\n[profile dev]\nregion = {region}\noutput = json\n");
    let key = |line: &str| {
        sound_but("region = eu-central-1\n", &format!("region = eu-central-1\n{line}\n"))
    };
    vec![
        row("C01", "config-duplicates", "a section twice, without a contradiction", move || {
            config(again("eu-central-1"))
        })
        .at(12)
        .heals(),
        row("C01b", "config-duplicates", "a section twice, with another region", move || {
            config(again("eu-west-1"))
        })
        .at(12)
        .heals_with(&["config-duplicates.keep=first"]),
        row("C02", "config-duplicates", "a key twice, in other capitals", move || {
            config(key("Region = eu-central-1"))
        })
        .at(11)
        // While the copy exists, its capital letters are a separate problem for some SDKs.
        .beside(&["config-portable"])
        .heals(),
        row("C02b", "config-duplicates", "a key twice, with another value", move || {
            config(key("region = eu-west-1"))
        })
        .at(11)
        .heals_with(&["config-duplicates.line=10"]),
        row("C11", "config-duplicates", "[default] beside [profile default]", || {
            let text = sound_but("[profile dev]", "[default]");
            config(format!("{text}\n[profile default]\noutput = json\n"))
        })
        .at(6)
        .heals()
        .clients(Some("default")),
    ]
}

fn unreadable() -> Vec<Row> {
    vec![
        row("C03", "config-syntax", "prose above the first section", || {
            config(format!("Put this into your config file\n{SOUND}"))
        })
        .at(1)
        .heals(),
        row("C03b", "config-syntax", "a header without its closing bracket", || {
            config(sound_but("[profile dev]", "[profile dev"))
        })
        .at(6)
        .heals(),
        row("C03c", "config-syntax", "a header without its opening bracket", || {
            config(sound_but("[profile dev]", "profile dev]"))
        })
        .at(6)
        .heals(),
        row("C04", "files-encoding", "a byte order mark", || config(format!("\u{feff}{SOUND}")))
            .at(1)
            .heals(),
        row("C05", "files-encoding", "UTF-16, as > of Windows PowerShell writes it", || {
            let units = std::iter::once(0xfeff).chain(SOUND.encode_utf16());
            bytes(units.flat_map(u16::to_le_bytes).collect())
        })
        .at(1)
        .heals(),
        row("C05b", "files-encoding", "a letter in Windows-1252", || {
            let mut content = SOUND.as_bytes().to_vec();
            content.extend(b"# f\xfcr uns\n");
            bytes(content)
        })
        .at(11)
        .heals_with(&["files-encoding.remedy=from-windows-1252"]),
    ]
}

fn lookalikes() -> Vec<Row> {
    vec![
        row("C06", "config-lookalikes", "a no-break space in the profile's header", || {
            config(sound_but("[profile dev]", "[profile\u{a0}dev]"))
        })
        .at(6)
        .heals(),
        row("C06b", "config-sections", "space within the brackets", || {
            config(sound_but("[profile dev]", "[ profile dev ]")).env("AWS_PROFILE", "dev")
        })
        .at(6)
        .heals(),
        row("C29b", "config-indentation", "an indented header", || {
            config(sound_but("[profile dev]", "  [profile dev]")).env("AWS_PROFILE", "dev")
        })
        .at(6)
        .heals(),
        row(
            "C06d",
            "config-lookalikes",
            "a byte order mark between two files that were joined",
            || config(sound_but("[profile dev]", "\u{feff}[profile dev]")),
        )
        .at(6)
        .heals(),
        row("C07", "config-lookalikes", "smart quotes round the start URL", || {
            config(sound_but(
                "https://lab-portal.awsapps.com/start",
                "“https://lab-portal.awsapps.com/start”",
            ))
        })
        .at(2)
        .heals(),
        row("C07b", "config-values", "quotes round the region", || {
            config(sound_but("eu-central-1", "\"eu-central-1\""))
        })
        .at(10)
        .heals(),
        row("C07c", "config-lookalikes", "a Cyrillic letter in the session's name", || {
            config(sound_but("sso_session = corp", "sso_session = cоrp"))
        })
        .at(7)
        .heals(),
    ]
}

fn values() -> Vec<Row> {
    vec![
        row("C08", "config-values", "a comment behind the region", || {
            config(sound_but("eu-central-1", "eu-central-1 # prod"))
        })
        .at(10)
        .heals(),
        row("C08b", "config-values", "a comment behind the session's name", || {
            config(sound_but("sso_session = corp", "sso_session = corp ; ours"))
        })
        .at(7)
        .heals(),
        row("C08c", "config-values", "a comment behind the session's region", || {
            config(sound_but("us-east-1", "us-east-1 # Virginia"))
        })
        .at(3)
        .heals(),
        row("C29", "config-indentation", "an indented key", || {
            config(sound_but("sso_role_name", "  sso_role_name"))
        })
        .at(9)
        .heals(),
    ]
}

fn headers() -> Vec<Row> {
    vec![
        row("C09", "config-sections", "a profile without the word before its name", || {
            config(sound_but("[profile dev]", "[dev]")).env("AWS_PROFILE", "dev")
        })
        .at(6)
        .heals(),
        row("C09b", "config-sections", "the same, and nobody names it", || {
            config(sound_but("[profile dev]", "[dev]"))
        })
        .at(6)
        .heals(),
        row("C09c", "config-sections", "[sso_session corp]", || {
            config(sound_but("[sso-session corp]", "[sso_session corp]"))
        })
        .at(1)
        .heals(),
        row("C09d", "config-sections", "a paste that lost its line breaks", || {
            config(sound_but(
                "[profile dev]\nsso_session = corp\nsso_account_id = 111122223333\n",
                "[profile dev] sso_session = corp sso_account_id = 111122223333\n",
            ))
        })
        .at(6)
        .heals(),
        row("C09e", "config-sections", "[profiles dev], which only the AWS CLI reads", || {
            config(sound_but("[profile dev]", "[profiles dev]"))
        })
        .warns()
        .at(6)
        .heals(),
        row("C10", "config-sections", "[profile dev] in the credentials file", || {
            let (session, profile) = SOUND.split_at(SOUND.find("[profile dev]").unwrap());
            Case::files(session, profile).env("AWS_PROFILE", "dev")
        })
        .at(1)
        .heals(),
        row(
            "C22",
            "config-sections",
            "[DEFAULT] in capitals, whose keys get into every section",
            || config(format!("[DEFAULT]\noutput = json\nregion = us-west-2\n\n{SOUND}")),
        )
        .warns()
        .at(1)
        .heals_with(&["config-sections.remedy=lower-default"]),
    ]
}
