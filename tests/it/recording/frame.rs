//! One screen of a recording, without what differs from run to run.

/// In place of the code of a sign-in.
const CODE: &str = "WDJB-MJHT";
/// In place of the line that counts down.
const WAITING: &str = "  \u{2593}\u{2593}\u{2593}\u{2593}\u{2593}\u{2593}\u{2593}\u{2593}\u{2593}\u{2593}\u{2593}\u{2593}  waiting for you in the browser, 9:58 left";

/// The simulator's page of that code, and AWS's, which AWS's own answer names.
const PAGES: [(&str, &str); 2] = [
    ("http://127.0.0.1:", "/device?user_code="),
    ("https://device.sso.us-east-1.amazonaws.com/", "?user_code="),
];

/// Characters in one style.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    pub column: usize,
    pub text: String,
    /// The names of its styles, separated by spaces.
    pub style: String,
}

/// A screen: its rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    pub rows: Vec<Vec<Run>>,
    pub columns: usize,
}

impl Frame {
    /// Reads a screen; the codes are those of its sign-ins.
    pub fn read(screen: &vt100::Screen, codes: &[String]) -> Self {
        let (rows, columns) = screen.size();
        let rows = (0..rows.get()).map(|row| {
            let mut runs = read_row(screen, row, columns.get());
            let text: String = runs.iter().map(|run| run.text.as_str()).collect();
            if text.contains("waiting for you in the browser") {
                return vec![Run { column: 0, text: WAITING.into(), style: String::new() }];
            }
            for run in &mut runs {
                for code in codes {
                    run.text = run.text.replace(code.as_str(), CODE);
                }
                let [(host, path), (own_host, own_path)] = PAGES;
                if let (true, Some((_, code))) =
                    (run.text.starts_with(host), run.text.split_once(path))
                {
                    run.text = format!("{own_host}{own_path}{code}");
                }
            }
            runs
        });
        Self { rows: rows.collect(), columns: columns.get().into() }
    }

    /// The text of the screen.
    pub fn text(&self) -> String {
        let line = |row: &Vec<Run>| {
            let mut line = String::new();
            for run in row {
                while line.chars().count() < run.column {
                    line.push(' ');
                }
                line.push_str(&run.text);
            }
            line
        };
        self.rows.iter().map(line).collect::<Vec<_>>().join("\n")
    }
}

fn read_row(screen: &vt100::Screen, row: u16, columns: u16) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for column in 0..columns {
        let Some(cell) = screen.cell(row, column).filter(|cell| !cell.is_wide_continuation())
        else {
            continue;
        };
        let text = if cell.has_contents() { cell.contents() } else { " " };
        let style = style_of(cell);
        match runs.last_mut().filter(|run| run.style == style) {
            Some(run) => run.text.push_str(text),
            None => runs.push(Run { column: column.into(), text: text.into(), style }),
        }
    }
    for run in &mut runs {
        run.text.truncate(run.text.trim_end().len());
    }
    runs.retain(|run| !run.text.is_empty());
    for run in &mut runs {
        let spaces = run.text.len() - run.text.trim_start().len();
        run.text.drain(..spaces);
        run.column += spaces;
    }
    runs
}

/// The classes of a cell: `c1` to `c15` for its color, `b` bold, `d` dim, `i` italic.
fn style_of(cell: &vt100::Cell) -> String {
    let mut styles: Vec<String> = Vec::new();
    if let vt100::Color::Idx(index @ 1..=15) = cell.fgcolor() {
        styles.push(format!("c{index}"));
    }
    for (is_set, name) in [(cell.bold(), "b"), (cell.dim(), "d"), (cell.italic(), "i")] {
        if is_set {
            styles.push(name.to_owned());
        }
    }
    styles.join(" ")
}
