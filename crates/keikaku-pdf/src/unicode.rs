//! Letters that neither the file nor their glyph's name says, by the font that they are set in.

use std::collections::HashMap;
use std::rc::Rc;

use foldhash::fast::RandomState;
use hayro_interpret::hayro_cmap::{BfString, CMap, CMapName, CidFamily, WritingMode};
use hayro_interpret::hayro_syntax::object::{Dict, Object, Stream, String as PdfString};
use skrifa::{FontRef, MetadataProvider};

use crate::cmaps::{self, Parsed};
use crate::device::{Unnamed, UnnamedFont};
use crate::fonts::{Composites, descendant};
use crate::glyph::{Glyph, ideograph, is_blank, is_void};

/// What is known of fonts from the pages before.
#[derive(Default)]
pub(crate) struct Names {
    predefined: Parsed,
    /// By program, name and direction of the font.
    fonts: HashMap<(u128, Option<String>, bool), Rc<Known>, RandomState>,
}

/// What says the letters of one font.
#[derive(Default)]
struct Known {
    /// Codes to CIDs, CIDs to Unicode.
    collection: Option<(Rc<CMap>, Rc<CMap>)>,
    /// Glyphs of the program to the characters that the program has them for.
    program: HashMap<u32, char, RandomState>,
}

impl Names {
    /// Names what can be named.
    pub(crate) fn name(
        &mut self,
        glyphs: &mut [Glyph],
        unnamed: &[Unnamed],
        fonts: &[UnnamedFont],
        composites: &Composites<'_>,
    ) {
        for Unnamed { glyph, code, id, font } in unnamed {
            let (Some(glyph), Some(font)) = (glyphs.get_mut(*glyph), fonts.get(*font)) else {
                continue;
            };
            let known = self.known(font, composites);
            let by_collection = known.collection.as_ref().and_then(|(encoding, unicode)| {
                cmaps::unicode_of(unicode, cmaps::cid_of(encoding, *code)?)
            });
            let letters = match by_collection {
                Some(BfString::Char(c)) => c.to_string(),
                Some(BfString::String(s)) => s,
                None => known.program.get(id).map(char::to_string).unwrap_or_default(),
            };
            let mut letters = letters.chars();
            match letters.next() {
                Some(c) if is_blank(c) => glyph.letter = ' ',
                Some(c) if !is_void(c) => {
                    glyph.letter = ideograph(c);
                    let more = letters.as_str();
                    glyph.more = (!more.is_empty()).then(|| more.into());
                }
                _ => {}
            }
        }
    }

    fn known(&mut self, font: &UnnamedFont, composites: &Composites<'_>) -> Rc<Known> {
        let key = (font.data.cache_key, font.data.postscript_name.clone(), font.vertical);
        if let Some(known) = self.fonts.get(&key) {
            return Rc::clone(known);
        }
        let collection = self.collection(font, composites);
        let program = if collection.is_none() { reversed(font) } else { HashMap::default() };
        let known = Rc::new(Known { collection, program });
        self.fonts.insert(key, Rc::clone(&known));
        known
    }

    /// The encoding and the character collection of a font.
    ///
    /// hayro does not say which dictionary a glyph's font was made from; it is the one of that name
    /// and direction and, where there are several, with that program.
    fn collection(
        &mut self,
        font: &UnnamedFont,
        composites: &Composites<'_>,
    ) -> Option<(Rc<CMap>, Rc<CMap>)> {
        let name = font.data.postscript_name.as_deref()?;
        let named = composites.by_name.get(name)?;
        let mut found = None;
        for dictionary in named {
            if named.len() > 1 && !has_program(dictionary, font) {
                continue;
            }
            let Some(encoding) = self.encoding(dictionary) else { continue };
            let down = encoding.metadata().writing_mode == Some(WritingMode::Vertical);
            if down == font.vertical {
                let Some(family) = family_of(dictionary, &encoding) else { continue };
                let Some(unicode) = family.ucs2_cmap().and_then(|n| self.predefined.get(n)) else {
                    continue;
                };
                found = Some((encoding, unicode));
            }
        }
        found
    }

    fn encoding(&mut self, font: &Dict<'_>) -> Option<Rc<CMap>> {
        match font.get::<Object<'_>>("Encoding")? {
            Object::Name(name) => self.predefined.get(CMapName::from_bytes(name.as_ref())),
            Object::Stream(stream) => {
                CMap::parse(&stream.decoded_data().ok()?, cmaps::find).map(Rc::new)
            }
            _ => None,
        }
    }
}

fn family_of(font: &Dict<'_>, encoding: &CMap) -> Option<CidFamily> {
    let of_encoding = encoding.metadata().character_collection.as_ref().map(|c| c.family.clone());
    of_encoding.filter(|family| *family != CidFamily::AdobeIdentity).or_else(|| {
        let info = descendant(font)?.get::<Dict<'_>>("CIDSystemInfo")?;
        let registry = info.get::<PdfString<'_>>("Registry")?;
        let ordering = info.get::<PdfString<'_>>("Ordering")?;
        Some(CidFamily::from_registry_ordering(registry.as_bytes(), ordering.as_bytes()))
    })
}

/// Whether a font is made of that program.
fn has_program(font: &Dict<'_>, drawn: &UnnamedFont) -> bool {
    let program = || {
        let descriptor = descendant(font)?.get::<Dict<'_>>("FontDescriptor")?;
        ["FontFile2", "FontFile3", "FontFile"]
            .iter()
            .find_map(|key| descriptor.get::<Stream<'_>>(*key))
    };
    let Some(stream) = program() else { return false };
    let data: &[u8] = (*drawn.data.data).as_ref();
    stream.decoded_data().is_ok_and(|program| *program == *data)
}

/// The characters that a font program itself has its glyphs for.
fn reversed(font: &UnnamedFont) -> HashMap<u32, char, RandomState> {
    let data: &[u8] = (*font.data.data).as_ref();
    let Ok(program) = FontRef::from_index(data, 0) else { return HashMap::default() };
    let mut letters: HashMap<u32, char, RandomState> = HashMap::default();
    for (code, glyph) in program.charmap().mappings() {
        let Some(c) = char::from_u32(code) else { continue };
        letters
            .entry(glyph.to_u32())
            .and_modify(|known| {
                if rank(c) < rank(*known) {
                    *known = c;
                }
            })
            .or_insert(c);
    }
    letters
}

/// Characters that are written before those that only look like them (radicals, private use).
fn rank(c: char) -> (bool, char) {
    (matches!(c, '\u{2E80}'..='\u{2FDF}' | '\u{E000}'..='\u{F8FF}' | '\u{F900}'..='\u{FAFF}'), c)
}
