//! Files that no AWS tool expects: each is a finding or an unknown outcome, in limited time and
//! memory, and never loses a byte.

use std::os::unix::fs::symlink;
use std::time::Duration;

use proptest::prelude::*;

use crate::common::home::{fifo, is_root, set_mode};
use crate::common::machine::healthy_config;
use crate::common::{Home, Machine, WIKI_CONFIG, WIKI_CREDENTIALS, program, python};
use crate::json::assert_valid;

/// A generous limit: reading a file is aborted after five seconds.
const SOON: Duration = Duration::from_secs(40);

/// Every command exits and reports what a check found, and undoing a fix restores the bytes.
fn endure(home: &Home, check: &str) {
    let outcome = program(home, &["doctor", "--offline", "--format", "json"]).within(SOON).run();
    assert!(outcome.status == 1 || outcome.status == 3, "{outcome:?}");
    assert_valid(&outcome);
    let came = outcome.outcome_of(check);
    assert!(came == "found" || came == "unknown", "{check} {came}: {}", outcome.stdout);
    let bytes = [home.config(), home.credentials()].map(|path| readable(&path));
    for args in [
        &["doctor", "--offline", "-v"][..],
        &["status"],
        &["profiles"],
        &["profiles", "--view", "sdk", "--format", "json"],
        &["doctor", "--offline", "--fix", "--yes", "--no-input"],
    ] {
        let outcome = program(home, args).within(SOON).run();
        assert!([0, 1, 3].contains(&outcome.status), "{args:?}: {outcome:?}");
    }
    while program(home, &["undo"]).within(SOON).run().status == 0 {}
    assert_eq!(bytes, [home.config(), home.credentials()].map(|path| readable(&path)));
}

/// The contents of regular files; for other files, only that they exist.
fn readable(path: &std::path::Path) -> Option<Vec<u8>> {
    let metadata = std::fs::metadata(path).ok()?;
    metadata.is_file().then(|| std::fs::read(path).unwrap_or_default())
}

fn utf16(text: &str) -> Vec<u8> {
    let units = std::iter::once(0xfeff).chain(text.encode_utf16());
    units.flat_map(u16::to_le_bytes).collect()
}

#[test]
fn a_config_in_another_encoding() {
    let latin = WIKI_CONFIG.replace("PowerUser", "Entwickl\u{1}r").into_bytes();
    let latin: Vec<u8> = latin.into_iter().map(|b| if b == 1 { 0xe4 } else { b }).collect();
    let bom = format!("\u{feff}{WIKI_CONFIG}").into_bytes();
    let nul = WIKI_CONFIG.replace("PowerUser", "Power\0User\x1b[2J").into_bytes();
    for (name, bytes, check) in [
        ("latin 1", latin, "files-encoding"),
        ("UTF-16", utf16(WIKI_CONFIG), "files-encoding"),
        ("a byte order mark", bom, "files-encoding"),
        ("NUL and escape codes", nul, "sso-session-exists"),
        ("nothing but NUL", vec![0; 4096], "config-syntax"),
        ("random", (0..=255).cycle().take(1500).collect(), "files-encoding"),
    ] {
        let home = Home::with_aws();
        home.put(".aws/config", &bytes);
        println!("{name}");
        endure(&home, check);
        let shown = program(&home, &["doctor", "--offline", "-v"]).run().both();
        assert!(!shown.contains('\x1b') && !shown.contains('\0'), "{name}");
    }
}

#[test]
fn credentials_in_another_encoding() {
    for bytes in [utf16(WIKI_CREDENTIALS), b"[default]\nx = \xff\xfe\n".to_vec()] {
        let home = Home::with_files(&healthy_config(&["dev"]), "");
        home.put(".aws/credentials", &bytes);
        endure(&home, "files-encoding");
    }
}

#[test]
fn a_folder_where_a_file_should_be() {
    for name in [".aws/config", ".aws/credentials"] {
        let home = Home::with_aws();
        home.put(".aws/x", b"");
        std::fs::create_dir(home.path().join(name)).unwrap();
        endure(&home, "files-readable");
    }
}

