//! A long list to choose from: words to filter with, in any order, columns that keep their ends,
//! and, where several may be chosen, how many are.

use std::collections::BTreeSet;

use unicode_width::UnicodeWidthStr;

use super::frame::ask_in_frame;
use super::glyphs;
use super::keys::Key;
use super::line::Line;
use super::look::{CANCELED, Look};
use super::text::{cut, cut_middle, hang, pad, plural};
use super::{Ask, Declined};

/// A list to choose from.
pub(crate) struct List<'a> {
    pub(crate) prompt: &'a str,
    /// What is chosen, in the singular, for the count: `role`.
    pub(crate) noun: &'a str,
    /// The rows, each with its cells.
    pub(crate) rows: &'a [Vec<String>],
    /// A remark for some rows, such as the profile that a role already has; empty for the others.
    pub(crate) notes: &'a [String],
    /// Whether any number may be chosen, and not just one.
    pub(crate) several: bool,
    /// Whether the last row matches whatever is typed (`Another value`).
    pub(crate) keep_last: bool,
    /// The chosen rows at first; with one to choose, the row with the cursor.
    pub(crate) chosen: &'a [usize],
}

/// The most rows to show at once.
const MAX_SHOWN: usize = 15;
/// The lines besides the rows: prompt, count, two of help, and one to spare.
const OTHER_LINES: usize = 5;
/// A cell is never cut to less than this.
const MIN_CELL: usize = 8;

/// The state of a list.
struct Choosing<'a> {
    list: &'a List<'a>,
    filter: Line,
    /// The rows that match the filter.
    matches: Vec<usize>,
    /// The row with the cursor, as a position in `matches`.
    cursor: usize,
    chosen: BTreeSet<usize>,
    lower: Vec<String>,
}

impl<'a> List<'a> {
    /// A list to choose one row from; `chosen` has the row with the cursor, if that is not the
    /// first.
    pub(crate) const fn of_one(
        prompt: &'a str,
        noun: &'a str,
        rows: &'a [Vec<String>],
        chosen: &'a [usize],
    ) -> Self {
        Self { prompt, noun, rows, notes: &[], several: false, keep_last: false, chosen }
    }

    /// Asks.
    ///
    /// # Errors
    /// Esc, Ctrl-C, or the terminal was closed.
    pub(crate) fn ask(&self, look: Look) -> Ask<Vec<usize>> {
        ask_in_frame(
            Choosing::new(self),
            |choosing, (columns, rows)| choosing.draw(look, columns, rows),
            |choosing, key, rows| choosing.press(key, rows),
            |choosing, answer, columns| choosing.echo(answer, look, columns),
        )
    }
}

impl<'a> Choosing<'a> {
    fn new(list: &'a List<'a>) -> Self {
        let chosen: BTreeSet<usize> = list.chosen.iter().copied().collect();
        let note = |index: usize| list.notes.get(index).map_or("", String::as_str);
        let lower = list
            .rows
            .iter()
            .enumerate()
            .map(|(index, row)| format!("{} {}", row.join(" "), note(index)).to_lowercase())
            .collect();
        let cursor = if list.several { 0 } else { list.chosen.first().copied().unwrap_or(0) };
        Self {
            list,
            filter: Line::default(),
            matches: (0..list.rows.len()).collect(),
            cursor,
            chosen: if list.several { chosen } else { BTreeSet::new() },
            lower,
        }
    }

    /// The rows that fit on the screen.
    fn page(rows: usize) -> usize {
        rows.saturating_sub(OTHER_LINES).clamp(3, MAX_SHOWN)
    }

