//! Mach-O: programs of macOS (Apple's `mach-o/loader.h` and `mach-o/fat.h`). 64 bits,
//! little-endian, alone or in a universal file.

use machine::PartialFile;

use super::{Mapping, number_at};
use crate::reader::Reader;

/// The tables of a Mach-O file.
pub(super) struct MachO {
    processor: u64,
    is_universal: bool,
    segments: Vec<Mapping>,
    build_info: Option<Mapping>,
}

const MAGIC_64: u64 = 0xfeed_facf;
const UNIVERSAL: [u8; 4] = [0xca, 0xfe, 0xba, 0xbe];
const LC_SEGMENT_64: u64 = 0x19;
const CPU_X86_64: u64 = 0x0100_0007;
const CPU_ARM64: u64 = 0x0100_000c;

/// Read at most this many bytes of load commands; real programs have about four thousand.
const MAX_COMMANDS: u64 = 256 << 10;

/// A universal file has one part for each processor; a Java class, which begins alike, has its
/// version at that place (at least 45).
const MAX_PARTS: u64 = 20;

impl MachO {
    pub(super) fn read(reader: &Reader<'_>, file: &mut PartialFile, head: &[u8]) -> Option<Self> {
        if !head.starts_with(&UNIVERSAL) {
            return Self::read_part(reader, file, 0);
        }
        let parts = big_number_at(head, 4)?;
        if parts == 0 || parts > MAX_PARTS {
            return None;
        }
        let table = reader.read_part(file, 8, usize::try_from(parts).ok()? * 20);
        let part = |entry: &[u8]| Some((big_number_at(entry, 0)?, big_number_at(entry, 8)?));
        let parts: Vec<(u64, u64)> = table.chunks_exact(20).filter_map(part).collect();
        let own = parts.iter().find(|(processor, _)| *processor == own_processor());
        let (_, offset) = own.or_else(|| parts.first())?;
        let read = Self::read_part(reader, file, *offset)?;
        Some(Self { is_universal: own.is_some(), ..read })
    }

    fn read_part(reader: &Reader<'_>, file: &mut PartialFile, start: u64) -> Option<Self> {
        let head = reader.read_part(file, start, 32);
        if number_at(&head, 0, 4)? != MAGIC_64 {
            return None;
        }
        let length = number_at(&head, 20, 4).filter(|length| *length <= MAX_COMMANDS)?;
        let commands =
            reader.read_part(file, start.checked_add(32)?, usize::try_from(length).ok()?);
        let mut read = Self {
            processor: number_at(&head, 4, 4)?,
            is_universal: false,
            segments: Vec::new(),
            build_info: None,
        };
        let mut data = None;
        let mut rest = commands.as_slice();
        for _ in 0..number_at(&head, 16, 4)?.min(MAX_COMMANDS / 8) {
            let size = usize::try_from(number_at(rest, 4, 4)?).ok()?;
            let command = rest.get(..size).filter(|command| command.len() >= 8)?;
            if number_at(command, 0, 4)? == LC_SEGMENT_64 {
                read.add_segment(command, start, &mut data)?;
            }
            rest = rest.get(size..)?;
        }
        read.build_info = read.build_info.or(data);
        Some(read)
    }

    fn add_segment(
        &mut self,
        command: &[u8],
        start: u64,
        data: &mut Option<Mapping>,
    ) -> Option<()> {
        let mapping = Mapping {
            address: number_at(command, 24, 8)?,
            offset: start.checked_add(number_at(command, 40, 8)?)?,
            size: number_at(command, 48, 8)?,
        };
        self.segments.push(mapping);
        if name_at(command, 8)? == b"__DATA" {
            *data = Some(mapping);
        }
        for section in command.get(72..)?.chunks_exact(80) {
            if name_at(section, 0)? == b"__go_buildinfo" {
                self.build_info = Some(Mapping {
                    address: number_at(section, 32, 8)?,
                    size: number_at(section, 40, 8)?,
                    offset: start.checked_add(number_at(section, 48, 4)?)?,
                });
            }
        }
        Some(())
    }

    /// Whether it is for this processor.
    pub(super) const fn fits_processor(&self) -> bool {
        self.is_universal || self.processor == own_processor()
    }

    /// Where Go's build information is: its own section, or the data segment (Go's
    /// `debug/buildinfo`, `machoExe.DataStart`).
    pub(super) const fn build_info(&self) -> Option<Mapping> {
        self.build_info
    }

    /// The loaded parts.
    pub(super) fn mappings(&self) -> impl Iterator<Item = Mapping> + '_ {
        self.segments.iter().copied()
    }
}

const fn own_processor() -> u64 {
    if cfg!(target_arch = "aarch64") { CPU_ARM64 } else { CPU_X86_64 }
}

fn big_number_at(bytes: &[u8], at: usize) -> Option<u64> {
    let bytes: [u8; 4] = bytes.get(at..at + 4)?.try_into().ok()?;
    Some(u64::from(u32::from_be_bytes(bytes)))
}

/// A name in a field of 16 bytes.
fn name_at(bytes: &[u8], at: usize) -> Option<&[u8]> {
    bytes.get(at..at + 16)?.split(|byte| *byte == 0).next()
}
