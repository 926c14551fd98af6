//! The module list in a Go program (Go's `debug/buildinfo`): exact versions, also of programs that
//! nobody has heard of. A packed file (UPX) has none.

use std::collections::BTreeMap;
use std::path::Path;

use machine::PartialFile;

use super::{Image, Mapping, number_at};
use crate::reader::Reader;

/// What a Go program says it was built from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct GoBuildInfo {
    /// The package of the program, such as `github.com/rclone/rclone`.
    pub(crate) package: String,
    /// The version of its module, if it was built from a release.
    pub(crate) version: Option<String>,
    /// The modules in it and their versions. One that a fork replaces is listed by the fork's name.
    pub(crate) modules: BTreeMap<String, String>,
}

const MAGIC: &[u8] = b"\xff Go buildinf:";

/// Search at most this many bytes of the data for the magic.
const MAX_SEARCH: u64 = 1 << 20;

/// Read at most this many bytes of module list; Terraform's has 40,000.
const MAX_MODULE_LIST: u64 = 1 << 20;

/// Search in pieces of this many bytes; usually the first one contains it.
const PIECE: usize = 32 << 10;

/// The module list of the program at `path`; `None` if it is no Go program or has none.
pub(crate) fn read_go_build_info(reader: &Reader<'_>, path: &Path) -> Option<GoBuildInfo> {
    let mut file = reader.open(path)?;
    let image = Image::read(reader, &mut file)?;
    let region = match &image {
        Image::Elf(elf) => elf.build_info(),
        Image::MachO(mach_o) => mach_o.build_info(),
        Image::Pe(pe) => pe.build_info(),
    }?;
    let mappings: Vec<Mapping> = match &image {
        Image::Elf(elf) => elf.mappings().collect(),
        Image::MachO(mach_o) => mach_o.mappings().collect(),
        Image::Pe(pe) => pe.mappings().collect(),
    };
    let offset = find_magic(reader, &mut file, region)?;
    let header = reader.read_part(&mut file, offset, 32);
    let flags = *header.get(15)?;
    let list = if flags & 2 != 0 {
        read_inline(reader, &mut file, offset.checked_add(32)?)?
    } else if flags == 0 {
        // Before Go 1.18: pointers to strings.
        let pointer = usize::from(*header.get(14)?).clamp(4, 8);
        let at = number_at(&header, 16 + pointer, pointer)?;
        read_string(reader, &mut file, &mappings, at, pointer)?
    } else {
        return None;
    };
    parse_module_list(&list)
}

fn find_magic(reader: &Reader<'_>, file: &mut PartialFile, region: Mapping) -> Option<u64> {
    let mut searched = 0;
    while searched < region.size.min(MAX_SEARCH) {
        let offset = region.offset.checked_add(searched)?;
        let piece = reader.read_part(file, offset, PIECE);
        if piece.len() < MAGIC.len() {
            return None;
        }
        // It is aligned to 16 bytes, and so are the pieces.
        if let Some(at) = piece.chunks(16).position(|bytes| bytes.starts_with(MAGIC)) {
            return offset.checked_add(at as u64 * 16);
        }
        searched += PIECE as u64;
    }
    None
}

/// The second of two strings with their lengths before them.
fn read_inline(reader: &Reader<'_>, file: &mut PartialFile, mut offset: u64) -> Option<Vec<u8>> {
    for is_list in [false, true] {
        let head = reader.read_part(file, offset, 10);
        let (length, size) = read_uvarint(&head)?;
        offset = offset.checked_add(size)?;
        if length > MAX_MODULE_LIST {
            return None;
        }
        if is_list {
            let length = usize::try_from(length).ok()?;
            let list = reader.read_part(file, offset, length);
            return (list.len() == length).then_some(list);
        }
        offset = offset.checked_add(length)?;
    }
    None
}

