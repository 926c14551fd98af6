//! An address as a QR code, to sign in with a phone where the terminal has no browser.

use qrcode::render::unicode::Dense1x2;
use qrcode::{EcLevel, QrCode};

/// The lines of the code, for a terminal of this size; `None` if it does not fit below the other
/// lines of the sign-in. With `color`, they are meant as black on white; without, as light on a
/// dark background.
pub(super) fn lines(
    address: &str,
    color: bool,
    (columns, rows): (usize, usize),
) -> Option<Vec<String>> {
    /// The lines of the sign-in besides the code.
    const OTHER_LINES: usize = 6;
    let code = QrCode::with_error_correction_level(address, EcLevel::L).ok()?;
    let mut renderer = code.render::<Dense1x2>();
    if !color {
        // A block is as light as the text.
        renderer.dark_color(Dense1x2::Light).light_color(Dense1x2::Dark);
    }
    let drawn = renderer.quiet_zone(false).build();
    let edge = if color { " " } else { "\u{2588}" };
    let width = code.width() + 2;
    let mut lines: Vec<String> = vec![edge.repeat(width)];
    lines.extend(drawn.lines().map(|line| format!("{edge}{line}{edge}")));
    let fits = width + 4 <= columns && lines.len() + OTHER_LINES <= rows;
    fits.then_some(lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADDRESS: &str = "https://device.sso.eu-central-1.amazonaws.com/?user_code=PQCF-FCCN";

    #[test]
    fn the_code_of_a_sign_in_fits_on_a_small_screen() {
        let lines = lines(ADDRESS, true, (80, 24)).unwrap();
        assert!(lines.len() <= 18, "{}", lines.len());
        let widths: std::collections::BTreeSet<usize> =
            lines.iter().map(|line| line.chars().count()).collect();
        assert_eq!(widths.len(), 1, "{widths:?}");
    }

    #[test]
    fn a_screen_that_is_too_small_shows_none() {
        assert_eq!(lines(ADDRESS, true, (80, 16)), None);
        assert_eq!(lines(ADDRESS, true, (30, 60)), None);
        assert_eq!(lines(&"x".repeat(4000), true, (200, 200)), None);
    }
}
