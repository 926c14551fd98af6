//! The table of programs, in columns if that fits, else in blocks of lines.

use colored::Colorize;
use unicode_width::UnicodeWidthStr;

use super::row::Row;
use crate::terminal::text::{hang, pad};

const HEADERS: [&str; 4] = ["Program", "Version", "Uses", "Region"];

/// Spaces between two columns.
const GAP: usize = 2;

/// The columns that may wrap at spaces, and the least width that reads well.
const PROGRAM: (usize, usize) = (0, 16);
const USES: (usize, usize) = (2, 18);

/// The lines of the table.
pub(super) fn lines(rows: &[Row], width: usize) -> Vec<String> {
    let cells: Vec<[String; 4]> = rows.iter().map(cells_of).collect();
    match fit(&cells, width) {
        Some(widths) => {
            let mut lines = line_of(&HEADERS.map(str::to_owned), widths, "    ");
            for header in &mut lines {
                *header = header.dimmed().to_string();
            }
            for (row, cells) in rows.iter().zip(&cells) {
                lines.extend(line_of(cells, widths, &format!("  {} ", row.mark.show())));
            }
            lines
        }
        None => rows.iter().flat_map(|row| stacked(row, width)).collect(),
    }
}

fn cells_of(row: &Row) -> [String; 4] {
    let name = match &row.place {
        Some(place) => format!("{} ({place})", row.name),
        None => row.name.clone(),
    };
    [name, row.version.clone(), row.uses.clone(), row.region.clone()]
}

/// The widths of the columns: as their cells are, or else with two columns that wrap; `None` if
/// that does not fit either.
fn fit(cells: &[[String; 4]], width: usize) -> Option<[usize; 4]> {
    let longest = |measure: &dyn Fn(&str) -> usize| {
        let mut widths = HEADERS.map(UnicodeWidthStr::width);
        for row in cells {
            for (column, cell) in widths.iter_mut().zip(row) {
                *column = (*column).max(measure(cell));
            }
        }
        widths
    };
    let whole = longest(&|cell| cell.width());
    let word = longest(&|cell| cell.split(' ').map(UnicodeWidthStr::width).max().unwrap_or(0));
    let room = width.checked_sub(4 + 3 * GAP)?;
    let mut widths = whole;
    for (column, least) in [PROGRAM, USES] {
        let excess = widths.iter().sum::<usize>().saturating_sub(room);
        let least = whole[column].min(word[column].max(least));
        widths[column] = widths[column].saturating_sub(excess).max(least);
    }
    (widths.iter().sum::<usize>() <= room).then_some(widths)
}

/// One row, on as many lines as its cells need.
fn line_of(cells: &[String; 4], widths: [usize; 4], first: &str) -> Vec<String> {
    let wrapped: Vec<Vec<String>> =
        cells.iter().zip(widths).map(|(cell, width)| break_cell(cell, width)).collect();
    let height = wrapped.iter().map(Vec::len).max().unwrap_or(0);
    (0..height)
        .map(|at| {
            let parts: Vec<String> = wrapped
                .iter()
                .zip(widths)
                .map(|(lines, width)| pad(lines.get(at).map_or("", String::as_str), width))
                .collect();
            let start = if at == 0 { first } else { "    " };
            format!("{start}{}", parts.join(&" ".repeat(GAP)).trim_end())
        })
        .collect()
}

/// A cell in lines of at most `width` columns, broken at spaces; a longer word stays whole.
fn break_cell(cell: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in cell.split(' ') {
        match lines.last_mut() {
            Some(line) if line.width() + 1 + word.width() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
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
        assert_eq!(
            plain(&rows, 80),
            [
                "    Program                      Version  Uses                         Region",
                "  ✓ AWS SDK for Java             2.25.1   dev: 111122223333 PowerUser  us-east-1",
                "    (services/api/pom.xml)",
                "  ✓ AWS SDK for Java             2.25.1   no                           us-east-1",
            ]
        );
    }
}
