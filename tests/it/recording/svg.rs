//! Writes a recording as one SVG that moves by CSS alone: no script, no font and no request. It
//! follows the reader's light or dark scheme, and stands still for readers who want no motion.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr;

use super::frame::{Frame, Run};

/// Tenths of a pixel, so that no number depends on how a float is written.
const CELL: usize = 84;
const LINE: usize = 19;
const MARGIN: usize = 14;

/// The colors of both schemes: 1 red, 2 green, 3 yellow, 4 blue, 5 magenta, 6 cyan, each with at
/// least 4.5:1 against its background (WCAG 2.2, 1.4.3).
const STYLE: &str = "\
svg{--p:#f6f8fa;--e:#d0d7de;--t:#1f2328;--d:#59636e;--c1:#b3261e;--c2:#1a6e33;--c3:#7d4e00;--c4:#0a5fb4;--c5:#7b3aa8;--c6:#0b6b75}
@media (prefers-color-scheme:dark){svg{--p:#0d1117;--e:#30363d;--t:#e6edf3;--d:#9da7b3;--c1:#ff8a80;--c2:#6fdd8b;--c3:#f0b849;--c4:#79b8ff;--c5:#d2a8ff;--c6:#66d9e8}}
rect{fill:var(--p);stroke:var(--e)}
text{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,\"Liberation Mono\",monospace;fill:var(--t);white-space:pre}
.c1,.c9{fill:var(--c1)}.c2,.c10{fill:var(--c2)}.c3,.c11{fill:var(--c3)}.c4,.c12{fill:var(--c4)}.c5,.c13{fill:var(--c5)}.c6,.c14{fill:var(--c6)}.c8,.d{fill:var(--d)}
.b{font-weight:bold}.i{font-style:italic}
.f{visibility:hidden}.z{visibility:visible}
@media (prefers-reduced-motion:reduce){.f{animation:none!important}}
";

/// The whole file.
pub fn write(title: &str, frames: &[(Frame, u32)]) -> String {
    let frames = joined(frames);
    let total: u32 = frames.iter().map(|(_, time)| time).sum();
    let (rows, columns) =
        frames.first().map_or((0, 0), |(frame, _)| (frame.rows.len(), frame.columns));
    let (width, height) = (columns * CELL / 10 + 2 * MARGIN, rows * LINE + 2 * MARGIN);
    let mut style = STYLE.to_owned();
    let mut defined: Vec<String> = Vec::new();
    let mut body = String::new();
    let mut start = 0;
    for (index, (frame, time)) in frames.iter().enumerate() {
        let is_last = index + 1 == frames.len();
        let _ = writeln!(
            style,
            ".f{index}{{animation:k{index} {}ms step-end infinite}}@keyframes k{index}{{{}}}",
            total,
            key_frames(start, start + time, total)
        );
        start += time;
        let _ = writeln!(body, "<g class=\"f f{index}{}\">", if is_last { " z" } else { "" });
        for (row, runs) in frame.rows.iter().enumerate().filter(|(_, runs)| !runs.is_empty()) {
            let line = spans(runs);
            let known = defined.iter().position(|known| *known == line);
            let number = known.unwrap_or_else(|| {
                defined.push(line);
                defined.len() - 1
            });
            let _ = writeln!(body, "<use href=\"#r{number}\" y=\"{}\"/>", MARGIN + row * LINE);
        }
        body.push_str("</g>\n");
    }
    let mut rows = String::new();
    for (number, line) in defined.iter().enumerate() {
        let _ =
            writeln!(rows, "<text id=\"r{number}\" y=\"14\" xml:space=\"preserve\">{line}</text>");
    }
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\" aria-labelledby=\"t\">\n\
         <title id=\"t\">{}</title>\n<style>\n{style}</style>\n<defs>\n{rows}</defs>\n\
         <rect x=\".5\" y=\".5\" width=\"{}\" height=\"{}\" rx=\"8\"/>\n{body}</svg>\n",
        escape(title),
        width - 1,
        height - 1
    )
}

/// Frames that are alike after each other are one, shown longer.
fn joined(frames: &[(Frame, u32)]) -> Vec<(&Frame, u32)> {
    let mut all: Vec<(&Frame, u32)> = Vec::new();
    for (frame, time) in frames {
        match all.last_mut().filter(|(last, _)| *last == frame) {
            Some((_, shown)) => *shown += time,
            None => all.push((frame, *time)),
        }
    }
    all
}

/// When a frame is visible, in percent with three decimals.
fn key_frames(start: u32, end: u32, total: u32) -> String {
    let percent = |time: u32| {
        let parts = u64::from(time) * 100_000 / u64::from(total.max(1));
        format!("{}.{:03}%", parts / 1000, parts % 1000)
    };
    let mut text = String::new();
    if start > 0 {
        text.push_str("0%{visibility:hidden}");
    }
    let _ = write!(text, "{}{{visibility:visible}}", percent(start));
    if end < total {
        let _ = write!(text, "{}{{visibility:hidden}}", percent(end));
    }
    text
}

/// Each run begins at its column and has the width of its columns, whatever the font.
fn spans(runs: &[Run]) -> String {
    let mut text = String::new();
    for run in runs {
        let x = MARGIN * 10 + run.column * CELL;
        let length = run.text.width() * CELL;
        let class =
            if run.style.is_empty() { String::new() } else { format!(" class=\"{}\"", run.style) };
        let _ = write!(
            text,
            "<tspan x=\"{}.{}\" textLength=\"{}.{}\"{class}>{}</tspan>",
            x / 10,
            x % 10,
            length / 10,
            length % 10,
            escape(&run.text)
        );
    }
    text
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
