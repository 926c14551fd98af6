//! What must hold for any input, one function a target. Each panics where it does not.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt;
use std::sync::Arc;

use aws_files::{Document, Edit, FileKind, Neighborhoods, View};
use facts::{
    AwsFile, AwsFiles, Environment, Facts, FileLocation, FileState, Locations, Origin, Recipients,
    Request,
};

/// A target: its name and its function.
pub type Target = (&'static str, fn(&[u8]));

/// All targets.
pub const TARGETS: [Target; 6] = [
    ("files", files),
    ("edits", edits),
    ("screen", screen),
    ("addresses", addresses),
    ("explain", explain),
    ("checks", checks),
];

const VIEWS: [View; 3] = [View::Cli, View::Sdk, View::Tolerant];

/// Any bytes are a file, come back unchanged, and are read by every view.
pub fn files(bytes: &[u8]) {
    let document = Document::parse(bytes);
    assert_eq!(document.as_bytes(), bytes, "a file is lossless");
    for kind in [FileKind::Config, FileKind::Credentials] {
        for view in VIEWS {
            let reading = aws_files::read(&document, kind, view);
            aws_files::merge(&reading, &reading);
        }
    }
    for number in 0..=document.line_count() + 1 {
        let _ = (document.line(number), document.text(number));
    }
}

/// An edit leaves the rest as it is, and does the same to a part as to the whole.
pub fn edits(bytes: &[u8]) {
    let Some((choice, text)) = bytes.split_first_chunk::<4>() else {
        return;
    };
    let document = Document::parse(text);
    let count = document.line_count().max(1);
    let line = 1 + usize::from(choice[1]) % count;
    let other = 1 + usize::from(choice[2]) % count;
    let (first, last) = (line.min(other), line.max(other));
    let text = ["eu-west-1", "a b", "", "#x", "profile new", "ключ"][usize::from(choice[3]) % 6];
    let edit = match choice[0] % 12 {
        0 => Edit::SetValue { line, value: text.into() },
        1 => Edit::CommentOut { first, last },
        2 => Edit::RemoveLines { first, last },
        3 => Edit::RenameSection { line, name: text.into() },
        4 => Edit::SetHeader { line, text: text.into() },
        5 => Edit::RenameKey { line, key: "region".into() },
        6 => Edit::RemoveSection { line },
        7 => Edit::MergeSection { from: line, into: other },
        8 => Edit::Insert { section: line, key: "region".into(), value: text.into() },
        9 => Edit::InsertLine { before: line, text: text.into() },
        10 => Edit::AppendSection {
            header: "profile z".into(),
            properties: vec![("region".into(), text.into())],
        },
        _ => Edit::Transcode,
    };
    let edits = [edit];
    let Ok(whole) = document.edit(&edits) else {
        return;
    };
    let Some((part, moved)) = Neighborhoods::new(&document).cut(&edits, 2) else {
        return;
    };
    // A part may be refused for what the whole has elsewhere; it is never edited differently.
    let Ok(edited) = part.edit(&moved) else {
        return;
    };
    let (old, new) = (document.as_bytes(), whole.as_bytes());
    let is_same = old.windows(part.as_bytes().len().max(1)).enumerate().any(|(at, window)| {
        let after = at + part.as_bytes().len();
        window == part.as_bytes()
            && new == [&old[..at], edited.as_bytes(), &old[after..]].concat().as_slice()
    });
    assert!(is_same || part.is_empty(), "{edits:?}: the part is edited as the whole is");
}

/// Nothing that a terminal obeys remains, and masking neither fails nor loses its work twice.
pub fn screen(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let is_obeyed = |c: char| {
        (c.is_control() && c != '\n' && c != '\t')
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}')
            || matches!(c, '\u{61c}' | '\u{2028}' | '\u{2029}' | '\u{e0000}'..='\u{e007f}')
    };
    let line = facts::clean_line(&text);
    assert!(!line.contains(|c: char| is_obeyed(c) || c == '\n'), "{line:?}");
    let json = facts::escape_json(text.clone().into_owned());
    assert!(!json.contains(|c: char| is_obeyed(c) && !c.is_ascii_control()), "{json:?}");
    let screen = facts::clean_screen(&text);
    assert!(!screen.contains('\u{202e}') && !screen.contains('\u{9b}'), "{screen:?}");
    let masked = facts::mask_secrets_in(facts::clean(&text));
    // What is planted is masked whatever stands around it, if it stands alone.
    let secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    let planted = format!("{}\naws_secret_access_key = {secret}\n", masked.replace(secret, ""));
    assert!(!facts::mask_secrets_in(planted).contains(secret));
}

