//! The AWS SDK for Rust as a client of the matrix: who signs on this machine, and in which region?
//! Setting the environment of a running process is unsound, so that each machine has its own.

use std::time::Duration;

use aws_config::retry::RetryConfig;
use aws_config::{BehaviorVersion, Region};
use aws_sdk_sts::error::DisplayErrorContext;

#[derive(serde::Serialize)]
struct Answer {
    region: Option<String>,
    error: Option<String>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let mut loader =
        aws_config::defaults(BehaviorVersion::latest()).retry_config(RetryConfig::disabled());
    if let Some(profile) = std::env::args().nth(2) {
        loader = loader.profile_name(profile);
    }
    let loaded = loader.load().await;
    let region = loaded.region().map(|region| region.as_ref().to_owned());
    let mut config = aws_sdk_sts::config::Builder::from(&loaded);
    if region.is_none() {
        // Without a region there is no endpoint, and nothing would be signed.
        config = config.region(Region::new("us-east-1"));
    }
    let client = aws_sdk_sts::Client::from_conf(config.build());
    let call = client.get_caller_identity().send();
    let error = match tokio::time::timeout(Duration::from_secs(15), call).await {
        Ok(Ok(_)) => None,
        Ok(Err(error)) => Some(DisplayErrorContext(error).to_string()),
        Err(_) => Some("no answer in time".to_owned()),
    };
    println!("{}", serde_json::to_string(&Answer { region, error }).unwrap_or_default());
}