    /// Applies a key; the answer if it ends the question.
    fn press(&mut self, key: Key, rows: usize) -> Option<Ask<Vec<usize>>> {
        let last = self.matches.len().saturating_sub(1);
        match key {
            Key::Esc if self.filter.is_empty() => return Some(Err(Declined::Skipped)),
            Key::Esc => {
                self.filter = Line::default();
                self.find();
            }
            Key::Interrupt => return Some(Err(Declined::Interrupted)),
            Key::Enter => return self.enter(),
            Key::Up => self.cursor = if self.cursor == 0 { last } else { self.cursor - 1 },
            Key::Down => self.cursor = if self.cursor >= last { 0 } else { self.cursor + 1 },
            Key::PageUp => self.cursor = self.cursor.saturating_sub(Self::page(rows)),
            Key::PageDown => self.cursor = (self.cursor + Self::page(rows)).min(last),
            Key::Tab => self.toggle(),
            // A space is part of what is typed once there is something.
            Key::Char(' ') if self.filter.is_empty() => self.toggle(),
            // Nothing is typed, so that the arrows cannot move within it.
            Key::Right if self.list.several && self.filter.is_empty() => {
                self.chosen.extend(&self.matches);
            }
            Key::Left if self.list.several && self.filter.is_empty() => self.chosen.clear(),
            Key::Resized => {}
            key => {
                let before = self.filter.text();
                self.filter.press(key);
                if self.filter.text() != before {
                    self.find();
                }
            }
        }
        None
    }

    /// The chosen rows; the one with the cursor if none is.
    fn enter(&self) -> Option<Ask<Vec<usize>>> {
        if !self.chosen.is_empty() {
            return Some(Ok(self.chosen.iter().copied().collect()));
        }
        self.matches.get(self.cursor).map(|row| Ok(vec![*row]))
    }

    fn toggle(&mut self) {
        if let (true, Some(row)) = (self.list.several, self.matches.get(self.cursor))
            && !self.chosen.remove(row)
        {
            self.chosen.insert(*row);
        }
    }

    /// Keeps the rows that contain every word of the filter.
    fn find(&mut self) {
        let filter = self.filter.text().to_lowercase();
        let words: Vec<&str> = filter.split_whitespace().collect();
        let last = self.list.rows.len().saturating_sub(1);
        let has_all = |row: &usize| {
            (self.list.keep_last && *row == last)
                || words.iter().all(|word| self.lower[*row].contains(word))
        };
        self.matches = (0..self.list.rows.len()).filter(has_all).collect();
        self.cursor = 0;
    }

    /// The lines, and the row and column of the cursor.
    fn draw(&self, look: Look, columns: usize, rows: usize) -> (Vec<String>, (usize, usize)) {
        let width = columns.saturating_sub(1);
        let list = self.list;
        let prompt = cut(list.prompt, width.saturating_sub(24));
        let before = 2 + prompt.width() + 1;
        let (typed, at) = self.filter.view(columns.saturating_sub(before).max(8));
        let mut lines = vec![format!("{} {prompt} {typed}", look.question())];
        let page = Self::page(rows);
        let top = self.cursor.saturating_sub(page / 2).min(self.matches.len().saturating_sub(page));
        let shown = &self.matches[top..(top + page).min(self.matches.len())];
        let mark = if list.several { 6 } else { 2 };
        let widths = self.widths(width.saturating_sub(mark));
        for (place, row) in shown.iter().enumerate() {
            let is_here = top + place == self.cursor;
            let pointer = if is_here { ">" } else { " " };
            let tick = match (list.several, self.chosen.contains(row)) {
                (false, _) => "",
                (true, true) => "[x] ",
                (true, false) => "[ ] ",
            };
            let text = format!("{pointer} {tick}{}", self.cells(*row, &widths));
            let text = cut(text.trim_end(), width);
            lines.push(if is_here { look.strong(&text) } else { text });
        }
        if self.matches.is_empty() {
            lines.push(look.wrong("  nothing matches; Esc clears what you typed"));
        }
        lines.push(look.faint(&cut(&format!("  {}", self.count(shown.len())), width)));
        for help in self.help(width) {
            lines.push(look.faint(&help));
        }
        (lines, (0, before + at))
    }

