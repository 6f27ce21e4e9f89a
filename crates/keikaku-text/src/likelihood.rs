//! How likely bytes are as Japanese text in an encoding.
//!
//! A model of single characters: the share that their kind has in Japanese texts, spread over the
//! characters of the kind. It compares readings of the same bytes, so only differences count; a
//! dozen characters part the encodings by tens of nats.

use std::sync::LazyLock;

use encoding_rs::{DecoderResult, Encoding, SHIFT_JIS};

/// What a character without its end at the end of the file weighs, in nats.
const CUT_NATS: f32 = -10.0;

/// A reading of some bytes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Likelihood {
    /// The logarithm of its probability.
    pub(crate) nats: f32,
    chars: usize,
    /// Control characters and malformed sequences.
    faults: usize,
}

impl Likelihood {
    /// Reads `sample` in `encoding`; `last` tells that it does not end inside a character.
    pub(crate) fn of(encoding: &'static Encoding, sample: &[u8], last: bool) -> Self {
        let mut decoder = encoding.new_decoder_without_bom_handling();
        let mut reading = Self { nats: 0.0, chars: 0, faults: 0 };
        let mut before = Kind::Ascii;
        let mut input = sample;
        let mut buffer = [0; 1024];
        loop {
            let (result, read, written) =
                decoder.decode_to_utf8_without_replacement(input, &mut buffer, last);
            input = &input[read..];
            let text = std::str::from_utf8(&buffer[..written]).unwrap_or_default();
            for char in text.chars() {
                let kind = Kind::of(char);
                reading.chars += 1;
                reading.faults += usize::from(kind == Kind::Control);
                reading.nats += kind.nats(before);
                // A run of half-width kana goes on behind a space or line break.
                before = if kind == Kind::Space { before } else { kind };
            }
            match result {
                DecoderResult::InputEmpty => return reading,
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(..) => {
                    reading.chars += 1;
                    reading.faults += 1;
                    // A file may have been cut inside its last character.
                    let is_cut = input.is_empty() && last;
                    reading.nats += if is_cut { CUT_NATS } else { Kind::Control.nats(before) };
                    before = Kind::Control;
                }
            }
        }
    }

    /// Whether it reads as text at all. A few stray control characters do no harm.
    pub(crate) fn is_text(&self) -> bool {
        self.faults < 8 || self.faults * 10 < self.chars
    }

    /// Whether it reads as Japanese from end to end.
    pub(crate) fn is_sound(&self) -> bool {
        self.faults == 0 && self.is_plausible()
    }

    /// Whether it reads as Japanese: noise in UTF-16 has -17 nats a character, texts have -8.
    pub(crate) fn is_plausible(&self) -> bool {
        self.nats >= self.chars as f32 * -14.0
    }
}

/// Whether a byte is other than printable ASCII and the controls that texts have.
pub(crate) fn tells_apart(byte: u8) -> bool {
    !matches!(byte, b' '..=b'~' | b'\t' | b'\n' | b'\r' | b'\x0C')
}

/// Kinds of characters that differ in how often they stand in Japanese texts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    Space,
    Ascii,
    Hiragana,
    Katakana,
    /// Everyday kanji of plans and minutes.
    FrequentKanji,
    /// JIS X 0208 level 1 (第1水準).
    CommonKanji,
    /// JIS X 0208 level 2 (第2水準).
    SeldomKanji,
    /// Any other ideograph.
    UnknownKanji,
    Punctuation,
    FullWidth,
    Symbol,
    /// Half-width kana that can carry a voicing mark.
    VoiceableHalfKana,
    /// The half-width kana that most loan words have.
    FrequentHalfKana,
    HalfKana,
    HalfVoicingMark,
    HalfPunctuation,
    PrivateUse,
    Other,
    Control,
}

impl Kind {
    fn of(char: char) -> Self {
        match char {
            '\n' | ' ' | '\u{3000}' => Self::Space,
            '\t' | '\r' | '\u{C}' | '!'..='~' => Self::Ascii,
            '\u{3041}'..='\u{3096}' => Self::Hiragana,
            '\u{30A1}'..='\u{30FA}' | 'ー' => Self::Katakana,
            '\u{4E00}'..='\u{9FFF}' => {
                KANJI.get(char as usize - 0x4E00).copied().unwrap_or(Self::UnknownKanji)
            }
            '、' | '。' | '・' | '「' | '」' | '『' | '』' | '【' | '】' | '〜' | '々' | '（'
            | '）' | '～' | '，' | '．' | '：' => Self::Punctuation,
            '！'..='～' => Self::FullWidth,
            'ｶ'..='ﾄ' | 'ﾊ'..='ﾎ' => Self::VoiceableHalfKana,
            '｡'..='､' => Self::HalfPunctuation,
            'ｰ' | 'ﾝ' | 'ﾙ' | 'ﾗ' | 'ﾘ' | 'ｲ' | 'ｱ' => Self::FrequentHalfKana,
            '･'..='ﾝ' => Self::HalfKana,
            '\u{FF9E}' | '\u{FF9F}' => Self::HalfVoicingMark,
            '\u{2010}'..='\u{2026}'
            | '\u{2030}'..='\u{203B}'
            | '\u{2103}'..='\u{22BF}'
            | '\u{2460}'..='\u{266F}'
            | '\u{3003}'..='\u{301F}'
            | '\u{3220}'..='\u{33DF}'
            | '\u{391}'..='\u{451}'
            | '\u{FFE0}'..='\u{FFE6}'
            | '×'
            | '÷'
            | '±'
            | '°'
            | '§'
            | '¥' => Self::Symbol,
            '\u{E000}'..='\u{F8FF}' => Self::PrivateUse,
            '\0'..='\u{1F}'
            | '\u{7F}'..='\u{9F}'
            | '\u{FFFD}'..='\u{FFFF}'
            | '\u{1FFFE}'..='\u{1FFFF}' => Self::Control,
            '\u{3400}'..='\u{4DBF}' | '\u{F900}'..='\u{FAFF}' => Self::UnknownKanji,
            _ => Self::Other,
        }
    }

