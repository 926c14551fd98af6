//! Whether this computer is an EC2 instance, whose role gives credentials; nothing is asked of its
//! metadata service.

use std::path::Path;

use facts::{Known, Why};

use machine::{FileRead, System, read_bounded};

/// What the firmware of an EC2 instance says ("Identify EC2 instances", Amazon EC2 User Guide): on
/// Nitro, its vendor; on Xen, its version, which begins with `Amazon` or names the hypervisor.
const MARKS: [(&str, &str); 4] = [
    ("/sys/class/dmi/id/sys_vendor", "Amazon EC2"),
    ("/sys/class/dmi/id/board_vendor", "Amazon EC2"),
    ("/sys/class/dmi/id/bios_version", "amazon"),
    ("/sys/hypervisor/uuid", "ec2"),
];

/// Read at most this many bytes of a file of the system.
const MAX_MARK_BYTES: u64 = 4096;

/// What AWS installs on its macOS images ("Update the operating system and software on Amazon EC2
/// Mac instances", Amazon EC2 User Guide).
const MAC_AGENT: &str = "/usr/local/aws/ec2-macos-init";

/// Whether this computer is an EC2 instance.
///
/// # Errors
/// The system does not tell: Windows, and Linux without its firmware's tables (a container).
pub(crate) fn is_instance(system: &System) -> Known<bool> {
    if !system.is_real() {
        return Ok(false);
    }
    if cfg!(target_os = "macos") {
        return Ok(Path::new(MAC_AGENT).exists());
    }
    judge_marks(|path| match read_bounded(system, Path::new(path), MAX_MARK_BYTES) {
        FileRead::Read(read) => Some(String::from_utf8_lossy(&read.bytes).into_owned()),
        _ => None,
    })
}

/// Judges what the firmware says; `read` returns the text of a file that exists.
fn judge_marks(read: impl Fn(&str) -> Option<String>) -> Known<bool> {
    let mut is_known = false;
    for (path, mark) in MARKS {
        let Some(text) = read(path) else { continue };
        if text.trim().to_ascii_lowercase().contains(&mark.to_ascii_lowercase()) {
            return Ok(true);
        }
        // A machine on Xen that is not AWS's, or a firmware with another vendor.
        is_known |= path.ends_with("sys_vendor") && !text.trim().is_empty();
    }
    if is_known {
        Ok(false)
    } else {
        Err(Why::Error("this system does not tell whether it is an EC2 instance".into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(files: &[(&str, &str)]) -> Known<bool> {
        judge_marks(|path| {
            files.iter().find(|(name, _)| *name == path).map(|(_, text)| (*text).to_owned())
        })
    }

    #[test]
    fn the_firmware_tells_an_instance() {
        let vendor = "/sys/class/dmi/id/sys_vendor";
        assert_eq!(judged(&[(vendor, "Amazon EC2\n")]), Ok(true));
        assert_eq!(judged(&[(vendor, "LENOVO\n")]), Ok(false));
        assert_eq!(
            judged(&[(vendor, "Xen\n"), ("/sys/class/dmi/id/bios_version", "4.11.amazon\n")]),
            Ok(true)
        );
        assert_eq!(
            judged(&[(vendor, "Xen\n"), ("/sys/hypervisor/uuid", "ec2e1916-9099\n")]),
            Ok(true)
        );
        assert!(judged(&[]).is_err());
        assert!(judged(&[(vendor, "\n")]).is_err());
    }
}
