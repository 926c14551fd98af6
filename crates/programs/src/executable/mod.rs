//! Reads program files: whether the system can run one, and what a Go program says it contains.

mod elf;
mod go_build_info;
mod mach_o;
mod pe;
mod script;

use std::path::Path;

use machine::PartialFile;

use crate::reader::Reader;

#[cfg(all(test, unix))]
pub(crate) use go_build_info::tests;
pub(crate) use go_build_info::{GoBuildInfo, read_go_build_info};
pub(crate) use script::{Interpreter, Script, read_script};

/// A program file, its tables read as far as needed.
enum Image {
    Elf(elf::Elf),
    MachO(mach_o::MachO),
    Pe(pe::Pe),
}

impl Image {
    fn read(reader: &Reader<'_>, file: &mut PartialFile) -> Option<Self> {
        let head = reader.read_part(file, 0, 64);
        if head.starts_with(b"\x7fELF") {
            elf::Elf::read(reader, file, &head).map(Self::Elf)
        } else if head.starts_with(b"MZ") {
            pe::Pe::read(reader, file, &head).map(Self::Pe)
        } else {
            mach_o::MachO::read(reader, file, &head).map(Self::MachO)
        }
    }
}

/// Whether the file is a program for this operating system and processor whose loader is there.
/// `false` also means that this could not be found out.
pub(crate) fn is_native_program(reader: &Reader<'_>, path: &Path) -> bool {
    let Some(mut file) = reader.open(path) else {
        return false;
    };
    match Image::read(reader, &mut file) {
        Some(Image::Elf(elf)) => {
            cfg!(target_os = "linux")
                && elf.fits_processor()
                && match elf.read_loader(reader, &mut file) {
                    elf::Loader::Path(loader) => machine::programs::is_runnable(&loader),
                    elf::Loader::Unneeded => true,
                    elf::Loader::Unreadable => false,
                }
        }
        Some(Image::MachO(mach_o)) => cfg!(target_os = "macos") && mach_o.fits_processor(),
        Some(Image::Pe(pe)) => cfg!(windows) && pe.fits_processor(),
        None => false,
    }
}

/// A little-endian number of `size` bytes at `at`.
fn number_at(bytes: &[u8], at: usize, size: usize) -> Option<u64> {
    let bytes = bytes.get(at..at.checked_add(size)?)?;
    Some(bytes.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte)))
}

/// A part of a program file that is loaded at an address.
#[derive(Clone, Copy, Debug)]
struct Mapping {
    address: u64,
    offset: u64,
    size: u64,
}

impl Mapping {
    /// Where the byte at an address is in the file.
    fn offset_of(&self, address: u64) -> Option<u64> {
        let within = address.checked_sub(self.address).filter(|within| *within < self.size)?;
        self.offset.checked_add(within)
    }
}
