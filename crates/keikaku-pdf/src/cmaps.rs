//! The predefined CMaps: character codes to the CIDs of a character collection, CIDs to Unicode.

use std::collections::HashMap;
use std::io::Read;
use std::rc::Rc;
use std::sync::LazyLock;

use foldhash::fast::RandomState;
use hayro_interpret::hayro_cmap::{BfString, CMap, CMapName, load_embedded};
use lzma_rust2::XzReader;

/// Adobe's CMaps that hayro does not bring, one after the other, each behind a line `%%%name`.
///
/// Without them a font with such an encoding cannot be loaded and its text is lost.
static PACKED: &[u8] = include_bytes!("../data/cmaps.txt.xz");

static UNPACKED: LazyLock<HashMap<&'static [u8], &'static [u8]>> = LazyLock::new(|| {
    let mut text = String::new();
    // The archive is ours; a test reads all of it.
    let read = XzReader::new(PACKED, false).read_to_string(&mut text);
    let text: &'static str = if read.is_ok() { String::leak(text) } else { "" };
    text.split("%%%")
        .filter_map(|part| part.split_once('\n'))
        .map(|(name, body)| (name.as_bytes(), body.as_bytes()))
        .collect()
});

/// The bytes of a predefined CMap.
pub(crate) fn find(name: CMapName<'_>) -> Option<&'static [u8]> {
    load_embedded(name).or_else(|| UNPACKED.get(name.to_bytes()).copied())
}

/// A predefined CMap, parsed.
pub(crate) fn parse(name: CMapName<'_>) -> Option<CMap> {
    match name {
        CMapName::IdentityH => Some(CMap::identity_h()),
        CMapName::IdentityV => Some(CMap::identity_v()),
        name => CMap::parse(find(name)?, find),
    }
}

/// Predefined CMaps that were parsed once.
#[derive(Default)]
pub(crate) struct Parsed(HashMap<Vec<u8>, Option<Rc<CMap>>, RandomState>);

impl Parsed {
    /// The CMap of that name.
    pub(crate) fn get(&mut self, name: CMapName<'_>) -> Option<Rc<CMap>> {
        self.0.entry(name.to_bytes().to_vec()).or_insert_with(|| parse(name).map(Rc::new)).clone()
    }
}

/// What a CMap from CIDs to Unicode has for one.
pub(crate) fn unicode_of(map: &CMap, cid: u32) -> Option<BfString> {
    map.lookup_bf_string(cid)
}

/// The CID of a character code, whatever the number of its bytes.
///
/// hayro gives codes without the number of their bytes, so the shortest that has a CID counts, as
/// it does there.
pub(crate) fn cid_of(map: &CMap, code: u32) -> Option<u32> {
    (1..=4).find_map(|len| map.lookup_cid_code(code, len))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_packed_cmap_is_readable() {
        assert_eq!(UNPACKED.len(), 38);
        for name in UNPACKED.keys() {
            let map = parse(CMapName::from_bytes(name));
            let map = map.unwrap_or_else(|| panic!("{}", String::from_utf8_lossy(name)));
            assert!(map.metadata().character_collection.is_some());
        }
    }

    #[test]
    fn codes_of_every_encoding_lead_to_the_same_letter() {
        let ucs2 = parse(CMapName::AdobeJapan1Ucs2).unwrap();
        for (name, code) in [
            ("90ms-RKSJ-H", 0x8C76),
            ("EUC-H", 0xB7D7),
            ("H", 0x3757),
            ("UniJIS-UCS2-H", 0x8A08),
            ("UniJIS-UTF16-H", 0x8A08),
            ("UniJIS2004-UTF16-H", 0x8A08),
            ("UniJIS2004-UTF16-V", 0x8A08),
            ("UniJIS-UTF8-H", 0xE8A888),
            ("UniJIS2004-UTF32-H", 0x8A08),
        ] {
            let map = parse(CMapName::from_bytes(name.as_bytes())).unwrap();
            let cid = cid_of(&map, code).unwrap_or_else(|| panic!("{name}"));
            assert_eq!(unicode_of(&ucs2, cid), Some(BfString::Char('計')), "{name}");
        }
    }
}