    /// How many there are, match, and are chosen.
    fn count(&self, shown: usize) -> String {
        let noun = |n: usize| plural(n, self.list.noun);
        let all = self.list.rows.len();
        let mut words = match (self.filter.is_empty(), shown < self.matches.len()) {
            (true, false) => noun(all),
            (true, true) => format!("{} of {}", self.cursor + 1, noun(all)),
            (false, _) => format!("{} of {} match", self.matches.len(), noun(all)),
        };
        if self.list.several {
            words.push_str(&format!(", {} chosen", self.chosen.len()));
        }
        words
    }

    /// The keys, in lines that fit.
    fn help(&self, width: usize) -> Vec<String> {
        let (all, none) = match glyphs::is_ascii() {
            true => ("-> all", "<- none"),
            false => ("→ all", "← none"),
        };
        let keys: &[&str] = match (self.list.several, self.filter.is_empty()) {
            (false, _) => &["type to filter", "Enter chooses", "Esc goes back"],
            (true, true) => &[
                "type to filter",
                "Tab or space chooses",
                all,
                none,
                "Enter goes on",
                "Esc goes back",
            ],
            (true, false) => &["Tab chooses", "Enter goes on", "Esc clears the filter"],
        };
        let mut lines: Vec<String> = Vec::new();
        for key in keys {
            match lines.last_mut() {
                Some(line) if line.width() + 3 + key.width() <= width => {
                    line.push_str(&format!(" · {key}"));
                }
                _ => lines.push(format!("  {key}")),
            }
        }
        lines
    }

    /// The width of each column: as wide as its widest cell, and if that does not fit, the widest
    /// columns are cut.
    fn widths(&self, room: usize) -> Vec<usize> {
        let count = self.list.rows.iter().map(Vec::len).max().unwrap_or(0);
        let widest = |column: usize| {
            let cells = self.list.rows.iter().filter_map(|row| row.get(column));
            cells.map(|cell| cell.width()).max().unwrap_or(0)
        };
        let mut widths: Vec<usize> = (0..count).map(widest).collect();
        let note = self.list.notes.iter().map(|note| note.width()).max().unwrap_or(0);
        let gaps = 2 * count.saturating_sub(1) + if note > 0 { note.min(24) + 2 } else { 0 };
        let room = room.saturating_sub(gaps);
        while widths.iter().sum::<usize>() > room {
            let Some(most) = widths.iter_mut().max().filter(|most| **most > MIN_CELL) else {
                break;
            };
            *most -= 1;
        }
        widths
    }

    fn cells(&self, row: usize, widths: &[usize]) -> String {
        let cells = self.list.rows[row].iter().zip(widths);
        let mut text: Vec<String> =
            cells.map(|(cell, width)| pad(&cut_middle(cell, *width), *width)).collect();
        if let Some(note) = self.list.notes.get(row).filter(|note| !note.is_empty()) {
            text.push(cut_middle(note, 24));
        }
        text.join("  ")
    }

    /// The one line that stays on the screen.
    fn echo(&self, answer: &Ask<Vec<usize>>, look: Look, columns: usize) -> String {
        let prompt = self.list.prompt;
        match answer {
            Err(_) => {
                let is_long = prompt.width() + CANCELED.width() + 4 > columns;
                let gap = if is_long { "\n  " } else { " " };
                let mark = format!("{} ", look.question());
                let question = hang(&mark, 2, prompt, columns.saturating_sub(1));
                format!("{question}{gap}{}", look.faint(CANCELED))
            }
            Ok(rows) => {
                let name = |row: &usize| {
                    let cells = &self.list.rows[*row];
                    cells.iter().map(|cell| cell.trim()).collect::<Vec<_>>().join(" ")
                };
                let words = match rows.as_slice() {
                    [one] if self.list.several => format!("1 chosen: {}", name(one)),
                    [one] => name(one),
                    many => format!("{} chosen", many.len()),
                };
                let room = columns.saturating_sub(prompt.width() + 4).max(20);
                let words = look.strong(&cut_middle(&words, room));
                format!("{} {prompt} {words}", look.answered())
            }
        }
    }
}

#[cfg(test)]
mod tests;
