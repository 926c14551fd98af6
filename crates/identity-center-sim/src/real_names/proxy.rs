//! A proxy that tunnels AWS's names to the simulator and refuses the rest.

use std::io;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::{Shared, locked};

/// Read at most this many bytes of a request's head; real clients send a few hundred.
const MAX_HEAD_BYTES: usize = 16 * 1024;

/// The domain suffixes of AWS's hosts, in every partition.
const AWS: [&str; 5] =
    [".amazonaws.com", ".amazonaws.com.cn", ".amazonaws.eu", ".awsapps.com", ".app.aws"];

/// `CONNECT host:port`: tunnels to the simulator for an AWS host, and is refused otherwise.
pub(super) async fn tunnel(mut stream: TcpStream, shared: Shared) -> io::Result<()> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        if head.len() > MAX_HEAD_BYTES {
            return Ok(());
        }
        head.push(stream.read_u8().await?);
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let manner = locked(&shared.manner).clone();
    if manner.is_no_proxy {
        return stream.write_all(b"220 mail.example ESMTP\r\n").await;
    }
    let mut words = head.split(' ');
    let (Some("CONNECT"), Some(target)) = (words.next(), words.next()) else {
        return refuse(&mut stream, "405 Method Not Allowed", "").await;
    };
    locked(&shared.tunnels).push(target.to_owned());
    if let Some((name, password)) = &manner.password {
        let wanted = format!("basic {}", base64(format!("{name}:{password}").as_bytes()));
        let given = head.lines().find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case("proxy-authorization").then(|| value.trim())
        });
        let is_right = given.is_some_and(|given| {
            // The scheme is case-insensitive; the rest is not.
            given.len() == wanted.len()
                && given[..6].eq_ignore_ascii_case("basic ")
                && given[6..] == wanted[6..]
        });
        if !is_right {
            let offered: String = manner
                .schemes
                .iter()
                .map(|scheme| format!("Proxy-Authenticate: {scheme} realm=\"corp\"\r\n"))
                .collect();
            return refuse(&mut stream, "407 Proxy Authentication Required", &offered).await;
        }
    }
    if let Some(status) = manner.refuse {
        return refuse(&mut stream, &format!("{status} No"), "").await;
    }
    let host = target.strip_suffix(":443").unwrap_or_default();
    let is_known = AWS.iter().any(|suffix| host.ends_with(suffix))
        || shared.vanity_host.as_deref() == Some(host);
    if !is_known {
        return refuse(&mut stream, "403 Forbidden", "").await;
    }
    let mut behind = TcpStream::connect(shared.tls).await?;
    stream.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n").await?;
    tokio::io::copy_bidirectional(&mut stream, &mut behind).await?;
    Ok(())
}

async fn refuse(stream: &mut TcpStream, status: &str, headers: &str) -> io::Result<()> {
    let answer =
        format!("HTTP/1.1 {status}\r\n{headers}Content-Length: 0\r\nConnection: close\r\n\r\n");
    stream.write_all(answer.as_bytes()).await
}

/// RFC 4648, section 4.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let group = chunk
            .iter()
            .enumerate()
            .fold(0u32, |group, (place, byte)| group | u32::from(*byte) << (16 - 8 * place));
        for place in 0..4 {
            if place <= chunk.len() {
                let index = (group >> (18 - 6 * place)) & 63;
                text.push(char::from(LETTERS[index as usize]));
            } else {
                text.push('=');
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::base64;

    #[test]
    fn the_vectors_of_the_rfc() {
        for (text, encoded) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("mira:p@ss", "bWlyYTpwQHNz"),
        ] {
            assert_eq!(base64(text.as_bytes()), encoded);
        }
    }
}
