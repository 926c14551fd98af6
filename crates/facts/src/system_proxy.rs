//! The operating system's own proxy setting, which Python's `urllib.request.getproxies`, and so
//! botocore, uses where no proxy variable is set. The SDKs for Rust, Go and Java do not.

use crate::{Facts, ProxySettings, Secret};

/// The values of Windows' Internet options.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InternetOptions {
    /// `ProxyEnable`.
    pub is_enabled: bool,
    /// `ProxyServer`: `host:port`, or one for each protocol: `http=…;https=…`. It may contain a
    /// password.
    pub server: String,
    /// `ProxyOverride`: the hosts without a proxy, separated by `;`.
    pub overrides: String,
}

impl InternetOptions {
    /// The proxies, as Python reads them (`urllib.request.getproxies_registry`). SOCKS proxies are
    /// left out, since urllib3 needs a package for them that the AWS CLI does not have.
    pub fn proxy(&self) -> Option<ProxySettings> {
        if !self.is_enabled || self.server.is_empty() {
            return None;
        }
        let of = |protocol: &str| {
            if !self.server.contains(['=', ';']) {
                return Some(self.server.as_str());
            }
            let mut parts = self.server.split(';').filter_map(|part| part.split_once('='));
            parts.find(|(name, _)| name.trim() == protocol).map(|(_, address)| address.trim())
        };
        settings(of("https"), of("http"), self.overrides.split(';'))
    }
}

/// The proxies in what `scutil --proxy` of macOS prints, as Python reads them
/// (`urllib.request.getproxies_macosx_sysconf`).
pub fn read_scutil(text: &str) -> Option<ProxySettings> {
    let value = |key: &str| {
        text.lines().find_map(|line| {
            let (name, value) = line.trim().split_once(" : ")?;
            (name == key).then_some(value.trim())
        })
    };
    let of = |kind: &str| {
        (value(&format!("{kind}Enable"))? == "1").then_some(())?;
        let host = value(&format!("{kind}Proxy"))?;
        Some(match value(&format!("{kind}Port")) {
            Some(port) => format!("{host}:{port}"),
            None => host.to_owned(),
        })
    };
    // The entries of the list are numbered.
    let list = text.lines().skip_while(|line| !line.trim().starts_with("ExceptionsList : "));
    let exceptions = list
        .skip(1)
        .map_while(|line| line.trim().split_once(" : "))
        .filter(|(number, _)| number.bytes().all(|byte| byte.is_ascii_digit()))
        .map(|(_, host)| host);
    settings(of("HTTPS").as_deref(), of("HTTP").as_deref(), exceptions)
}

/// Proxies with the hosts that bypass them, in the form of the variables.
fn settings<'a>(
    https: Option<&str>,
    http: Option<&str>,
    bypassing: impl Iterator<Item = &'a str>,
) -> Option<ProxySettings> {
    let address = |value: Option<&str>| {
        let value = value.filter(|value| !value.is_empty())?;
        crate::proxy_address(&Secret::from(value)).ok()?;
        Some(Secret::from(value))
    };
    let (https, http) = (address(https), address(http));
    if https.is_none() && http.is_none() {
        return None;
    }
    // NO_PROXY knows suffixes, these lists `*` anywhere: `*.corp.example` says the same in both. A
    // `*` in the middle and `<local>` cannot be said, and are left out.
    let names: Vec<&str> = bypassing
        .map(str::trim)
        .filter_map(|name| match name.strip_prefix('*') {
            Some("") => Some("*"),
            Some(rest) => (!rest.contains('*')).then_some(rest),
            None => (!name.is_empty() && !name.contains(['*', '<'])).then_some(name),
        })
        .collect();
    let none = if names.contains(&"*") { "*".to_owned() } else { names.join(",") };
    let none = (!none.is_empty()).then(|| Secret::new(none));
    Some(ProxySettings { https, http, none })
}

impl Facts {
    /// The proxies that a request of the AWS CLI goes through: those of the variables, or where none
    /// is set, the system's (`urllib.request.getproxies`).
    pub fn proxy_in_use(&self) -> ProxySettings {
        self.system_proxy_in_use().cloned().unwrap_or_else(|| self.proxy())
    }

    /// The system's proxy setting, if it is in use.
    pub fn system_proxy_in_use(&self) -> Option<&ProxySettings> {
        const NAMES: [&str; 8] = [
            "https_proxy",
            "HTTPS_PROXY",
            "http_proxy",
            "HTTP_PROXY",
            "all_proxy",
            "ALL_PROXY",
            "no_proxy",
            "NO_PROXY",
        ];
        let is_set = NAMES.iter().any(|name| self.environment().has_value(name));
        self.system_proxy.as_ref().filter(|_| !is_set)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn windows(server: &str, overrides: &str) -> Option<[Option<String>; 3]> {
        let options = InternetOptions {
            is_enabled: true,
            server: server.into(),
            overrides: overrides.into(),
        };
        options.proxy().map(shown)
    }

    fn shown(settings: ProxySettings) -> [Option<String>; 3] {
        [settings.https, settings.http, settings.none]
            .map(|value| value.map(|value| value.expose().clone()))
    }

    fn some(https: &str, http: &str, none: &str) -> Option<[Option<String>; 3]> {
        Some([https, http, none].map(|text| (!text.is_empty()).then(|| text.to_owned())))
    }

    #[test]
    fn windows_internet_options_are_read_as_python_reads_them() {
        assert_eq!(windows("proxy:3128", ""), some("proxy:3128", "proxy:3128", ""));
        assert_eq!(
            windows("http=a:1;https=https://b:2", "*.corp.example;<local>;10.*;host"),
            some("https://b:2", "a:1", ".corp.example,host")
        );
        assert_eq!(windows("https=b:2", "*;x"), some("b:2", "", "*"));
        assert_eq!(windows("socks=s:1080", ""), None);
        assert_eq!(windows("", ""), None);
        let off = InternetOptions { server: "proxy:3128".into(), ..InternetOptions::default() };
        assert_eq!(off.proxy(), None);
    }

    #[test]
    fn macos_network_settings_are_read_as_python_reads_them() {
        let text = "<dictionary> {\n  ExceptionsList : <array> {\n    0 : *.local\n    1 : 169.254/16\n  }\n  FTPPassive : 1\n  HTTPEnable : 0\n  HTTPSEnable : 1\n  HTTPSPort : 3128\n  HTTPSProxy : proxy.example\n}\n";
        assert_eq!(
            read_scutil(text).map(shown),
            some("proxy.example:3128", "", ".local,169.254/16")
        );
        assert_eq!(read_scutil("<dictionary> {\n  HTTPSEnable : 0\n}\n"), None);
        assert_eq!(read_scutil(""), None);
    }
}
