//! Shortens a line of a file to the width of the screen: its key stays, and so does what is marked
//! in it, as far as there is room.

use std::ops::Range;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::record::Underline;
use crate::terminal::glyphs::ellipsis;

/// A line that fits.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Shortened {
    pub(super) text: String,
    /// The columns of each mark.
    pub(super) spans: Vec<Range<usize>>,
}

/// A longer beginning of a line is not taken for a key.
const MAX_KEY: usize = 40;
/// Leave at least this many characters of what is marked, and of a key.
const MIN_KEPT: usize = 8;
/// Leave at least this many characters of what is neither.
const MIN_REST: usize = 4;

/// Leaves out the middle of what is least important, until the line has at most `room` columns.
pub(super) fn shorten(line: &str, marks: &[&Underline], room: usize) -> Shortened {
    let cells: Vec<Cell> = line.chars().map(Cell::new).collect();
    let key = key_length(line);
    let is_marked = |at: usize| marks.iter().any(|mark| mark.from <= at && at < mark.to);
    let mut line = Line { hidden: vec![false; cells.len()], cells };
    line.hide(room, MIN_REST, |at| at >= key && !is_marked(at));
    line.hide(room, MIN_KEPT, |at| at >= key && is_marked(at));
    line.hide(room, MIN_KEPT, |at| at < key);
    line.hide(room, 1, |_| true);
    line.shown(marks)
}

/// A character as it is shown.
struct Cell {
    text: String,
    width: usize,
}

impl Cell {
    fn new(c: char) -> Self {
        // A mask is as wide as the terminal's sign for it.
        let text = if c == '…' { ellipsis().to_owned() } else { c.to_string() };
        let width = if c == '…' { text.width() } else { c.width().unwrap_or(0) };
        Self { text, width }
    }
}

struct Line {
    cells: Vec<Cell>,
    hidden: Vec<bool>,
}

impl Line {
    fn width(&self) -> usize {
        let kept = self.cells.iter().zip(&self.hidden).filter(|(_, hidden)| !**hidden);
        let holes = self
            .hidden
            .iter()
            .enumerate()
            .filter(|(at, hidden)| **hidden && (*at == 0 || !self.hidden[at - 1]));
        kept.map(|(cell, _)| cell.width).sum::<usize>() + holes.count() * ellipsis().width()
    }

    /// Hides the middle of the longest runs of these characters first, and leaves `least` of each.
    fn hide(&mut self, room: usize, least: usize, is_wanted: impl Fn(usize) -> bool) {
        let mut runs: Vec<Range<usize>> = Vec::new();
        for at in (0..self.cells.len()).filter(|at| is_wanted(*at) && !self.hidden[*at]) {
            match runs.last_mut().filter(|run| run.end == at) {
                Some(run) => run.end += 1,
                None => runs.push(at..at + 1),
            }
        }
        runs.sort_by_key(|run| std::cmp::Reverse(run.len()));
        for run in runs {
            let most = run.len().saturating_sub(least);
            let mut excess = self.width().saturating_sub(room);
            if excess == 0 || most <= ellipsis().width() {
                continue;
            }
            // A character has at most two columns.
            let mut count = (excess / 2).clamp(1, most);
            loop {
                let start = run.start + (run.len() - count).div_ceil(2);
                self.hidden[run.clone()].fill(false);
                self.hidden[start..start + count].fill(true);
                excess = self.width().saturating_sub(room);
                if excess == 0 || count == most {
                    break;
                }
                count = (count + excess.div_ceil(2)).min(most);
            }
        }
    }

    fn shown(&self, marks: &[&Underline]) -> Shortened {
        let mut text = String::new();
        let mut columns: Vec<Range<usize>> = Vec::with_capacity(self.cells.len());
        let mut column = 0;
        for (at, cell) in self.cells.iter().enumerate() {
            let is_in_hole = at > 0 && self.hidden[at] && self.hidden[at - 1];
            if is_in_hole {
                columns.push(columns[at - 1].clone());
                continue;
            }
            let (shown, width) = match self.hidden[at] {
                true => (ellipsis(), ellipsis().width()),
                false => (cell.text.as_str(), cell.width),
            };
            text.push_str(shown);
            columns.push(column..column + width);
            column += width;
        }
        let spans = marks.iter().map(|mark| {
            let start = columns.get(mark.from).map_or(column, |cell| cell.start);
            let last = mark.to.max(mark.from + 1) - 1;
            start..columns.get(last).map_or(column, |cell| cell.end)
        });
        Shortened { spans: spans.collect(), text }
    }
}

/// The characters of `key = `; 0 for a line without a key.
fn key_length(line: &str) -> usize {
    let Some(at) = line.chars().position(|c| c == '=').filter(|at| *at <= MAX_KEY) else {
        return 0;
    };
    at + 1 + line.chars().skip(at + 1).take_while(|c| c.is_whitespace()).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(from: usize, to: usize) -> Underline {
        Underline { line: 1, from, to, label: String::new(), primary: true }
    }

    #[test]
    fn the_middle_of_a_value_is_left_out_and_its_mark_follows() {
        let url = "sso_start_url = https://lab-portal.awsapps.com/start";
        for (line, marked, room, text, span) in [
            ("region = us-east-1", 9..18, 40, "region = us-east-1", 9..18),
            (url, 16..52, 40, "sso_start_url = https://lab-…s.com/start", 16..40),
            // What is marked stays, and the rest of the value is cut.
            (url, 46..52, 36, "sso_start_url = https:/…ps.com/start", 30..36),
            (url, 0..13, 30, "sso_start_url = https:/…/start", 0..13),
            ("a long line of prose without a key", 0..6, 20, "a long line o… a key", 0..6),
        ] {
            let mark = mark(marked.start, marked.end);
            let made = shorten(line, &[&mark], room);
            assert!(made.text.width() <= room, "{made:?}");
            assert_eq!((made.text.as_str(), made.spans[0].clone()), (text, span), "{line}");
            let key = &line[..key_length(line)];
            assert!(made.text.starts_with(key), "{made:?}");
            assert!(made.spans[0].end <= made.text.width(), "{made:?}");
        }
        let made = shorten(url, &[&mark(46, 52)], 36);
        let columns = made.spans[0].clone();
        let shown: String = made.text.chars().skip(columns.start).take(columns.len()).collect();
        assert_eq!(shown, "/start");
    }

    #[test]
    fn any_line_fits_any_width() {
        let lines = [
            "",
            "=",
            "k = ",
            "[profile \u{65e5}\u{672c}\u{8a9e}\u{65e5}\u{672c}\u{8a9e}\u{65e5}\u{672c}\u{8a9e}]",
            "aws_access_key_id_with_a_long_name_of_many_letters = AKIA…MPLE",
        ];
        let long = format!("credential_process = {}", "/opt/tool --flag ".repeat(200));
        for line in lines.into_iter().chain([long.as_str()]) {
            let count = line.chars().count();
            for room in (25..=190).step_by(7) {
                for (from, to) in [(0, 0), (0, count), (count / 2, count / 2 + 3), (count, count)] {
                    let made = shorten(line, &[&mark(from, to)], room);
                    assert!(made.text.width() <= room, "{room}: {made:?}");
                    assert!(made.spans[0].end <= room + 1, "{room}: {made:?}");
                }
            }
        }
    }
}
