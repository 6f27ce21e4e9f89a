//! A letter as it was drawn.

use keikaku_page::{Bounds, Ink};

/// A letter as it was drawn, in points of the visible page.
#[derive(Clone, Debug)]
pub(crate) struct Glyph {
    /// What it says. A blank is ' ', whichever it was.
    pub(crate) letter: char,
    /// The letters behind the first one, where one glyph says several (ﬁ, ㌢).
    pub(crate) more: Option<Box<str>>,
    /// Where it begins: on the baseline of text across, in the middle of the line of text down.
    pub(crate) origin: (f32, f32),
    /// Which way the text goes on, of length 1.
    pub(crate) flow: (f32, f32),
    /// How far it takes the text on.
    pub(crate) advance: f32,
    /// The height of its em.
    pub(crate) size: f32,
    /// The box of its em.
    pub(crate) bounds: Bounds,
    /// Whether its font is set from top to bottom.
    pub(crate) vertical: bool,
    /// Whether it is heavy.
    pub(crate) bold: bool,
    /// How it is drawn.
    pub(crate) ink: Ink,
    /// Whether it is a copy of another glyph, to be left out.
    pub(crate) copy: bool,
}

impl Glyph {
    /// Whether it shows nothing.
    pub(crate) fn is_blank(&self) -> bool {
        self.letter == ' '
    }

    /// How far along a way a point lies.
    pub(crate) fn along(flow: (f32, f32), point: (f32, f32)) -> f32 {
        flow.0 * point.0 + flow.1 * point.1
    }

    /// How far beside a way a point lies.
    pub(crate) fn beside(flow: (f32, f32), point: (f32, f32)) -> f32 {
        flow.0 * point.1 - flow.1 * point.0
    }
}

/// Whether a character shows nothing: spaces of any width, U+3000 among them, and line ends.
pub(crate) fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200B}' | '\u{2060}' | '\u{FEFF}')
}

/// Whether a character says nothing of what is shown, so that its glyph counts as unmapped.
pub(crate) fn is_void(c: char) -> bool {
    c == '\u{FFFD}' || (c.is_control() && !is_blank(c))
}

/// The ideographs of the Kangxi radicals U+2F00 to U+2FD5, as they are written in Japan.
const KANGXI: &str = "\
    一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕\
    大女子宀寸小尢尸屮山巛工己巾干幺广廴廾弋弓彐彡彳心戈戸手支攴文斗斤方无日\
    曰月木欠止歹殳毋比毛氏气水火爪父爻爿片牙牛犬玄玉瓜瓦甘生用田疋疒癶白皮皿\
    目矛矢石示禸禾穴立竹米糸缶网羊羽老而耒耳聿肉臣自至臼舌舛舟艮色艸虍虫血行\
    衣襾見角言谷豆豕豸貝赤走足身車辛辰辵邑酉釆里金長門阜隶隹雨靑非面革韋韭音\
    頁風飛食首香馬骨高髟鬥鬯鬲鬼魚鳥鹵鹿麥麻黃黍黒黹黽鼎鼓鼠鼻齊齒龍龜龠";

/// Radicals of the supplement that have the shape of an ideograph, and that ideograph.
const RADICALS: &str = "⺒巳⺟母⺠民⺩王⺫目⻁虎⻄西⻆角⻑長⻘青⻝食⻤鬼⻨麦⻩黄⻫斉⻭歯⻯竜⻲亀";

/// The ideograph of a radical.
///
/// Where a font has one glyph for both, programs such as Chromium name it the radical. Nobody means
/// the radical in a plan: `⼈⼝` is 人口.
pub(crate) fn ideograph(c: char) -> char {
    match c {
        '\u{2F00}'..='\u{2FD5}' => {
            KANGXI.chars().nth((u32::from(c) - 0x2F00) as usize).unwrap_or(c)
        }
        '\u{2E80}'..='\u{2EFF}' => {
            let mut letters = RADICALS.chars();
            letters.find(|r| *r == c).and_then(|_| letters.next()).unwrap_or(c)
        }
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn radicals_become_ideographs() {
        let plain: String = "⼈⼝⼀⼾⿊⻑⻄⿕⺀あ".chars().map(ideograph).collect();
        assert_eq!(plain, "人口一戸黒長西龠⺀あ");
    }
}
