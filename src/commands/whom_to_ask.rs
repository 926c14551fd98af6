//! The last lines of a doctor that found failures: how to get help with them.

use facts::{Preset, clean_line};

use crate::app::App;
use crate::examine::Summary;
use crate::terminal::text::wrap;

/// Says how to create a report, and whom the preset names. Nothing on a practice machine, about
/// which there is nothing to ask.
pub(super) fn say_whom_to_ask(app: &App, summary: Summary) {
    if summary.fail == 0 || app.printer.quiet() || app.system.is_practice() {
        return;
    }
    app.printer.data("Still stuck? Create a report: aws-onboard report");
    if let Some(whom) = app.preset.as_deref().and_then(contact_words) {
        app.printer.data(&wrap(&format!("Help: {whom}"), "", app.printer.width()));
    }
}

/// The preset's contact, on one line.
pub(crate) fn contact_words(preset: &Preset) -> Option<String> {
    let contact = preset.contact.as_ref()?;
    let parts: Vec<String> = [&contact.name, &contact.email, &contact.page]
        .into_iter()
        .flatten()
        .map(|text| clean_line(text))
        .collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}