#[test]
fn a_fifo_that_nobody_writes_to() {
    for name in [".aws/config", ".aws/credentials"] {
        let home = Home::with_files(if name.ends_with("config") { "" } else { WIKI_CONFIG }, "");
        fifo(&home.path().join(name));
        endure(&home, "files-readable");
    }
}

#[test]
fn a_link_that_leads_nowhere_or_to_itself() {
    let home = Home::with_aws();
    home.put(".aws/x", b"");
    symlink("/not/there", home.config()).unwrap();
    endure(&home, "files-readable");
    let home = Home::with_aws();
    home.put(".aws/x", b"");
    symlink("config", home.config()).unwrap();
    endure(&home, "files-readable");
}

#[test]
fn a_file_without_permission() {
    let home = Home::with_files(WIKI_CONFIG, "");
    set_mode(&home.config(), 0);
    let args = ["doctor", "--offline", "--format", "json"];
    let outcome = if is_root() {
        // Root bypasses permissions, so the program runs as another user.
        if !std::path::Path::new("/usr/bin/setpriv").exists() {
            return python::skip("no setpriv, and permissions do not count for root");
        }
        let nobody = ["/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"];
        // The file still belongs to root, but the folders above it are accessible.
        let top = home.path().parent().unwrap().to_owned();
        for folder in [top, home.path(), home.path().join(".aws"), home.bin()] {
            set_mode(&folder, 0o755);
        }
        // Otherwise the doctor would report the other user's home instead of the file.
        std::os::unix::fs::chown(home.path(), Some(65534), Some(65534)).unwrap();
        program(&home, &args).through(&nobody).run()
    } else {
        program(&home, &args).run()
    };
    let outcome = outcome.status(1);
    assert_valid(&outcome);
    assert_eq!(outcome.outcome_of("files-readable"), "found");
    set_mode(&home.config(), 0o600);
    assert_eq!(home.read_config(), WIKI_CONFIG);
}

/// 50 MB of lines, of one line, or of sections: each run finishes soon, with limited memory.
#[test]
fn a_file_of_fifty_megabytes() {
    const SIZE: usize = 50 << 20;
    let fill = |text: &str| text.repeat(SIZE / text.len() + 1).into_bytes();
    for (name, bytes) in [
        ("comments", fill("# a comment that goes on\n")),
        ("one line", fill("x")),
        ("broken lines", fill("nonsense\n")),
        ("blank lines", fill("\n")),
    ] {
        let home = Home::with_aws();
        home.put(".aws/config", &bytes);
        let args = ["doctor", "--offline", "--format", "json"];
        let outcome = program(&home, &args).within(SOON).run();
        assert!(outcome.status == 1 || outcome.status == 3, "{name}: {outcome:?}");
        assert!(outcome.stdout.len() < 1 << 20, "{name}: it prints {}", outcome.stdout.len());
        assert!(outcome.peak < 600 << 10, "{name}: {} KiB", outcome.peak);
        assert_valid(&outcome);
        assert_eq!(std::fs::read(home.config()).unwrap(), bytes, "{name}");
    }
}

#[test]
fn no_home_at_all() {
    let machine = Machine::wiki();
    for args in [
        &["doctor"][..],
        &["doctor", "--format", "json"],
        &["doctor", "--fix", "--yes", "--no-input"],
        &["status"],
        &["profiles"],
        &["undo"],
        &["undo", "--list"],
    ] {
        let outcome = machine.run(args).without("HOME").run();
        assert!([0, 1, 3].contains(&outcome.status), "{args:?}: {outcome:?}");
        let outcome = machine.run(args).env("HOME", "").run();
        assert!([0, 1, 3].contains(&outcome.status), "{args:?}: {outcome:?}");
    }
    let outcome = machine.run(&["doctor"]).without("HOME").run();
    assert_ne!(outcome.status, 0, "{outcome:?}");
}

