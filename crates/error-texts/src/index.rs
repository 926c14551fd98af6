//! Finds every pattern of the table in a paste in one pass over it.

use std::sync::OnceLock;

use crate::lookup::patterns;
use crate::paste::Paste;
use crate::pattern::PatternMatch;

/// Keep the last places of a literal, at least this many.
const MAX_PLACES: usize = 64;

/// For each pair of bytes, the patterns whose first literal begins with it.
struct Index {
    /// Where the entries of a pair begin.
    first: Vec<u32>,
    entries: Vec<Entry>,
}

/// A pattern, and up to eight bytes that its first literal begins with: most places differ there,
/// so that the literal itself is rarely compared.
#[derive(Clone, Copy)]
struct Entry {
    head: u64,
    mask: u64,
    number: u32,
}

impl Entry {
    fn new(literal: &[u8], number: u32) -> Self {
        let length = literal.len().min(8);
        let mask = if length == 8 { u64::MAX } else { (1 << (8 * length)) - 1 };
        Self { head: head_of(literal) & mask, mask, number }
    }
}

/// The first eight bytes as a number; missing ones are zero.
fn head_of(text: &[u8]) -> u64 {
    let mut bytes = [0; 8];
    let length = text.len().min(8);
    bytes[..length].copy_from_slice(&text[..length]);
    u64::from_le_bytes(bytes)
}

/// The last match of each pattern that is in the paste, by its number in [`patterns`]. `accepts`
/// is asked about the byte of the source where a match starts.
pub fn find_all(paste: &Paste, accepts: &dyn Fn(usize) -> bool) -> Vec<(usize, PatternMatch)> {
    let index = index();
    let all = patterns();
    let text = paste.squeezed.as_bytes();
    let mut places: Vec<Vec<usize>> = vec![Vec::new(); all.len()];
    for (at, pair) in text.windows(2).enumerate() {
        let bucket = bucket(pair[0], pair[1]);
        let (from, to) = (index.first[bucket] as usize, index.first[bucket + 1] as usize);
        if from == to {
            continue;
        }
        let head = head_of(&text[at..]);
        for entry in &index.entries[from..to] {
            if head & entry.mask != entry.head {
                continue;
            }
            let number = entry.number as usize;
            if text[at..].starts_with(all[number].2.first_literal().as_bytes()) {
                let places = &mut places[number];
                // Only the last places are tried, so the others need no memory.
                if places.len() >= 2 * MAX_PLACES {
                    places.drain(..MAX_PLACES);
                }
                places.push(at);
            }
        }
    }
    places
        .iter()
        .enumerate()
        .filter_map(|(number, starts)| {
            Some((number, all[number].2.match_last(paste, starts, accepts)?))
        })
        .collect()
}

const fn bucket(first: u8, second: u8) -> usize {
    (first as usize) << 8 | second as usize
}

fn index() -> &'static Index {
    static INDEX: OnceLock<Index> = OnceLock::new();
    INDEX.get_or_init(|| {
        let mut buckets: Vec<Vec<Entry>> = vec![Vec::new(); 1 << 16];
        for (number, (_, _, pattern)) in patterns().iter().enumerate() {
            let literal = pattern.first_literal().as_bytes();
            if let [first, second, ..] = literal
                && let Ok(number) = u32::try_from(number)
            {
                buckets[bucket(*first, *second)].push(Entry::new(literal, number));
            }
        }
        let mut index = Index { first: Vec::with_capacity(buckets.len() + 1), entries: Vec::new() };
        for bucket in buckets {
            index.first.push(u32::try_from(index.entries.len()).unwrap_or(u32::MAX));
            index.entries.extend(bucket);
        }
        index.first.push(u32::try_from(index.entries.len()).unwrap_or(u32::MAX));
        index
    })
}
