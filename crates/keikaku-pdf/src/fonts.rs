//! The fonts of a file: which are heavy, which could harm, which name their letters by collection.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use foldhash::fast::RandomState;
use hayro_font::{Font, FontCache, FontGlyph};
use hayro_interpret::InterpreterSettings;
use hayro_interpret::font::{FontQuery, OutlineFontData, OutlineGlyph};
use hayro_interpret::hayro_syntax::object::{Array, Dict, Name, Object, ObjectIdentifier, Stream};
use hayro_interpret::hayro_syntax::page::Resources;

/// A TrueType font of one empty glyph without width, made by `data/empty_font.py`.
///
/// It stands for fonts of a character collection that are not embedded. Their letters have names
/// and widths all the same; hayro would stretch them by the widths of a font that is another one.
static EMPTY_FONT: &[u8] = include_bytes!("../data/empty.ttf");

/// Whether a font is the one that stands for those that are not embedded.
pub(crate) fn is_stand_in(font: &OutlineFontData) -> bool {
    let data: &[u8] = (*font.data).as_ref();
    data == EMPTY_FONT
}

/// How many widths one font may set; a character collection has 65,536 glyphs at most.
const WIDTHS: u64 = 1 << 18;

/// How deep forms are looked through for fonts. hayro draws them 50 deep.
const DEPTH: usize = 50;

/// The settings of the interpreter: no files, no network.
pub(crate) fn settings() -> InterpreterSettings {
    InterpreterSettings {
        font_resolver: Arc::new(|query| match query {
            FontQuery::Standard(font) => Some(font.get_font_data()),
            FontQuery::Fallback(query) if query.character_collection.is_some() => {
                Some((Arc::new(EMPTY_FONT), 0))
            }
            FontQuery::Fallback(query) => Some(query.pick_standard_font().get_font_data()),
        }),
        cmap_resolver: Arc::new(crate::cmaps::find),
        ..InterpreterSettings::default()
    }
}

/// Which fonts are heavy.
#[derive(Default)]
pub(crate) struct Weights<'a> {
    /// Those of which hayro says the program and the name.
    known: HashMap<(u128, Option<String>), bool, RandomState>,
    /// The heavy ones among the others.
    simple: Vec<Font<'a>>,
}

/// How many heavy fonts hayro does not say the names of are kept apart.
const SIMPLE: usize = 64;

impl<'a> Weights<'a> {
    /// Takes note of heavy fonts that hayro does not say the names of.
    pub(crate) fn learn(&mut self, fonts: &mut Vec<Dict<'a>>) {
        let InterpreterSettings { font_resolver, cmap_resolver, .. } = settings();
        let loader = FontCache::new();
        for font in fonts.drain(..) {
            if self.simple.len() < SIMPLE {
                self.simple.extend(loader.font(&font, &font_resolver, &cmap_resolver));
            }
        }
    }

    /// Whether the font of a letter is heavy (太字).
    pub(crate) fn is_bold(&mut self, glyph: &OutlineGlyph, font: Option<&OutlineFontData>) -> bool {
        let Some(font) = font else {
            // The same glyph of the same program is the same font, whatever it is called.
            let drawn = || glyph.identifier();
            return self.simple.iter().any(|font| {
                let same = font.glyph(glyph.glyph_id(), glyph.char_code());
                matches!(same, FontGlyph::Outline(same) if same.identifier() == drawn())
            });
        };
        let key = (font.cache_key, font.postscript_name.clone());
        *self.known.entry(key).or_insert_with(|| {
            font.weight.is_some_and(|weight| (600..=1000).contains(&weight))
                || font.postscript_name.as_deref().is_some_and(is_bold_name)
        })
    }
}

/// Whether the dictionary of a simple font says that it is heavy.
fn is_bold(font: &Dict<'_>) -> bool {
    let named = font.get::<Name<'_>>("BaseFont").is_some_and(|name| is_bold_name(name.as_str()));
    let descriptor = font.get::<Dict<'_>>("FontDescriptor");
    let heavy = descriptor.and_then(|d| d.get::<u32>("FontWeight")).is_some_and(|w| w >= 600);
    let drawn = font.get::<Name<'_>>("Subtype").is_some_and(|kind| kind.as_str() == "Type3");
    (named || heavy) && !drawn
}

/// Whether the name of a font says that it is heavy.
fn is_bold_name(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let style = name.rsplit(['-', ',']).next().unwrap_or_default();
    ["bold", "heavy", "black"].iter().any(|word| lower.contains(word))
        // Japanese families number their weights, or call them B, DB, EB, E, H, U.
        || matches!(style, "W6" | "W7" | "W8" | "W9" | "B" | "DB" | "EB" | "E" | "H" | "U" | "UB")
        || ["GothicE", "GothicB", "othicUB", "MinchoE", "MinchoB"]
            .iter()
            .any(|end| name.ends_with(end))
}

/// The composite fonts (Type 0) of a file, found on the pages read so far.
#[derive(Default)]
pub(crate) struct Composites<'a> {
    /// By name, without the mark of a subset.
    pub(crate) by_name: HashMap<String, Vec<Dict<'a>>, RandomState>,
    /// How many bytes all fonts found, simple ones too, take about when they are loaded.
    pub(crate) weight: u64,
    /// Heavy simple fonts that were found since this was emptied.
    pub(crate) heavy: Vec<Dict<'a>>,
    seen: HashSet<ObjectIdentifier, RandomState>,
}

/// A font asks for more widths than there are letters: it would fill the memory.
pub(crate) struct Harmful;

