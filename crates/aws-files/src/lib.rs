//! The AWS shared-file dialect, lossless: read, locate, view, edit.
