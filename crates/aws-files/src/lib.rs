//! The AWS shared-file dialect, lossless: read, locate, view, edit.
//!
//! `~/.aws/config` and `~/.aws/credentials` look like one INI dialect but are two: botocore (the
//! AWS CLI, boto3) reads them with Python's `configparser`, and the newer SDKs follow their own
//! specification. They disagree about comments after values, quotes, indentation, duplicates, `:`,
//! byte order marks and more; a file that one of them reads can be unusable for the other. A tool
//! that explains and repairs such files must know both dialects, locate every part, and change
//! nothing that it does not announce.
//!
//! - [`Document`] contains a file's bytes, whatever they are, and splits them into lines.
//! - [`read`] returns a [`Reading`] of it: how the AWS CLI ([`View::Cli`]) or an SDK
//!   ([`View::Sdk`]) reads it, or why it refuses; or a reading that continues after each fault and
//!   lists them all ([`View::Tolerant`]). Each [`Section`] and [`Property`] has its place, as a
//!   [`Location`].
//! - [`merge`] combines the profiles of the two files, as both dialects do.
//! - [`Document::edit`] applies [`Edit`]s. It changes only the lines that they name, and both
//!   dialects read the new values.
//!
//! ```
//! use aws_files::{Document, Edit, FileKind, View, read};
//!
//! let document = Document::parse(b"[profile a]\nregion = us-east-1 # home\n");
//! let cli = read(&document, FileKind::Config, View::Cli);
//! let sdk = read(&document, FileKind::Config, View::Sdk);
//! assert_eq!(cli.profiles["a"].text("region"), Some("us-east-1 # home"));
//! assert_eq!(sdk.profiles["a"].text("region"), Some("us-east-1"));
//!
//! let edited = document.edit(&[Edit::SetValue { line: 2, value: "us-east-1".to_owned() }])?;
//! assert_eq!(edited.as_bytes(), b"[profile a]\nregion = us-east-1\n");
//! # Ok::<(), aws_files::EditError>(())
//! ```
//!
//! The sources of the rules: botocore's `configloader.py` and `session.py`, Python's
//! `configparser.py` and `shlex.py`; aws-runtime's `env_config/parse.rs` and `normalize.rs`
//! (smithy-rs). The tests run both and compare.
//!
//! Nothing here reads a file, a terminal or the network. Time and memory are linear in the size of
//! the input. The `Debug` and `Display` output of types that contain values omits the values.

mod cli;
mod document;
mod edit;
mod encoding;
mod fault;
mod lines;
mod location;
mod merge;
mod names;
mod python;
mod reading;
mod sdk;
mod tolerant;

pub use document::Document;
pub use edit::{Edit, EditError, Neighborhoods, header};
pub use encoding::Encoding;
pub use fault::{ByView, Fault, FaultKind};
pub use lines::{Line, LineEnding, LineKind, LineTag};
pub use location::Location;
pub use merge::{MergedProfile, merge};
pub use python::shell_words;
pub use reading::{FileKind, Property, Reading, Section, Value, View, read};
