//! What a person sees of a check fits every width from 40 to 200 columns, with every word whole.

use unicode_width::UnicodeWidthStr;

use super::human;
use crate::app::App;
use crate::examine::Examination;
use crate::record::{Beside, Purpose, Record};
use crate::report::broken::broken;
use crate::terminal::fit::{UNBROKEN_SPACE, fit};

/// The lines of a screen of this width.
fn screen(record: &Record, beside: &Beside, width: usize, verbose: bool) -> Vec<String> {
    let app = App::for_test(width, verbose);
    let mut lines = human::overview(&app, record);
    if verbose {
        lines.extend(human::every_check(&app, record));
    }
    lines.extend(human::details(&app, record));
    lines.push(human::ready(&app, record, beside));
    let text = anstream::adapter::strip_str(&lines.join("\n")).to_string();
    fit(&text, width).lines().map(str::to_owned).collect()
}

/// Whether a line may be wider than the screen: a command to copy, or one word.
fn is_whole(line: &str, width: usize) -> bool {
    let longest = line.split_whitespace().map(UnicodeWidthStr::width).max().unwrap_or(0);
    line.contains(UNBROKEN_SPACE) || longest + 12 > width
}

/// The words, without those of source lines, which are shortened.
fn words(lines: &[String]) -> Vec<&str> {
    let mut words: Vec<&str> = lines
        .iter()
        .filter(|line| !line.contains(['│', '╭', '╰', '┆']))
        .flat_map(|line| line.split_whitespace())
        .collect();
    words.sort_unstable();
    words
}

#[test]
fn every_finding_fits_every_width() {
    for (name, facts) in broken() {
        let examination = Examination::of_facts(facts);
        let (record, _) = Record::from_examination(&examination, &[], Purpose::Screen);
        let beside = Beside::from_examination(&examination);
        for verbose in [false, true] {
            let widest = screen(&record, &beside, 200, verbose);
            for width in (40..200).filter(|width| !verbose || width % 10 == 0) {
                let lines = screen(&record, &beside, width, verbose);
                for line in &lines {
                    assert!(
                        line.width() <= width || is_whole(line, width),
                        "{name}, {width}: {line}"
                    );
                }
                assert_eq!(words(&lines), words(&widest), "{name}, {width}");
            }
        }
    }
}
