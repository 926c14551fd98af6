//! The only places that format results: for people, for programs, and for tickets.

pub(crate) mod diff;
pub(crate) mod document;
pub(crate) mod explanation;
pub(crate) mod explanation_json;
pub(crate) mod html;
pub(crate) mod human;
pub(crate) mod json;
pub(crate) mod manual;
pub(crate) mod markdown;
pub(crate) mod shorten;
mod snippet;
pub(crate) mod source;

#[cfg(test)]
mod widths;