    /// The logarithm of the probability of one character of this kind after one of the kind
    /// `before`: the share of the kind by its number of characters.
    fn nats(self, before: Self) -> f32 {
        match self {
            Self::Space => -4.0,
            Self::Ascii => -6.0,
            Self::Hiragana => -5.5,
            Self::Katakana => -6.5,
            Self::FrequentKanji => -7.0,
            Self::CommonKanji => -10.0,
            Self::SeldomKanji => -14.0,
            Self::UnknownKanji => -20.0,
            Self::Punctuation => -6.0,
            Self::FullWidth => -7.5,
            Self::Symbol => -10.0,
            // They are rare, and stand in runs.
            Self::FrequentHalfKana if before.is_half_kana() => -3.6,
            Self::VoiceableHalfKana if before.is_half_kana() => -4.5,
            Self::HalfKana if before.is_half_kana() => -5.2,
            Self::FrequentHalfKana | Self::VoiceableHalfKana | Self::HalfKana => -7.0,
            Self::HalfVoicingMark if before == Self::VoiceableHalfKana => -2.5,
            Self::HalfPunctuation => -10.0,
            Self::HalfVoicingMark | Self::PrivateUse => -15.0,
            Self::Other => -16.0,
            Self::Control => -22.0,
        }
    }

    fn is_half_kana(self) -> bool {
        matches!(
            self,
            Self::FrequentHalfKana
                | Self::VoiceableHalfKana
                | Self::HalfKana
                | Self::HalfVoicingMark
        )
    }
}

/// The kinds of U+4E00 to U+9FFF, from the rows of JIS X 0208 as Windows-31J has them.
static KANJI: LazyLock<Vec<Kind>> = LazyLock::new(|| {
    let mut kinds = vec![Kind::UnknownKanji; 0x5200];
    let mut mark = |text: &str, kind| {
        for char in text.chars() {
            if let Some(slot) = (char as usize).checked_sub(0x4E00).and_then(|at| kinds.get_mut(at))
            {
                *slot = kind;
            }
        }
    };
    for lead in (0x88..=0x9F).chain(0xE0..=0xEA) {
        for trail in 0x40..=0xFC {
            // Level 1 ends, and level 2 begins, inside the row 0x98.
            let is_common = (lead, trail) < (0x98, 0x73);
            let kind = if is_common { Kind::CommonKanji } else { Kind::SeldomKanji };
            mark(&SHIFT_JIS.decode_without_bom_handling(&[lead, trail]).0, kind);
        }
    }
    mark(FREQUENT_KANJI, Kind::FrequentKanji);
    kinds
});

/// Kanji that plans, minutes and budgets are full of.
const FREQUENT_KANJI: &str = "\
    一二三四五六七八九十百千万億円年月日時分前後間度期末初上中下左右内外東西南北先現在\
    国県市町村区都道府民人者員名会社団体家族子女男高校生学教育文化法律令和平成昭条例規則\
    計画事業目標施策推進取組実施行政務部局課係室長担当主幹官公共地域方自然環境保全境再生\
    産業経済企商工農林水漁観光雇用労働福祉健康医療介護保険年金障害児童齢支援助相談防災\
    安心全減少増加数値率額量費予算決財源税収入出支給付補対応象策定検討評価結果効成績達\
    状況課題必要重点基本構想的性質的向向運営管理整備建設改修築土木道路交通住宅電気情報\
    通信技術研究開発展示品質製造力活動参加協働連携機関組織制度見直新規継続続拡大充強化\
    促進創造形作利用使提供設置立特別特認定指可能以外意見説明報告議案委員問答質疑発言\
    私同本今次第回件数約半各種類他等及又其此所場合点面線表図書記録文字版資料添参考名称\
    多少小高低大長短広早近遠良好明正直当然特有無不非未来過去始終了開閉変更移転送受取引\
    持待心思考知感話語読聞言食物花山川海空雨風火石車駅店世代界際接触解放送理由原因";
