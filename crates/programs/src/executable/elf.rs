//! ELF: programs of Linux and other Unix systems (System V ABI, chapters 4 and 5). 64 bits,
//! little-endian.

use std::path::PathBuf;

use machine::PartialFile;

use super::{Mapping, number_at};
use crate::reader::Reader;

/// The tables of an ELF file.
pub(super) struct Elf {
    machine: u64,
    segments: Vec<Segment>,
    build_info: Option<Mapping>,
}

struct Segment {
    kind: u64,
    flags: u64,
    mapping: Mapping,
}

/// The program that loads a dynamically linked one.
pub(super) enum Loader {
    /// Its path.
    Path(PathBuf),
    /// The program is linked statically.
    Unneeded,
    /// Its path could not be read.
    Unreadable,
}

const PT_LOAD: u64 = 1;
const PT_DYNAMIC: u64 = 2;
const PT_INTERP: u64 = 3;
const PF_W: u64 = 2;
const EM_X86_64: u64 = 62;
const EM_AARCH64: u64 = 183;

/// Read at most this many headers; real programs have about forty.
const MAX_HEADERS: u64 = 400;

/// A longer path of a loader is none (`PATH_MAX`).
const MAX_LOADER_PATH: u64 = 4096;

/// Read at most this many bytes of section names.
const MAX_NAMES: u64 = 16 << 10;

impl Elf {
    pub(super) fn read(reader: &Reader<'_>, file: &mut PartialFile, head: &[u8]) -> Option<Self> {
        // EI_CLASS and EI_DATA: 64 bits, little-endian.
        if head.get(4..6)? != [2, 1] {
            return None;
        }
        let machine = number_at(head, 18, 2)?;
        let segments =
            read_table(reader, file, number_at(head, 32, 8)?, number_at(head, 56, 2)?, 56)?
                .chunks_exact(56)
                .map(|entry| {
                    Some(Segment {
                        kind: number_at(entry, 0, 4)?,
                        flags: number_at(entry, 4, 4)?,
                        mapping: Mapping {
                            offset: number_at(entry, 8, 8)?,
                            address: number_at(entry, 16, 8)?,
                            size: number_at(entry, 32, 8)?,
                        },
                    })
                })
                .collect::<Option<_>>()?;
        let build_info = find_section(reader, file, head, b".go.buildinfo");
        Some(Self { machine, segments, build_info })
    }

    /// Whether it is for this processor.
    pub(super) const fn fits_processor(&self) -> bool {
        self.machine == if cfg!(target_arch = "aarch64") { EM_AARCH64 } else { EM_X86_64 }
            && cfg!(any(target_arch = "x86_64", target_arch = "aarch64"))
    }

    pub(super) fn read_loader(&self, reader: &Reader<'_>, file: &mut PartialFile) -> Loader {
        let Some(segment) = self.segments.iter().find(|segment| segment.kind == PT_INTERP) else {
            let is_dynamic = self.segments.iter().any(|segment| segment.kind == PT_DYNAMIC);
            // A file with dynamic sections and no loader is a library or a static PIE.
            return if is_dynamic || self.segments.is_empty() {
                Loader::Unreadable
            } else {
                Loader::Unneeded
            };
        };
        let Mapping { offset, size, .. } = segment.mapping;
        if size > MAX_LOADER_PATH {
            return Loader::Unreadable;
        }
        let bytes = reader.read_part(file, offset, usize::try_from(size).unwrap_or(0));
        match std::str::from_utf8(&bytes).ok().and_then(|text| text.strip_suffix('\0')) {
            Some(path) => Loader::Path(PathBuf::from(path)),
            None => Loader::Unreadable,
        }
    }

    /// Where Go's build information is: its own section, or the first data that can be written
    /// (Go's `debug/buildinfo`, `elfExe.DataStart`).
    pub(super) fn build_info(&self) -> Option<Mapping> {
        self.build_info.or_else(|| {
            self.segments
                .iter()
                .find(|segment| segment.kind == PT_LOAD && segment.flags & PF_W != 0)
                .map(|segment| segment.mapping)
        })
    }

    /// The loaded parts.
    pub(super) fn mappings(&self) -> impl Iterator<Item = Mapping> + '_ {
        self.segments
            .iter()
            .filter(|segment| segment.kind == PT_LOAD)
            .map(|segment| segment.mapping)
    }
}

/// A table of `count` entries; `None` if it is cut off or too long.
fn read_table(
    reader: &Reader<'_>,
    file: &mut PartialFile,
    offset: u64,
    count: u64,
    entry: usize,
) -> Option<Vec<u8>> {
    let length = usize::try_from(count.min(MAX_HEADERS)).ok()? * entry;
    let table = reader.read_part(file, offset, length);
    (table.len() == length && count <= MAX_HEADERS).then_some(table)
}

/// A section by its name.
fn find_section(
    reader: &Reader<'_>,
    file: &mut PartialFile,
    head: &[u8],
    name: &[u8],
) -> Option<Mapping> {
    let table = read_table(reader, file, number_at(head, 40, 8)?, number_at(head, 60, 2)?, 64)?;
    let mapping = |entry: &[u8]| {
        Some(Mapping {
            address: number_at(entry, 16, 8)?,
            offset: number_at(entry, 24, 8)?,
            size: number_at(entry, 32, 8)?,
        })
    };
    let names_at = usize::try_from(number_at(head, 62, 2)?).ok()?;
    let names = mapping(table.chunks_exact(64).nth(names_at)?)?;
    let names =
        reader.read_part(file, names.offset, usize::try_from(names.size.min(MAX_NAMES)).ok()?);
    table
        .chunks_exact(64)
        .find(|entry| {
            number_at(entry, 0, 4)
                .and_then(|at| names.get(usize::try_from(at).ok()?..))
                .is_some_and(|rest| rest.split(|byte| *byte == 0).next() == Some(name))
        })
        .and_then(mapping)
}
