//! A line that sets a variable.

/// A line that sets an AWS variable, with its value; it lives only until the value was compared.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(test, derive(Debug))]
pub(super) struct Assignment {
    /// The line, from 1.
    pub(super) line: usize,
    /// The name of the variable.
    pub(super) variable: String,
    /// The value.
    pub(super) value: Value,
    /// How the assignment is written.
    pub(super) form: Form,
}

/// The value of an assignment.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(test, derive(Debug))]
pub(super) enum Value {
    /// The text itself.
    Literal(String),
    /// It is computed when the file is read.
    Computed,
}

/// How an assignment is written.
#[derive(Clone, Copy, PartialEq, Eq)]
#[cfg_attr(test, derive(Debug))]
pub(super) enum Form {
    /// `export NAME=value`.
    Export,
    /// `NAME=value`.
    Plain,
    /// `set -gx NAME value`.
    Fish,
    /// `$env:NAME = 'value'`.
    PowerShell,
    /// `"NAME": "value"`.
    Json,
}

impl Assignment {
    /// The assignment with this text as its value.
    pub(super) fn show(&self, value: &str) -> String {
        let name = &self.variable;
        match self.form {
            Form::Export => format!("export {name}={value}"),
            Form::Plain => format!("{name}={value}"),
            Form::Fish => format!("set -gx {name} {value}"),
            Form::PowerShell => format!("$env:{name} = '{value}'"),
            Form::Json => format!("\"{name}\": \"{value}\""),
        }
    }
}

/// Whether this is the name of an AWS variable.
pub(super) fn is_aws_variable(name: &str) -> bool {
    name.len() <= 100
        && name.starts_with("AWS_")
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}
