//! The words of a `credential_process`.

/// The value of an option, in either spelling: `--profile dev`, `--profile=dev`.
pub(crate) fn option_value<'a, W: AsRef<str>>(words: &'a [W], names: &[&str]) -> Option<&'a str> {
    words.iter().enumerate().find_map(|(index, word)| {
        names.iter().find_map(|name| match word.as_ref().strip_prefix(name)? {
            "" => words.get(index + 1).map(AsRef::as_ref),
            rest => rest.strip_prefix('='),
        })
    })
}

/// The name of the program that a word starts, without its folder and the ending of Windows.
pub(crate) fn program_name(word: &str) -> &str {
    let file = word.rsplit(['/', '\\']).next().unwrap_or(word);
    [".exe", ".cmd"].iter().find_map(|ending| file.strip_suffix(ending)).unwrap_or(file)
}
