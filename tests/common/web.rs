//! A minimal browser: one request at a time over plain HTTP.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use url::Url;

/// A response.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    /// The redirect's target as an absolute URL.
    pub location: Option<String>,
    pub body: String,
}

/// Sends `GET`, without following redirects.
pub fn get(address: &str) -> Answer {
    request("GET", address, "text/plain", "")
}

/// Follows redirects until a page is returned.
pub fn visit(address: &str) -> Answer {
    let mut answer = get(address);
    for _ in 0..5 {
        match &answer.location {
            Some(next) => answer = get(next),
            None => return answer,
        }
    }
    panic!("{address} leads on and on");
}

/// Sends one request on its own connection.
pub fn request(method: &str, address: &str, content_type: &str, body: &str) -> Answer {
    let url = Url::parse(address).unwrap();
    let host = format!("{}:{}", url.host_str().unwrap(), url.port().unwrap());
    let mut stream = TcpStream::connect(&host).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    let query = url.query().map(|query| format!("?{query}"));
    let target = format!("{}{}", url.path(), query.unwrap_or_default());
    write!(
        stream,
        "{method} {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\
         Content-Type: {content_type}\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .unwrap();
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).unwrap();
    let status = line.split(' ').nth(1).unwrap().parse().unwrap();
    let (mut length, mut location) = (None, None);
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        let Some((name, value)) = line.trim_end().split_once(':') else {
            break;
        };
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.trim().parse().ok(),
            "location" => location = Some(url.join(value.trim()).unwrap().into()),
            _ => {}
        }
    }
    let mut bytes = vec![0; length.unwrap_or(0)];
    reader.read_exact(&mut bytes).unwrap();
    Answer { status, location, body: String::from_utf8(bytes).unwrap() }
}
