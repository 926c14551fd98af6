//! The machine: environment, files, clock, processes, HTTP; the collectors; the guarded write.
