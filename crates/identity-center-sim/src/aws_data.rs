//! Redirects AWS tools to the simulator if they do not support endpoint variables.

use std::fs;
use std::io;
use std::path::Path;

use serde_json::{Value, json};

/// Service folder and API version of each rule set, as botocore lays out its data.
const SERVICES: [(&str, &str); 3] =
    [("sso", "2019-06-10"), ("sso-oidc", "2019-06-10"), ("sts", "2011-06-15")];

/// Writes endpoint rule sets for sso, sso-oidc and sts into `dir`, so that botocore and every AWS
/// CLI with `AWS_DATA_PATH=dir` send these services to `url` (such as a simulator's), in every
/// region and partition. The rest of botocore's data is unaffected.
///
/// The files are `dir/SERVICE/VERSION/endpoint-rule-set-1.json`; botocore `loaders.py` reads
/// `AWS_DATA_PATH` before its own data. The usual behavior remains: an explicit `--endpoint-url`
/// wins, and without a region there is no endpoint.
///
/// # Errors
///
/// If a folder or a file cannot be written.
#[allow(clippy::disallowed_methods, reason = "a folder made for this, not a person's files")]
pub fn write_aws_data_path(dir: &Path, url: &str) -> io::Result<()> {
    for (service, version) in SERVICES {
        let folder = dir.join(service).join(version);
        fs::create_dir_all(&folder)?;
        let text = format!("{:#}\n", rule_set(service, url));
        fs::write(folder.join("endpoint-rule-set-1.json"), text)?;
    }
    Ok(())
}

/// A rule set in the language of AWS endpoint rules 1.0.
fn rule_set(service: &str, url: &str) -> Value {
    let flag = |built_in: &str| {
        json!({
            "builtIn": built_in, "required": true, "default": false, "type": "boolean",
            "documentation": "Makes no difference here."
        })
    };
    let text = |built_in: &str, documentation: &str| json!({"builtIn": built_in, "required": false, "documentation": documentation, "type": "string"});
    let mut parameters = json!({
        "Region": text("AWS::Region", "The AWS region used to dispatch the request."),
        "UseDualStack": flag("AWS::UseDualStack"),
        "UseFIPS": flag("AWS::UseFIPS"),
        "Endpoint": text("SDK::Endpoint", "Override the endpoint used to send this request"),
    });
    if let ("sts", Some(members)) = (service, parameters.as_object_mut()) {
        members.insert("UseGlobalEndpoint".to_owned(), flag("AWS::STS::UseGlobalEndpoint"));
    }
    let is_set = |name: &str| json!({"fn": "isSet", "argv": [{"ref": name}]});
    let endpoint = |url: Value| json!({"url": url, "properties": {}, "headers": {}});
    json!({
        "version": "1.0",
        "parameters": parameters,
        "rules": [
            {
                "conditions": [is_set("Endpoint")],
                "endpoint": endpoint(json!({"ref": "Endpoint"})),
                "type": "endpoint"
            },
            {
                "conditions": [is_set("Region")],
                "endpoint": endpoint(json!(url)),
                "type": "endpoint"
            },
            {
                "conditions": [],
                "error": "Invalid Configuration: Missing Region",
                "type": "error"
            }
        ]
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_lie_where_botocore_looks_and_lead_to_the_address() {
        let dir = tempfile::tempdir().unwrap();
        write_aws_data_path(dir.path(), "http://127.0.0.1:4711").unwrap();
        for file in [
            "sso/2019-06-10/endpoint-rule-set-1.json",
            "sso-oidc/2019-06-10/endpoint-rule-set-1.json",
            "sts/2011-06-15/endpoint-rule-set-1.json",
        ] {
            let rules: Value =
                serde_json::from_slice(&fs::read(dir.path().join(file)).unwrap()).unwrap();
            assert_eq!(rules["version"], "1.0");
            let rules = &rules["rules"];
            // The given endpoint, then any region, then the error that names what is missing.
            assert_eq!(rules[0]["conditions"][0]["argv"][0]["ref"], "Endpoint", "{file}");
            assert_eq!(rules[1]["conditions"][0]["argv"][0]["ref"], "Region", "{file}");
            assert_eq!(rules[1]["endpoint"]["url"], "http://127.0.0.1:4711", "{file}");
            assert_eq!(rules[2]["error"], "Invalid Configuration: Missing Region", "{file}");
        }
        let sts =
            fs::read_to_string(dir.path().join("sts/2011-06-15/endpoint-rule-set-1.json")).unwrap();
        assert!(sts.contains("AWS::STS::UseGlobalEndpoint"));
    }
}
