//! From edits to a new document.

use super::{Edit, EditError};
use crate::document::Document;

pub(crate) fn apply(document: &Document, edits: &[Edit]) -> Result<Document, EditError> {
    super::plan::Plan::new(document, edits)?.carry_out()
}
