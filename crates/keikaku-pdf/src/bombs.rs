//! Streams that unpack to more than a file may ask for.
//!
//! hayro unpacks a stream as a whole, without a limit. So large streams are unpacked here first,
//! into nothing, as far as the limit goes. Deflate packs at most 1 : 1,032 and LZW 1 : 2,600, so
//! that only streams of some size can exceed it: in ordinary files that is an image now and then.
//! Streams that are packed more than once are looked at whatever their size; those that are written
//! in letters (hexadecimal or base 85) are read first. `RunLengthDecode`, which packs at most 1 : 64,
//! is let pass.

use std::io::Read;

use flate2::read::ZlibDecoder;
use memchr::memmem;

/// What deflate packs at best.
const DEFLATE_RATIO: u64 = 1_032;

/// What LZW packs at best: the longest row of its table, again and again in 12 bits.
const LZW_RATIO: u64 = 2_600;

/// How many times a stream may be packed; hayro itself has no bound.
const LAYERS: usize = 4;

/// How far before its stream a dictionary is looked for.
const DICTIONARY: usize = 4_096;

/// Whether the bytes hold a stream that unpacks to more than `limit` bytes.
///
/// It looks at the bytes as they lie in the file, so that the streams that the table of objects
/// itself is packed in are seen, too. Encrypted streams look like noise; those are asked for by
/// [`is_bomb`] when they are decrypted.
pub(crate) fn holds_bomb(bytes: &[u8], limit: u64) -> bool {
    let ends = memmem::Finder::new(b"endstream");
    let mut from = 0;
    for at in memmem::find_iter(bytes, b"stream") {
        if at < from {
            continue;
        }
        let mut start = at + b"stream".len();
        start += match bytes.get(start..) {
            Some([b'\r', b'\n', ..]) => 2,
            Some([b'\n' | b'\r', ..]) => 1,
            _ => continue,
        };
        let rest = bytes.get(start..).unwrap_or_default();
        let len = ends.find(rest).unwrap_or(rest.len());
        let claims = Claims::of(&bytes[from.max(at.saturating_sub(DICTIONARY))..at]);
        // Either may be the longer one: `endstream` may stand inside packed bytes.
        let longest = claims.len.max(len as u64);
        let stream = &rest[..usize::try_from(longest).map_or(rest.len(), |l| l.min(rest.len()))];
        let ratio = if claims.lzw { LZW_RATIO } else { DEFLATE_RATIO };
        if (claims.layered || longest > limit / ratio) && is_bomb(stream, claims.layered, limit) {
            return true;
        }
        from = start + len + b"endstream".len();
    }
    false
}

/// What the dictionary of a stream says, as far as it can be told without reading objects.
struct Claims {
    /// The length it names; the greatest where it names it elsewhere.
    len: u64,
    /// Whether it may be packed more than once.
    layered: bool,
    /// Whether it may be packed by LZW.
    lzw: bool,
}

impl Claims {
    fn of(dictionary: &[u8]) -> Self {
        // The last one counts: those before it are of other objects. `/Length1` is another key.
        let after = |key: &[u8]| {
            let values = memmem::find_iter(dictionary, key).map(|at| &dictionary[at + key.len()..]);
            let whole = |rest: &&[u8]| rest.first().is_none_or(|b| !b.is_ascii_alphanumeric());
            values.filter(whole).last().map(<[u8]>::trim_ascii_start)
        };
        let len = after(b"/Length").map_or(0, |value| {
            let digits = value.iter().take_while(|b| b.is_ascii_digit()).count();
            let number = str::from_utf8(&value[..digits]).ok().and_then(|n| n.parse().ok());
            match value[digits..].trim_ascii_start() {
                // `/Length 12 0 R`: the number stands in another object.
                [b'0'..=b'9', ..] => u64::MAX,
                _ => number.unwrap_or(u64::MAX),
            }
        });
        let filters = after(b"/Filter").or_else(|| after(b"/F"));
        let layered = match filters {
            Some([b'[', names @ ..]) => {
                let names = names.split(|b| *b == b']').next().unwrap_or_default();
                names.iter().filter(|b| **b == b'/').count() != 1
            }
            Some([b'/', ..]) | None => false,
            Some(_) => true,
        };
        // A name can be written with escapes; nobody does but to hide it.
        let hidden = dictionary.contains(&b'#');
        let lzw = hidden || memmem::find(dictionary, b"/LZW").is_some();
        Self { len, layered: layered || hidden, lzw }
    }
}