impl<'a> Composites<'a> {
    /// Looks through what a page may draw.
    pub(crate) fn look_through(
        &mut self,
        resources: &Resources<'a>,
        annotations: Option<&Array<'a>>,
    ) -> Result<(), Harmful> {
        self.resources(resources, 0)?;
        let Some(annotations) = annotations else { return Ok(()) };
        for annotation in annotations.iter::<Dict<'_>>() {
            let Some(looks) = annotation.get::<Dict<'_>>("AP") else { continue };
            match looks.get::<Object<'_>>("N") {
                Some(Object::Stream(form)) => self.form(&form, 1)?,
                Some(Object::Dict(states)) => {
                    for state in states.keys() {
                        if let Some(form) = states.get::<Stream<'_>>(state.as_ref()) {
                            self.form(&form, 1)?;
                        }
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn resources(&mut self, resources: &Resources<'a>, depth: usize) -> Result<(), Harmful> {
        if depth > DEPTH {
            return Ok(());
        }
        for (name, _) in resources.fonts.entries() {
            if self.is_new(resources.fonts.get_ref(name.as_ref()).map(Into::into))
                && let Some(font) = resources.fonts.get::<Dict<'_>>(name.as_ref())
            {
                self.font(font, depth)?;
            }
        }
        for (name, _) in resources.x_objects.entries() {
            if self.is_new(resources.x_objects.get_ref(name.as_ref()).map(Into::into))
                && let Some(form) = resources.x_objects.get::<Stream<'_>>(name.as_ref())
            {
                self.form(&form, depth + 1)?;
            }
        }
        Ok(())
    }

    /// Whether an object is met for the first time; one without a number always is.
    fn is_new(&mut self, id: Option<ObjectIdentifier>) -> bool {
        id.is_none_or(|id| self.seen.insert(id))
    }

    fn form(&mut self, form: &Stream<'a>, depth: usize) -> Result<(), Harmful> {
        match form.dict().get::<Dict<'_>>("Resources") {
            Some(resources) => self.resources(&Resources::new(resources), depth),
            None => Ok(()),
        }
    }

    fn font(&mut self, font: Dict<'a>, depth: usize) -> Result<(), Harmful> {
        if let Some(resources) = font.get::<Dict<'_>>("Resources") {
            self.resources(&Resources::new(resources), depth + 1)?;
        }
        let inner = descendant(&font);
        self.weight += weight_of(inner.as_ref().unwrap_or(&font));
        let Some(inner) = inner else {
            if is_bold(&font) {
                self.heavy.push(font);
            }
            return Ok(());
        };
        check_widths(&inner, "W", 1)?;
        check_widths(&inner, "W2", 3)?;
        if let Some(name) = font.get::<Name<'_>>("BaseFont") {
            let name = without_subset(name.as_str()).to_owned();
            self.by_name.entry(name).or_default().push(font);
        }
        Ok(())
    }
}

/// How many bytes a font takes about when it is loaded.
fn weight_of(font: &Dict<'_>) -> u64 {
    /// What font programs are packed to, about.
    const PACKED: u64 = 4;
    /// The tables of a font without its program.
    const TABLES: u64 = 16 << 10;
    let program = font.get::<Dict<'_>>("FontDescriptor").and_then(|descriptor| {
        let keys = ["FontFile2", "FontFile3", "FontFile"];
        let stream = keys.iter().find_map(|key| descriptor.get::<Stream<'_>>(*key))?;
        stream.dict().get::<u32>("Length")
    });
    TABLES + PACKED * u64::from(program.unwrap_or(0))
}

/// The font that a composite font is made of.
pub(crate) fn descendant<'a>(font: &Dict<'a>) -> Option<Dict<'a>> {
    font.get::<Array<'_>>("DescendantFonts")?.iter::<Dict<'_>>().next()
}

/// `MS-Gothic` of `ABCDEF+MS-Gothic`, as hayro has it.
fn without_subset(name: &str) -> &str {
    match name.split_once('+') {
        Some((mark, rest)) if mark.len() == 6 => rest,
        _ => name,
    }
}

/// Looks for ranges of widths (`first last width …`) that are larger than any font.
fn check_widths(font: &Dict<'_>, key: &str, values: usize) -> Result<(), Harmful> {
    let Some(widths) = font.get::<Array<'_>>(key) else { return Ok(()) };
    let mut total = 0_u64;
    let mut numbers = Vec::with_capacity(5);
    for object in widths.iter::<Object<'_>>() {
        match object {
            // `first [width …]`: as many as are written.
            Object::Array(_) => numbers.clear(),
            Object::Number(number) => {
                numbers.push(number.as_f64());
                if let [first, last, ..] = numbers[..]
                    && numbers.len() == 2 + values
                {
                    total += (last - first).clamp(0.0, u32::MAX.into()) as u64;
                    numbers.clear();
                }
            }
            _ => {}
        }
        if total > WIDTHS {
            return Err(Harmful);
        }
    }
    // Not in pairs and triples: hayro then reads other ranges than were counted.
    if numbers.iter().any(|n| *n > WIDTHS as f64) { Err(Harmful) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_heavy_fonts() {
        for name in [
            "MS-Gothic,Bold",
            "YuGothic-Bold",
            "HiraKakuProN-W6",
            "ShinGoPro-DB",
            "HGPGothicE",
            "HGSoeiKakugothicUB",
            "NotoSansJP-Black",
        ] {
            assert!(is_bold_name(name), "{name}");
        }
        for name in ["MS-Mincho", "YuGothic-Regular", "HiraKakuProN-W3", "RyuminPro-Light"] {
            assert!(!is_bold_name(name), "{name}");
        }
    }
}