/// A Go string: the header at `address` has its address and its length.
fn read_string(
    reader: &Reader<'_>,
    file: &mut PartialFile,
    mappings: &[Mapping],
    address: u64,
    pointer: usize,
) -> Option<Vec<u8>> {
    let find = |address: u64| mappings.iter().find_map(|mapping| mapping.offset_of(address));
    let header = reader.read_part(file, find(address)?, 2 * pointer);
    let length =
        number_at(&header, pointer, pointer).filter(|length| *length <= MAX_MODULE_LIST)?;
    let length = usize::try_from(length).ok()?;
    let bytes = reader.read_part(file, find(number_at(&header, 0, pointer)?)?, length);
    (bytes.len() == length).then_some(bytes)
}

/// A number in groups of seven bits, the lowest first; and its size.
fn read_uvarint(bytes: &[u8]) -> Option<(u64, u64)> {
    let mut number = 0_u64;
    for (at, byte) in bytes.iter().take(9).enumerate() {
        number |= u64::from(byte & 0x7f) << (7 * at);
        if byte & 0x80 == 0 {
            return Some((number, at as u64 + 1));
        }
    }
    None
}

fn parse_module_list(bytes: &[u8]) -> Option<GoBuildInfo> {
    // 16 bytes before and after mark it for readers of memory.
    let is_framed = bytes.len() >= 33 && bytes.get(bytes.len() - 17) == Some(&b'\n');
    let text = is_framed.then(|| bytes.get(16..bytes.len() - 16)).flatten()?;
    let text = std::str::from_utf8(text).ok()?;
    let mut info = GoBuildInfo::default();
    let mut last = None;
    for line in text.lines() {
        let mut words = line.split('\t');
        let (kind, name, version) = (words.next()?, words.next(), words.next());
        match (kind, name, version) {
            ("path", Some(name), _) => info.package = name.to_owned(),
            ("mod", _, Some(version)) if version != "(devel)" => {
                info.version = Some(version.to_owned());
            }
            ("dep", Some(name), Some(version)) => {
                info.modules.insert(name.to_owned(), version.to_owned());
                last = Some(name);
            }
            ("=>", Some(name), version) => {
                if let Some(replaced) = last.take() {
                    info.modules.remove(replaced);
                }
                if let Some(version) = version {
                    info.modules.insert(name.to_owned(), version.to_owned());
                }
            }
            _ => {}
        }
    }
    Some(info)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::reader::Limits;
    use crate::testing::Tree;

    pub(crate) const S5CMD: &str = "path\tgithub.com/peak/s5cmd/v2\nmod\tgithub.com/peak/s5cmd/v2\tv2.2.2\th1:x=\ndep\tgithub.com/aws/aws-sdk-go\tv1.44.256\th1:y=\ndep\tgithub.com/old/name\tv1.0.0\n=>\tgithub.com/new/name\tv1.1.0\th1:z=\nbuild\t-compiler=gc\n";

    fn framed(list: &str) -> Vec<u8> {
        let mut bytes = vec![0x30; 16];
        bytes.extend(list.as_bytes());
        bytes.extend([0xf9; 16]);
        bytes
    }

    fn uvarint(mut number: usize) -> Vec<u8> {
        let mut bytes = Vec::new();
        while number >= 0x80 {
            bytes.push((number & 0x7f) as u8 | 0x80);
            number >>= 7;
        }
        bytes.push(number as u8);
        bytes
    }

    fn put(bytes: &mut Vec<u8>, at: usize, part: &[u8]) {
        bytes.resize(bytes.len().max(at + part.len()), 0);
        bytes[at..at + part.len()].copy_from_slice(part);
    }

    /// The build information as Go 1.18 and later write it.
    fn inline(list: &str) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend([8, 2]);
        bytes.resize(32, 0);
        bytes.extend(uvarint(7));
        bytes.extend(b"go1.22.");
        bytes.extend(uvarint(framed(list).len()));
        bytes.extend(framed(list));
        bytes
    }

    /// An ELF program with one segment of data that can be written.
    pub(crate) fn elf_with(data: &[u8]) -> Vec<u8> {
        let mut bytes = b"\x7fELF\x02\x01\x01".to_vec();
        put(&mut bytes, 18, &62_u16.to_le_bytes());
        put(&mut bytes, 32, &64_u64.to_le_bytes());
        put(&mut bytes, 54, &56_u16.to_le_bytes());
        put(&mut bytes, 56, &1_u16.to_le_bytes());
        put(&mut bytes, 64, &1_u32.to_le_bytes());
        put(&mut bytes, 68, &6_u32.to_le_bytes());
        put(&mut bytes, 72, &4096_u64.to_le_bytes());
        put(&mut bytes, 80, &0x40_0000_u64.to_le_bytes());
        put(&mut bytes, 96, &(data.len() as u64).to_le_bytes());
        put(&mut bytes, 4096, data);
        bytes
    }

    pub(crate) fn go_program(list: &str) -> Vec<u8> {
        let mut data = vec![0; 64];
        data.extend(inline(list));
        elf_with(&data)
    }

    fn read(bytes: &[u8]) -> Option<GoBuildInfo> {
        let tree = Tree::new().file("program", bytes);
        let system = tree.system(&[]);
        read_go_build_info(&Reader::new(&system, Limits::ONE_PROGRAM), &tree.path("program"))
    }

    #[test]
    fn the_modules_of_a_go_program_are_read() {
        let info = read(&go_program(S5CMD)).unwrap();
        assert_eq!(info.package, "github.com/peak/s5cmd/v2");
        assert_eq!(info.version.as_deref(), Some("v2.2.2"));
        assert_eq!(info.modules["github.com/aws/aws-sdk-go"], "v1.44.256");
        assert_eq!(info.modules["github.com/new/name"], "v1.1.0");
        assert!(!info.modules.contains_key("github.com/old/name"));
    }

    #[test]
    fn a_development_build_has_modules_and_no_version() {
        let list = "path\tcommand-line-arguments\nmod\tx\t(devel)\t\ndep\ta\tv1.0.0\th1:\n";
        let info = read(&go_program(list)).unwrap();
        assert_eq!((info.version, info.modules.len()), (None, 1));
    }

    #[test]
    fn the_pointers_of_older_versions_are_followed() {
        let list = framed(S5CMD);
        let mut data = MAGIC.to_vec();
        data.extend([8, 0]);
        let base = 0x40_0000_u64;
        put(&mut data, 16, &(base + 64).to_le_bytes());
        put(&mut data, 24, &(base + 80).to_le_bytes());
        put(&mut data, 80, &(base + 96).to_le_bytes());
        put(&mut data, 88, &(list.len() as u64).to_le_bytes());
        put(&mut data, 96, &list);
        assert_eq!(read(&elf_with(&data)).unwrap().version.as_deref(), Some("v2.2.2"));
    }

    #[test]
    fn a_mach_o_program_is_read_alone_and_in_a_universal_file() {
        let data = inline(S5CMD);
        let mut bytes = 0xfeed_facf_u32.to_le_bytes().to_vec();
        put(&mut bytes, 4, &0x0100_000c_u32.to_le_bytes());
        put(&mut bytes, 16, &1_u32.to_le_bytes());
        put(&mut bytes, 20, &152_u32.to_le_bytes());
        put(&mut bytes, 32, &0x19_u32.to_le_bytes());
        put(&mut bytes, 36, &152_u32.to_le_bytes());
        put(&mut bytes, 40, b"__DATA");
        put(&mut bytes, 104, b"__go_buildinfo");
        put(&mut bytes, 104 + 40, &(data.len() as u64).to_le_bytes());
        put(&mut bytes, 104 + 48, &512_u32.to_le_bytes());
        put(&mut bytes, 512, &data);
        assert!(read(&bytes).is_some());
        let mut universal = vec![0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 1];
        put(&mut universal, 8, &0x0100_000c_u32.to_be_bytes());
        put(&mut universal, 16, &1024_u32.to_be_bytes());
        put(&mut universal, 1024, &bytes);
        assert_eq!(read(&universal), read(&bytes));
    }

    #[test]
    fn a_windows_program_is_read() {
        let data = inline(S5CMD);
        let mut bytes = b"MZ".to_vec();
        put(&mut bytes, 0x3c, &128_u32.to_le_bytes());
        put(&mut bytes, 128, b"PE\0\0");
        put(&mut bytes, 134, &1_u16.to_le_bytes());
        put(&mut bytes, 148, &240_u16.to_le_bytes());
        put(&mut bytes, 152, &0x20b_u16.to_le_bytes());
        put(&mut bytes, 392 + 12, &0x1000_u32.to_le_bytes());
        put(&mut bytes, 392 + 16, &(data.len() as u32).to_le_bytes());
        put(&mut bytes, 392 + 20, &512_u32.to_le_bytes());
        put(&mut bytes, 392 + 36, &0xc000_0040_u32.to_le_bytes());
        put(&mut bytes, 512, &data);
        assert_eq!(read(&bytes).unwrap().package, "github.com/peak/s5cmd/v2");
    }

    /// The Go programs of this machine, as `go version -m` reads them.
    #[test]
    #[expect(clippy::disallowed_methods, reason = "a test asks Go itself")]
    fn go_reads_the_same_modules() {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let folders: Vec<_> = std::env::split_paths(&path).collect();
        let find =
            |name: &str| folders.iter().map(|folder| folder.join(name)).find(|p| p.is_file());
        let Some(go) = find("go") else {
            return eprintln!("SKIP: no Go that could be asked");
        };
        let system = machine::System::new(Vec::new());
        for name in ["terraform", "kubectl", "docker", "helm", "rclone", "s5cmd", "gofmt"] {
            let Some(program) = find(name).and_then(|path| std::fs::canonicalize(path).ok()) else {
                continue;
            };
            let asked =
                std::process::Command::new(&go).args(["version", "-m"]).arg(&program).output();
            let asked = String::from_utf8(asked.unwrap().stdout).unwrap();
            let reader = Reader::new(&system, Limits::ONE_PROGRAM);
            let Some(info) = read_go_build_info(&reader, &program) else {
                // A program that was built without modules has no list.
                assert!(!asked.contains("\tdep\t"), "{name}: {asked}");
                continue;
            };
            let dependencies = asked.lines().filter_map(|line| line.strip_prefix("\tdep\t"));
            for mut words in dependencies.map(|line| line.split('\t')) {
                let (module, version) = (words.next().unwrap(), words.next().unwrap());
                let replaced = !info.modules.contains_key(module);
                assert!(replaced || info.modules[module] == version, "{name}: {module}");
            }
            assert!(asked.contains(&format!("\tpath\t{}\n", info.package)), "{name}");
            let count = asked.matches("\tdep\t").count();
            assert!(info.modules.len() <= count && info.modules.len() * 10 >= count * 9, "{name}");
        }
    }

    #[test]
    fn other_files_and_broken_ones_have_no_modules() {
        let whole = go_program(S5CMD);
        for bytes in [
            &b""[..],
            b"#!/bin/sh\n",
            b"\x7fELF",
            b"MZ",
            b"\xca\xfe\xba\xbe\0\0\0\x3d",
            &elf_with(&[0; 4096]),
            &whole[..4000],
            &whole[..4096 + 64 + 40],
        ] {
            assert_eq!(read(bytes), None, "{} bytes", bytes.len());
        }
        // Lengths and offsets that lead out of the file.
        for at in (0..whole.len().min(200)).chain(4096..4300) {
            let mut broken = whole.clone();
            broken[at] = 0xff;
            let _ = read(&broken);
        }
    }
}