#[test]
fn a_variable_that_is_not_text() {
    use std::os::unix::ffi::OsStrExt;
    let machine = Machine::healthy();
    let odd = std::ffi::OsStr::from_bytes(b"/x\xff/y");
    for name in ["AWS_PROFILE", "AWS_CONFIG_FILE", "AWS_CA_BUNDLE", "HTTP_PROXY", "XDG_STATE_HOME"]
    {
        let outcome = machine.run(&["doctor", "--format", "json"]).env(name, odd).run();
        assert!([0, 1, 3].contains(&outcome.status), "{name}: {outcome:?}");
        assert_valid(&outcome);
    }
}

#[test]
fn a_token_that_is_no_file() {
    let machine = Machine::healthy();
    let token = machine.home.token("corp");
    std::fs::remove_file(&token).unwrap();
    std::fs::create_dir(&token).unwrap();
    let args = ["doctor", "--format", "json"];
    assert_valid(&machine.run(&args).within(SOON).run().status(1));
    std::fs::remove_dir(&token).unwrap();
    fifo(&token);
    assert_valid(&machine.run(&args).within(SOON).run().status(1));
    std::fs::remove_file(&token).unwrap();
    symlink("/dev/zero", &token).unwrap();
    assert_valid(&machine.run(&args).within(SOON).run().status(1));
}

fn garbage() -> impl Strategy<Value = Vec<u8>> {
    let value = prop_oneof![
        Just("null".to_owned()),
        Just("-1e999".to_owned()),
        Just("[{}]".to_owned()),
        Just("true".to_owned()),
        Just("\"2099-01-01T00:00:00Z\"".to_owned()),
        Just("\"9999999999-01-01T00:00:00Z\"".to_owned()),
        Just("\"\\ud800\"".to_owned()),
        "\"[ -!#-\\[\\]-~]{0,40}\"",
        (0u64..).prop_map(|number| number.to_string()),
    ];
    let key = prop::sample::select(vec![
        "accessToken",
        "expiresAt",
        "refreshToken",
        "clientId",
        "clientSecret",
        "registrationExpiresAt",
        "region",
        "startUrl",
        "other",
    ]);
    let object = prop::collection::vec((key, value), 0..10).prop_map(|pairs| {
        let members: Vec<String> =
            pairs.iter().map(|(key, value)| format!("\"{key}\": {value}")).collect();
        format!("{{{}}}", members.join(", ")).into_bytes()
    });
    let nested = (1usize..5000).prop_map(|depth| "[".repeat(depth).into_bytes());
    prop_oneof![
        3 => object,
        1 => prop::collection::vec(any::<u8>(), 0..200),
        1 => nested,
        1 => (0usize..2_000_000).prop_map(|size| vec![b' '; size]),
    ]
}

/// Garbage in token files never counts as a sign-in, never causes a panic, and is never sent.
#[test]
fn a_token_file_of_any_garbage() {
    let machine = Machine::signed_out();
    machine.home.put(".aws/sso/cache/other.json", b"not even json");
    let path = machine.home.token("corp");
    let config = ProptestConfig {
        cases: 48,
        failure_persistence: None,
        max_shrink_iters: 64,
        ..ProptestConfig::default()
    };
    proptest!(config, |(bytes in garbage())| {
        std::fs::write(&path, &bytes).unwrap();
        for args in [&["doctor", "--offline", "--format", "json"][..], &["status"]] {
            let outcome = program(&machine.home, args).within(SOON).run();
            prop_assert!([0, 1, 3].contains(&outcome.status), "{:?}", outcome);
            if args.contains(&"json") {
                assert_valid(&outcome);
            }
        }
        prop_assert_eq!(std::fs::read(&path).unwrap(), bytes);
    });
}

/// A token file that is truncated anywhere is not a token.
#[test]
fn half_a_token() {
    let machine = Machine::healthy();
    let path = machine.home.token("corp");
    let whole = std::fs::read(&path).unwrap();
    for length in (0..whole.len()).step_by(97) {
        std::fs::write(&path, &whole[..length]).unwrap();
        let outcome = machine.run(&["doctor", "--offline", "--format", "json"]).run().status(1);
        assert_valid(&outcome);
        assert_eq!(outcome.json()["outcome"], "failed");
    }
}