/// Whether a stream unpacks to more than `limit` bytes, once or as often as it is packed.
pub(crate) fn is_bomb(stream: &[u8], layered: bool, limit: u64) -> bool {
    let written;
    let stream = match layered.then(|| letters(stream)).flatten() {
        Some(bytes) => {
            written = bytes;
            &written
        }
        None => stream,
    };
    let mut head = stream.first_chunk().copied().unwrap_or_default();
    if !is_zlib(head) {
        // Codes grow longer one entry early or not, as a parameter says that is not known here.
        return [1, 0].into_iter().any(|early| lzw_len(stream, early, limit) > limit);
    }
    for layers in 1..=LAYERS {
        if !is_zlib(head) {
            return false;
        }
        if unpacked_len(stream, layers, limit) > limit {
            return true;
        }
        if !layered || unpacker(stream, layers).read_exact(&mut head).is_err() {
            return false;
        }
    }
    // Nobody packs so often but to hide something.
    is_zlib(head)
}

/// The bytes of a stream that is written in letters.
fn letters(stream: &[u8]) -> Option<Vec<u8>> {
    let head = &stream[..stream.len().min(64)];
    if head.iter().all(|b| b.is_ascii_hexdigit() || b.is_ascii_whitespace()) {
        let digits: Vec<u8> =
            stream.iter().filter_map(|b| char::from(*b).to_digit(16)).map(|d| d as u8).collect();
        return Some(digits.chunks(2).map(|d| d[0] << 4 | d.get(1).unwrap_or(&0)).collect());
    }
    if !head.iter().all(|b| matches!(b, b'!'..=b'u' | b'z') || b.is_ascii_whitespace()) {
        return None;
    }
    let mut bytes = Vec::new();
    let (mut word, mut count) = (0_u32, 0);
    for byte in stream.iter().take_while(|b| **b != b'~') {
        match byte {
            b'z' => bytes.extend([0; 4]),
            b'!'..=b'u' => {
                word = word.wrapping_mul(85).wrapping_add(u32::from(byte - b'!'));
                count += 1;
                if count == 5 {
                    bytes.extend(word.to_be_bytes());
                    (word, count) = (0, 0);
                }
            }
            _ => {}
        }
    }
    Some(bytes)
}

/// How much a stream of LZW unpacks to; some other stream gives some other number.
fn lzw_len(stream: &[u8], early: usize, limit: u64) -> u64 {
    const CLEAR: usize = 256;
    const END: usize = 257;
    const FULL: usize = 4_096;
    // How long what each code stands for is.
    let fresh: Vec<u64> = vec![1; END + 1];
    let mut lengths = fresh.clone();
    let mut last = None;
    let (mut bits, mut count, mut total) = (0_u32, 0, 0_u64);
    for byte in stream {
        bits = bits << 8 | u32::from(*byte);
        count += 8;
        let width = (usize::BITS - (lengths.len() + early).leading_zeros()).clamp(9, 12);
        if count < width {
            continue;
        }
        count -= width;
        let code = (bits >> count) as usize & ((1 << width) - 1);
        match code {
            CLEAR => {
                lengths.clone_from(&fresh);
                last = None;
                continue;
            }
            END => break,
            _ => {}
        }
        let new = last.map_or(1, |last: u64| last + 1);
        let length = lengths.get(code).copied().unwrap_or(new);
        if last.is_some() && lengths.len() < FULL {
            lengths.push(new);
        }
        last = Some(length);
        total += length;
        if total > limit {
            break;
        }
    }
    total
}

fn unpacker(stream: &[u8], layers: usize) -> Box<dyn Read + '_> {
    let mut reader: Box<dyn Read + '_> = Box::new(stream);
    for _ in 0..layers {
        reader = Box::new(ZlibDecoder::new(reader));
    }
    reader
}

