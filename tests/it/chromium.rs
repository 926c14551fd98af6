//! Tests the pages in a real browser: Debian's Chromium, controlled by ChromeDriver over the
//! WebDriver protocol (https://www.w3.org/TR/webdriver2/). Without it, the tests are visibly
//! skipped.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use base64::Engine;
use serde_json::{Value, json};

use crate::common::machine::{LAB_URL, one_role};
use crate::common::text::after_label;
use crate::common::{Home, Machine, clients, python, web};

const CHROMIUM: &str = "/usr/bin/chromium";
const DRIVER: &str = "/usr/bin/chromedriver";

/// The key under which WebDriver returns elements ("web element identifier").
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// A headless browser with its own temporary profile.
struct Browser {
    driver: Child,
    session: String,
    _home: tempfile::TempDir,
}

impl Browser {
    /// A browser that can only reach this machine, or a visible skip (a failure in CI).
    fn start() -> Option<Self> {
        if !(Path::new(CHROMIUM).exists() && Path::new(DRIVER).exists()) {
            python::skip("no Chromium (apt install chromium chromium-driver)");
            return None;
        }
        let home = tempfile::tempdir_in("/tmp").unwrap();
        let mut driver = Command::new(DRIVER)
            .arg("--port=0")
            .env_clear()
            .env("PATH", "/usr/bin:/bin")
            .env("HOME", home.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let port = port(&mut driver);
        let profile = home.path().join("profile");
        let arguments = [
            "--headless",
            // Chromium's sandbox works neither as root nor in a container.
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-proxy-server",
            "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
            &format!("--user-data-dir={}", profile.display()),
        ];
        let wanted = json!({"capabilities": {"alwaysMatch": {
            "browserName": "chrome",
            "pageLoadStrategy": "normal",
            "goog:chromeOptions": {"binary": CHROMIUM, "args": arguments},
            "goog:loggingPrefs": {"browser": "ALL"},
        }}});
        let mut browser =
            Self { driver, session: format!("http://127.0.0.1:{port}/session"), _home: home };
        let made = browser.command("POST", "", &wanted);
        let id = made["sessionId"].as_str().unwrap();
        browser.session = format!("{}/{id}", browser.session);
        Some(browser)
    }

    #[track_caller]
    fn command(&self, method: &str, path: &str, body: &Value) -> Value {
        let body = match method {
            "GET" | "DELETE" => String::new(),
            _ => body.to_string(),
        };
        let answer = web::request(
            method,
            &format!("{}{path}", self.session),
            "application/json; charset=utf-8",
            &body,
        );
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        let mut value: Value = serde_json::from_str(&answer.body).unwrap();
        value["value"].take()
    }

    fn open(&self, address: &str) {
        self.command("POST", "/url", &json!({ "url": address }));
    }

    /// Waits until the page has this title.
    #[track_caller]
    fn wait_for_title(&self, title: &str) {
        let deadline = Instant::now() + Duration::from_secs(30);
        loop {
            let now = self.command("GET", "/title", &Value::Null);
            if now == title {
                return;
            }
            assert!(Instant::now() < deadline, "the title is {now}, not {title}");
            std::thread::sleep(Duration::from_millis(30));
        }
    }

    fn click(&self, css: &str) {
        let wanted = json!({"using": "css selector", "value": css});
        let element = self.command("POST", "/element", &wanted);
        let id = element[ELEMENT].as_str().unwrap();
        self.command("POST", &format!("/element/{id}/click"), &json!({}));
    }

    /// The result of a script in the page.
    fn script(&self, script: &str) -> Value {
        self.command(
            "POST",
            "/execute/sync",
            &json!({"script": format!("return {script}"), "args": []}),
        )
    }

    /// Sends a command of the DevTools protocol.
    fn devtools(&self, command: &str, parameters: &Value) {
        let wanted = json!({"cmd": command, "params": parameters});
        self.command("POST", "/goog/cdp/execute", &wanted);
    }

    /// The text of the page.
    fn text(&self) -> String {
        let text = self.script("document.body.innerText");
        text.as_str().unwrap().to_owned()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Stops Chromium, which the driver would leave running; errors are ignored because this
        // may run during a panic.
        let session = self.session.clone();
        let _ = std::panic::catch_unwind(|| web::request("DELETE", &session, "text/plain", ""));
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

/// The port that the driver prints.
fn port(driver: &mut Child) -> u16 {
    let mut lines = BufReader::new(driver.stdout.take().unwrap()).lines();
    let found = lines.by_ref().map_while(Result::ok).find_map(|line| {
        let rest = line.split_once("started successfully on port ")?.1;
        rest.trim_end_matches('.').parse().ok()
    });
    // The driver blocks unless its output is read.
    std::thread::spawn(move || lines.for_each(drop));
    found.expect("the driver names its port")
}

/// Starts a sign-in, and returns the address that the browser received.
fn sign_in(machine: &Machine, args: &[&str]) -> (crate::common::run::Running, String) {
    let browser = machine.home.program("browser", ":");
    let running = machine.run(args).env("DISPLAY", ":99").env("BROWSER", browser).start();
    running.wait_for("  Open   ");
    // The line may be incomplete.
    let deadline = Instant::now() + Duration::from_secs(30);
    loop {
        let said = running.said();
        let rest = said.split_once("  Open   ").unwrap().1;
        if rest.contains('\n') {
            return (running, after_label(&said, "Open").unwrap());
        }
        assert!(Instant::now() < deadline, "{said}");
        std::thread::sleep(Duration::from_millis(10));
    }
}

fn clients_answer(machine: &Machine, profile: &str) {
    clients::assert_clients_answer(machine, profile, "111122223333", "PowerUser");
}

/// After approval, the page on this machine shows which session is signed in.
#[test]
fn a_sign_in_is_clicked_through() {
    let Some(browser) = Browser::start() else {
        return;
    };
    let machine = Machine::signed_out();
    let (running, address) = sign_in(&machine, &["login"]);
    browser.open(&address);
    browser.wait_for_title("Authorization requested");
    browser.click("button[value=approve]");
    browser.wait_for_title("Signed in · aws-onboard");
    let text = browser.text();
    for words in [
        "Signed in",
        "close this window",
        "Session\ncorp",
        "my-sciencecloud-sso-portal-exampleurl.awsapps.com",
    ] {
        assert!(text.contains(words), "{words}:\n{text}");
    }
    // The page's policy allows its own style, and the page fetched nothing else.
    assert_eq!(browser.script("getComputedStyle(document.body).maxWidth"), "544px");
    let fetched = "performance.getEntriesByType('resource').map(entry => entry.name)";
    assert_eq!(browser.script(fetched), json!([]));
    running.wait().status(0);
    clients_answer(&machine, "dev");
    // The back button and reopening the address find a closed port and change nothing.
    assert!(browser.script("location.href").as_str().unwrap().contains("/oauth/callback"));
}

#[test]
fn a_denial_is_clicked() {
    let Some(browser) = Browser::start() else {
        return;
    };
    let machine = Machine::signed_out();
    let (running, address) = sign_in(&machine, &["login"]);
    browser.open(&address);
    browser.wait_for_title("Authorization requested");
    browser.click("button[value=deny]");
    browser.wait_for_title("Not signed in · aws-onboard");
    assert!(browser.text().contains("The request was denied"));
    let outcome = running.wait().status(1);
    assert!(outcome.stderr.contains("denied"), "{outcome:?}");
    assert!(!machine.home.token("corp").exists());
}

/// The page rejects an older tab, and the newest one still works.
#[test]
fn an_older_tab_is_told_apart() {
    let Some(browser) = Browser::start() else {
        return;
    };
    let machine = Machine::signed_out();
    let (running, address) = sign_in(&machine, &["login"]);
    let url = url::Url::parse(&address).unwrap();
    let state = url.query_pairs().find(|(name, _)| name == "state").unwrap();
    browser.open(&address.replace(&format!("state={}", state.1), "state=older"));
    browser.wait_for_title("Authorization requested");
    browser.click("button[value=approve]");
    browser.wait_for_title("This belongs to another sign-in · aws-onboard");
    running.wait_for("An older browser tab was refused");
    browser.open(&address);
    browser.wait_for_title("Authorization requested");
    browser.click("button[value=approve]");
    browser.wait_for_title("Signed in · aws-onboard");
    running.wait().status(0);
    clients_answer(&machine, "dev");
}

/// The user compares and confirms the code on the portal's page.
#[test]
fn a_code_is_confirmed_on_the_page() {
    let Some(browser) = Browser::start() else {
        return;
    };
    let machine = Machine::signed_out();
    let (running, address) = sign_in(&machine, &["login", "--device-code"]);
    running.wait_for("  Code   ");
    browser.open(&address);
    browser.wait_for_title("Authorization requested");
    let code = machine.next_code();
    assert!(browser.text().contains(&code));
    running.wait_for(&code);
    browser.click("button[value=approve]");
    browser.wait_for_title("Request approved");
    running.wait().status(0);
    clients_answer(&machine, "dev");
}

/// The whole first day, including the browser.
#[test]
fn setup_is_clicked_through() {
    let Some(browser) = Browser::start() else {
        return;
    };
    let machine = Machine::new(Home::with_aws(), one_role());
    let args =
        ["setup", "--yes", "--no-input", "--start-url", LAB_URL, "--sso-region", "us-east-1"];
    let (running, address) = sign_in(&machine, &args);
    browser.open(&address);
    browser.wait_for_title("Authorization requested");
    browser.click("button[value=approve]");
    browser.wait_for_title("Signed in · aws-onboard");
    let outcome = running.wait().status(0);
    assert!(outcome.stderr.contains("dev-account works"), "{outcome:?}");
    clients_answer(&machine, "dev-account");
}

/// The dimensions in a PNG header.
fn png_size(bytes: &[u8]) -> (u32, u32) {
    assert_eq!(&bytes[..8], b"\x89PNG\r\n\x1a\n");
    let number = |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap());
    (number(16), number(20))
}

/// Opens a report as a file: it makes no requests, prints nothing to the console, and is readable
/// in light mode, in dark mode, and on paper.
#[test]
fn a_report_is_a_page_that_needs_nothing() {
    let Some(browser) = Browser::start() else {
        return;
    };
    let machine = Machine::wiki();
    machine.run(&["report", "--offline", "--for", "support", "--out", "r.html"]).run().status(0);
    let page = machine.home.path().join("r.html");
    browser.open(&format!("file://{}", page.display()));
    let title = browser.script("document.title");
    assert!(title.as_str().unwrap().starts_with("aws-onboard report "), "{title}");
    // The policy allows the page's own style, and the page fetched nothing else.
    assert_eq!(browser.script("getComputedStyle(document.body).maxWidth"), "1088px");
    let fetched = "performance.getEntriesByType('resource').map(entry => entry.name)";
    assert_eq!(browser.script(fetched), json!([]));
    let text = browser.text();
    for words in
        ["sso-session-exists", "no such section in this file", "fail", "Checks", "Findings"]
    {
        assert!(text.contains(words), "{words}:\n{text}");
    }
    assert_eq!(browser.script("document.scripts.length"), 0);
    // Heading levels are not skipped, every table has a header, and the language is set.
    assert_eq!(browser.script("document.querySelectorAll('h1').length"), 1);
    assert_eq!(browser.script("document.documentElement.lang"), "en");
    let levels =
        browser.script("[...document.querySelectorAll('h1,h2,h3')].map(h => +h.tagName[1])");
    let levels: Vec<u64> =
        levels.as_array().unwrap().iter().map(|level| level.as_u64().unwrap()).collect();
    assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{levels:?}");
    assert_eq!(
        browser.script("[...document.querySelectorAll('table')].every(t => t.querySelector('th[scope=col]') && t.querySelector('th[scope=row]'))"),
        true
    );
    // The page is never wider than its window.
    assert_eq!(browser.script("document.documentElement.scrollWidth <= window.innerWidth"), true);
    let mut pictures = Vec::new();
    for scheme in ["light", "dark"] {
        browser.devtools(
            "Emulation.setEmulatedMedia",
            &json!({"features": [{"name": "prefers-color-scheme", "value": scheme}]}),
        );
        let contrast = browser.script(CONTRAST);
        assert!(contrast["ratio"].as_f64().unwrap() >= 4.5, "{scheme}: {contrast}");
        let shot = browser.command("GET", "/screenshot", &Value::Null);
        let bytes =
            base64::engine::general_purpose::STANDARD.decode(shot.as_str().unwrap()).unwrap();
        let (width, height) = png_size(&bytes);
        assert!(width >= 600 && height >= 400, "{width} x {height}");
        // A blank page of this size compresses to a few thousand bytes.
        assert!(bytes.len() > 20_000, "{} bytes", bytes.len());
        pictures.push(bytes);
    }
    assert_ne!(pictures[0], pictures[1], "dark is not light");
    browser.devtools("Emulation.setEmulatedMedia", &json!({"media": "print", "features": []}));
    assert_eq!(
        browser.script("getComputedStyle(document.querySelector('pre')).whiteSpace"),
        "pre-wrap"
    );
    let log = browser.command("POST", "/se/log", &json!({"type": "browser"}));
    assert_eq!(log, json!([]), "the console");
}

/// The lowest contrast between any text and its background (WCAG 2.2, relative luminance).
const CONTRAST: &str = "(() => {
  const rgb = text => (text.match(/[\\d.]+/g) || []).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = node => { for (; node; node = node.parentElement) { const c = rgb(getComputedStyle(node).backgroundColor); if (c.length === 3 || c[3] > 0) return c; } return [255, 255, 255]; };
  let least = {ratio: 21, text: ''};
  for (const node of document.querySelectorAll('body *')) {
    if (![...node.childNodes].some(c => c.nodeType === 3 && c.textContent.trim())) continue;
    const [a, b] = [light(rgb(getComputedStyle(node).color)), light(behind(node))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < least.ratio) least = {ratio, text: node.textContent.slice(0, 40)};
  }
  return least;
})()";
