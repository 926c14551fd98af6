use super::{Edit, EditError};
use crate::document::Document;
pub(super) struct Plan;
impl Plan {
    pub(super) fn new(_: &Document, _: &[Edit]) -> Result<Self, EditError> {
        Ok(Self)
    }
    pub(super) fn carry_out(self) -> Result<Document, EditError> {
        Err(EditError::LineBreak)
    }
}
