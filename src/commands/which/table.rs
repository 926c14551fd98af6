//! The table of programs, in the widest of three layouts that fits.

use colored::Colorize;
use unicode_width::UnicodeWidthStr;

use super::row::Row;
use crate::terminal::text::{hang, pad};

const HEADERS: [&str; 4] = ["Program", "Version", "Uses", "Region"];

/// Spaces between two columns.
const GAP: usize = 2;

/// The lines of the table.
pub(super) fn lines(rows: &[Row], width: usize) -> Vec<String> {
    let with_place = |row: &Row| match &row.place {
        Some(place) => format!("{} ({place})", row.name),
        None => row.name.clone(),
    };
    columns(rows, width, with_place, false)
        .or_else(|| columns(rows, width, |row| row.name.clone(), true))
        .unwrap_or_else(|| rows.iter().flat_map(|row| stacked(row, width)).collect())
}

/// One line a program, if that fits; with its place on a second one if it has no room in the first.
fn columns(
    rows: &[Row],
    width: usize,
    name: impl Fn(&Row) -> String,
    place_below: bool,
) -> Option<Vec<String>> {
    let cells: Vec<[String; 4]> = rows
        .iter()
        .map(|row| [name(row), row.version.clone(), row.uses.clone(), row.region.clone()])
        .collect();
    let mut widths = HEADERS.map(UnicodeWidthStr::width);
    for row in &cells {
        for (column, cell) in widths.iter_mut().zip(row) {
            *column = (*column).max(cell.width());
        }
    }
    let needed = 4 + widths.iter().sum::<usize>() + 3 * GAP;
    if needed > width {
        return None;
    }
    let line = |cells: [&str; 4]| {
        let padded: Vec<String> =
            cells.iter().zip(widths).map(|(cell, width)| pad(cell, width)).collect();
        padded.join(&" ".repeat(GAP)).trim_end().to_owned()
    };
    let mut lines = vec![format!("    {}", line(HEADERS).dimmed())];
    for (row, cells) in rows.iter().zip(&cells) {
        lines.push(format!("  {} {}", row.mark.show(), line(cells.each_ref().map(String::as_str))));
        if let Some(place) = row.place.as_ref().filter(|_| place_below) {
            lines.extend(
                hang("      ", 6, &format!("in {place}"), width)
                    .lines()
                    .map(|line| line.dimmed().to_string()),
            );
        }
    }
    Some(lines)
}

/// A program in a block of lines, for a narrow screen.
fn stacked(row: &Row, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let title = hang(&format!("  {} ", row.mark.show()), 4, &row.title(), width);
    lines.extend(title.lines().map(str::to_owned));
    for text in [format!("uses {}", row.uses), format!("region {}", row.region)] {
        lines.extend(hang("      ", 6, &text, width).lines().map(str::to_owned));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terminal::text::Mark;

    fn row(place: Option<&str>, uses: &str) -> Row {
        Row {
            mark: Mark::Good,
            name: "AWS SDK for Java".into(),
            place: place.map(str::to_owned),
            version: "2.25.1".into(),
            uses: uses.into(),
            region: "us-east-1".into(),
        }
    }

    fn plain(rows: &[Row], width: usize) -> Vec<String> {
        let strip = |line: &String| anstream::adapter::strip_str(line).to_string();
        lines(rows, width).iter().map(strip).collect()
    }

    #[test]
    fn no_value_is_cut_at_any_width() {
        let rows =
            [row(Some("services/api/pom.xml"), "dev: 111122223333 PowerUser"), row(None, "no")];
        for width in 40..=200 {
            let lines = plain(&rows, width);
            assert!(lines.iter().all(|line| line.width() <= width), "{width}: {lines:#?}");
            let text = lines.join(" ").split_whitespace().collect::<Vec<_>>().join(" ");
            for value in ["AWS SDK for Java", "services/api/pom.xml", "PowerUser", "us-east-1"] {
                assert!(text.contains(value), "{width}: {value} in {text}");
            }
        }
        assert_eq!(plain(&rows, 100).len(), 3);
        assert_eq!(plain(&rows, 80).len(), 4);
    }
}