/// No spelling of a stranger's address is taken for AWS's or for this computer.
pub fn addresses(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let _ = facts::StartUrl::parse(&text);
    for os in [facts::Os::Linux, facts::Os::Windows] {
        let _ = facts::split_command(&text, os);
    }
    let _ = aws_files::shell_words(&text);
    let Ok(url) = url::Url::parse(&text) else {
        return;
    };
    if Recipients::AwsOnly.allow(&url, None).is_ok() {
        let host = url.host_str().unwrap_or_default().to_ascii_lowercase();
        let is_local = matches!(host.as_str(), "localhost" | "[::1]") || host.starts_with("127.");
        let ends = [
            ".amazonaws.com",
            ".amazonaws.com.cn",
            ".amazonaws.eu",
            ".api.aws",
            ".api.amazonwebservices.com.cn",
            ".api.amazonwebservices.eu",
        ];
        assert!(is_local || ends.iter().any(|end| host.ends_with(end)), "{url}");
        assert!(is_local || url.scheme() == "https", "{url}");
    }
}

/// Any paste is read.
pub fn explain(bytes: &[u8]) {
    let _ = ::explain::read(&String::from_utf8_lossy(bytes));
}

/// No check stops with a defect, whatever the files and variables contain.
pub fn checks(bytes: &[u8]) {
    // The parts are separated by a NUL: config, credentials, AWS_PROFILE, an endpoint.
    let mut parts = bytes.split(|byte| *byte == 0);
    let mut next = || parts.next().unwrap_or_default();
    let (config, credentials) =
        (file(FileKind::Config, next()), file(FileKind::Credentials, next()));
    let names = ["AWS_PROFILE", "AWS_ENDPOINT_URL", "AWS_REGION", "HTTPS_PROXY"];
    let variables: Vec<(OsString, OsString)> = names
        .iter()
        .map(|name| (OsString::from(name), OsString::from_vec(next().to_vec())))
        .filter(|(_, value)| !value.is_empty())
        .collect();
    let place = |path: &str| FileLocation { path: path.into(), origin: Origin::Default };
    let facts = Facts::new(
        jiff::Timestamp::UNIX_EPOCH,
        Request { offline: true, ..Request::default() },
        Arc::new(Environment::from_variables(variables)),
        Ok("/home/mira".into()),
        Locations {
            config: place("/home/mira/.aws/config"),
            credentials: place("/home/mira/.aws/credentials"),
            token_cache: "/home/mira/.aws/sso/cache".into(),
            role_cache: "/home/mira/.aws/cli/cache".into(),
            login_cache: "/home/mira/.aws/login/cache".into(),
        },
        AwsFiles::new(config, credentials),
    );
    let results = ::checks::run_all(&facts, |_| true);
    let mut defects = BTreeMap::new();
    for result in &results {
        for subject in &result.subjects {
            if let ::checks::Outcome::Unknown(why) = &subject.outcome
                && why.to_string().contains("a defect")
            {
                defects.insert(result.id, why.to_string());
            }
        }
    }
    assert!(defects.is_empty(), "{defects:?}");
}

fn file(kind: FileKind, bytes: &[u8]) -> AwsFile {
    let path = match kind {
        FileKind::Config => "/home/mira/.aws/config",
        FileKind::Credentials => "/home/mira/.aws/credentials",
    };
    let state = match bytes {
        [] => FileState::Missing,
        bytes => FileState::Present {
            document: Arc::new(Document::parse(bytes)),
            mode: Some(0o600),
            writable: true,
            owned: true,
            link: None,
        },
    };
    AwsFile::new(kind, path.into(), state)
}
