//! PE: programs of Windows (Microsoft's "PE Format").

use machine::PartialFile;

use super::{Mapping, number_at};
use crate::reader::Reader;

/// The tables of a PE file.
pub(super) struct Pe {
    machine: u64,
    base: u64,
    sections: Vec<(Mapping, u64)>,
}

const X86_64: u64 = 0x8664;
const ARM64: u64 = 0xaa64;
/// Initialized data that can be read and written.
const DATA: u64 = 0xc000_0040;
/// The alignment of a section, which does not matter here.
const ALIGNMENT: u64 = 0x0060_0000;

/// Read at most this many sections; real programs have about ten.
const MAX_SECTIONS: u64 = 96;

impl Pe {
    pub(super) fn read(reader: &Reader<'_>, file: &mut PartialFile, head: &[u8]) -> Option<Self> {
        let start = number_at(head, 0x3c, 4)?;
        let coff = reader.read_part(file, start, 24);
        if !coff.starts_with(b"PE\0\0") {
            return None;
        }
        let count = number_at(&coff, 6, 2).filter(|count| *count <= MAX_SECTIONS)?;
        let optional = usize::try_from(number_at(&coff, 20, 2)?).ok()?;
        let header = reader.read_part(file, start.checked_add(24)?, optional.min(256));
        let is_64 = number_at(&header, 0, 2)? == 0x20b;
        let base = if is_64 { number_at(&header, 24, 8)? } else { number_at(&header, 28, 4)? };
        let at = start.checked_add(24)?.checked_add(optional as u64)?;
        let table = reader.read_part(file, at, usize::try_from(count).ok()? * 40);
        let sections = table
            .chunks_exact(40)
            .map(|entry| {
                let mapping = Mapping {
                    address: base.checked_add(number_at(entry, 12, 4)?)?,
                    size: number_at(entry, 16, 4)?,
                    offset: number_at(entry, 20, 4)?,
                };
                Some((mapping, number_at(entry, 36, 4)?))
            })
            .collect::<Option<_>>()?;
        Some(Self { machine: number_at(&coff, 4, 2)?, base, sections })
    }

    /// Whether it is for this processor.
    pub(super) const fn fits_processor(&self) -> bool {
        self.machine == if cfg!(target_arch = "aarch64") { ARM64 } else { X86_64 }
    }

    /// Where Go's build information is: the first data that can be written (Go's
    /// `debug/buildinfo`, `peExe.DataStart`).
    pub(super) fn build_info(&self) -> Option<Mapping> {
        self.sections
            .iter()
            .find(|(mapping, kind)| {
                mapping.address != self.base && mapping.size != 0 && kind & !ALIGNMENT == DATA
            })
            .map(|(mapping, _)| *mapping)
    }

    /// The loaded parts.
    pub(super) fn mappings(&self) -> impl Iterator<Item = Mapping> + '_ {
        self.sections.iter().map(|(mapping, _)| *mapping)
    }
}