/// How much a stream unpacks to; not counted on where the limit is passed or out of reach.
fn unpacked_len(stream: &[u8], layers: usize, limit: u64) -> u64 {
    let mut buffer = vec![0_u8; 1 << 16];
    let mut total = 0_u64;
    let mut add = |read: usize, left: u64| {
        total += read as u64;
        let reach = left.saturating_mul(DEFLATE_RATIO).saturating_add(total);
        (read > 0 && total <= limit && reach > limit, total)
    };
    if layers == 1 {
        // What is left of the stream bounds what can come, which most large streams end by.
        let mut reader = ZlibDecoder::new(stream);
        loop {
            let read = reader.read(&mut buffer).unwrap_or(0);
            let left = (stream.len() as u64).saturating_sub(reader.total_in());
            if let (false, total) = add(read, left) {
                return total;
            }
        }
    }
    let mut reader = unpacker(stream, layers);
    loop {
        let read = reader.read(&mut buffer).unwrap_or(0);
        if let (false, total) = add(read, u64::MAX) {
            return total;
        }
    }
}

/// Whether two bytes begin a zlib stream.
fn is_zlib(head: [u8; 2]) -> bool {
    head[0] & 0x0F == 8 && u16::from_be_bytes(head).is_multiple_of(31)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::ZlibEncoder;

    use super::*;

    fn pack(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn file(stream: &[u8]) -> Vec<u8> {
        [b"1 0 obj <</Filter/FlateDecode>> stream\r\n", stream, b"\nendstream endobj"].concat()
    }

    fn file_of_layers(stream: &[u8]) -> Vec<u8> {
        let filters = b"1 0 obj <</Filter[/FlateDecode/FlateDecode]>> stream\r\n";
        [filters, stream, b"\nendstream endobj"].concat()
    }

    #[test]
    fn a_stream_beyond_the_limit_is_found_however_often_it_is_packed() {
        let zeros = vec![0; 40 << 20];
        let (once, limit) = (pack(&zeros), 16 << 20);
        assert!(holds_bomb(&file(&once), limit));
        assert!(!holds_bomb(&file(&once), 64 << 20));
        assert!(holds_bomb(&file_of_layers(&pack(&once)), limit));
        let hex: String = once.iter().map(|b| format!("{b:02x}")).collect();
        assert!(holds_bomb(&file_of_layers(hex.as_bytes()), limit));
        assert!(holds_bomb(&file_of_layers(&base_85(&once)), limit));
        assert!(holds_bomb(&file_of_layers(&lzw_of_zeros(20_000)), limit));
        assert!(!holds_bomb(&file_of_layers(&lzw_of_zeros(2_000)), limit));
    }

    fn base_85(bytes: &[u8]) -> Vec<u8> {
        let mut letters = Vec::new();
        for word in bytes.chunks_exact(4) {
            let word = u32::from_be_bytes(word.try_into().unwrap());
            letters.extend((0..5).rev().map(|n| b'!' + (word / 85_u32.pow(n) % 85) as u8));
        }
        letters
    }

    /// The codes of ever longer rows of zeros, as many as asked for.
    fn lzw_of_zeros(codes: usize) -> Vec<u8> {
        let (mut bits, mut count, mut out) = (256_u64, 9, Vec::new());
        let mut known = 258;
        for n in 0..codes {
            // A row that the decoder makes from the last one, until its table is full.
            let code = if n == 0 { 0 } else { known.min(4_095) };
            let width = (usize::BITS - (known + 1_usize).leading_zeros()).clamp(9, 12);
            (bits, count) = (bits << width | code as u64, count + width);
            while count >= 8 {
                count -= 8;
                out.push((bits >> count) as u8);
                bits &= (1 << count) - 1;
            }
            known += usize::from(n > 0 && known < 4_096);
        }
        out
    }

    #[test]
    fn dictionaries_say_how_long_and_how_often_packed() {
        let claims = |dictionary: &[u8]| {
            let Claims { len, layered, .. } = Claims::of(dictionary);
            (len, layered)
        };
        assert_eq!(claims(b"<</Filter /FlateDecode /Length 12/Length1 34>>"), (12, false));
        assert_eq!(claims(b"<</Filter[/FlateDecode]/Length 12 0 R>>"), (u64::MAX, false));
        assert_eq!(claims(b"<</Filter[/ASCIIHexDecode /FlateDecode]/Length 12>>"), (12, true));
        assert_eq!(claims(b"<</F#69lter 5 0 R>>"), (0, true));
    }

    #[test]
    fn packed_text_is_no_bomb() {
        let text: Vec<u8> = (0..2_000_000_u32).flat_map(|n| n.to_le_bytes()).collect();
        assert!(!holds_bomb(&file(&pack(&text)), 16 << 20));
        assert!(!holds_bomb(&file(b"plain"), 16 << 20));
        assert!(!holds_bomb(b"stream\nstream\nendstreamstream", 16 << 20));
    }
}
