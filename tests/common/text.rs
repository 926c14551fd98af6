//! Compares files line by line, including line endings.

/// The removed and the added lines in order, including line endings.
pub fn difference(before: &[u8], after: &[u8]) -> (Vec<String>, Vec<String>) {
    let lines = |bytes: &[u8]| -> Vec<String> {
        String::from_utf8(bytes.to_vec())
            .unwrap()
            .split_inclusive('\n')
            .map(str::to_owned)
            .collect()
    };
    let (old, new) = (lines(before), lines(after));
    let (mut gone, mut come) = (Vec::new(), Vec::new());
    for op in similar::capture_diff_slices(similar::Algorithm::Myers, &old, &new) {
        if op.tag() != similar::DiffTag::Equal {
            gone.extend_from_slice(&old[op.old_range()]);
            come.extend_from_slice(&new[op.new_range()]);
        }
    }
    (gone, come)
}

/// The value after a label on its own line, such as `Code   ABCD-EFGH`.
pub fn after_label(text: &str, label: &str) -> Option<String> {
    text.lines().find_map(|line| {
        let rest = line.trim().strip_prefix(label)?;
        let word = rest.split_whitespace().next()?;
        rest.starts_with(' ').then(|| word.to_owned())
    })
}
