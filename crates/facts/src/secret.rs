//! A value that cannot be shown by accident.

/// A secret: it has no `Display`, no `Serialize`, and its `Debug` shows only that it is set.
/// [`Secret::expose`] is the only access to the raw value, so that every use can be found.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret<T = String>(T);

impl<T> Secret<T> {
    /// Wraps a raw secret.
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// The raw value. Only for passing it to AWS, to its own file, or to the leak scan.
    pub const fn expose(&self) -> &T {
        &self.0
    }
}

impl<T> std::fmt::Debug for Secret<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl From<&str> for Secret<String> {
    fn from(value: &str) -> Self {
        Self(value.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::Secret;

    #[test]
    fn debug_does_not_show_the_value() {
        let secret = Secret::from("wJalrXUtnFEMI");
        assert_eq!(format!("{secret:?}"), "Secret(…)");
    }
}
