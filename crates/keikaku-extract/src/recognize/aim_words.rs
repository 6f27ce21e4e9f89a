//! Words by which sentences aim at values.

use keikaku_values::Direction;

/// Verbs behind に, まで, へ that change a value.
pub(super) const CHANGES: [(&str, Option<Direction>); 39] = [
    ("広げ", Some(Direction::Increase)),
    ("回復", Some(Direction::Increase)),
    ("増や", Some(Direction::Increase)),
    ("増加させ", Some(Direction::Increase)),
    ("増員", Some(Direction::Increase)),
    ("増強", Some(Direction::Increase)),
    ("増設", Some(Direction::Increase)),
    ("高め", Some(Direction::Increase)),
    ("引き上げ", Some(Direction::Increase)),
    ("引上げ", Some(Direction::Increase)),
    ("押し上げ", Some(Direction::Increase)),
    ("向上", Some(Direction::Increase)),
    ("上昇させ", Some(Direction::Increase)),
    ("上げ", Some(Direction::Increase)),
    ("拡大", Some(Direction::Increase)),
    ("拡充", Some(Direction::Increase)),
    ("伸ば", Some(Direction::Increase)),
    ("延ば", Some(Direction::Increase)),
    ("延伸", Some(Direction::Increase)),
    ("回復させ", Some(Direction::Increase)),
    ("減ら", Some(Direction::Decrease)),
    ("減少させ", Some(Direction::Decrease)),
    ("引き下げ", Some(Direction::Decrease)),
    ("引下げ", Some(Direction::Decrease)),
    ("抑え", Some(Direction::Decrease)),
    ("抑制", Some(Direction::Decrease)),
    ("とどめ", Some(Direction::Decrease)),
    ("縮減", Some(Direction::Decrease)),
    ("縮小", Some(Direction::Decrease)),
    ("低減", Some(Direction::Decrease)),
    ("削減", Some(Direction::Decrease)),
    ("圧縮", Some(Direction::Decrease)),
    ("低下させ", Some(Direction::Decrease)),
    ("下げ", Some(Direction::Decrease)),
    ("短縮", Some(Direction::Decrease)),
    ("改善", None),
    ("到達させ", None),
    ("近づけ", None),
    ("することを目指", None),
];

/// What an aim is called behind を.
pub(super) const AIMED: [&str; 8] =
    ["目指", "めざ", "目標", "目途", "めど", "指標", "数値目標", "目処"];

/// What is done with an aim behind を, and with other things, too.
pub(super) const KEPT: [&str; 15] = [
    "維持",
    "確保",
    "達成",
    "続け",
    "継続",
    "堅持",
    "保",
    "上回",
    "下回",
    "超え",
    "受け入れ",
    "実現",
    "育成",
    "見込",
    "切ら",
];

/// What is done with so many.
pub(super) const DONE: [&str; 14] = [
    "確保", "育成", "創出", "設置", "整備", "養成", "獲得", "達成", "実施", "開催", "完了", "導入",
    "配置", "認定",
];

/// What is said of a value that is to stay as it is.
pub(super) const KEEPS: [&str; 5] =
    ["これを維持", "この水準を維持", "現状を維持", "引き続き維持", "この状態を維持"];

/// Nouns of an aim between a value and を目指す.
pub(super) const NOUNS: [&str; 16] = [
    "の開催",
    "の実施",
    "の確保",
    "の達成",
    "の実現",
    "の維持",
    "の増加",
    "の増",
    "の削減",
    "の縮減",
    "の向上",
    "の育成",
    "の設置",
    "の減少",
    "の獲得",
    "の創出",
];

/// Words behind a time that a value is compared with.
pub(super) const COMPARED: [&str; 8] =
    ["と比べて", "と比べ", "に比べて", "に比べ", "比で", "対比で", "と比較して", "に対して"];

/// What can stand between a value and its label, the longer first.
pub(super) const ADVERBS: [&str; 70] = [
    "増加しており",
    "減少しており",
    "増加し",
    "減少し",
    "低下し",
    "上昇し",
    "推移しており",
    "にとどまっており",
    "上回っており",
    "下回っており",
    "となっているため",
    "計画期間中に",
    "計画期間内に",
    "目標年度には",
    "目標年度に",
    "最終年度には",
    "最終年度に",
    "次回の調査で",
    "次回の調査",
    "次回調査",
    "次期調査",
    "となっており",
    "となっていますが",
    "となっているが",
    "であったものを",
    "であったが",
    "であるが",
    "でしたが",
    "ですが",
    "であり",
    "であるため",
    "となり",
    "達しており",
    "あり",
    "おり",
    "これを",
    "それを",
    "これに",
    "段階的に",
    "早期に",
    "着実に",
    "少なくとも",
    "おおむね",
    "概ね",
    "さらに",
    "更に",
    "現在の",
    "現在で",
    "現在",
    "時点の",
    "時点で",
    "毎年度",
    "毎年",
    "平均",
    "累計",
    "延べ",
    "までの",
    "までに",
    "まで",
    "以降",
    "から",
    "より",
    "には",
    "中に",
    "末に",
    "に",
    "の",
    "で",
    "末",
    "中",
];

/// What sets a label apart from what is said of it.
pub(super) const MARKERS: [&str; 10] = [
    "では",
    "においては",
    "についても",
    "については",
    "について",
    "に関しては",
    "も",
    "は",
    "を",
    "が",
];

/// Words that stand for what was named before.
pub(super) const PRONOUNS: [&str; 8] =
    ["これ", "それ", "これら", "この数", "この割合", "この数値", "同数", "この値"];

/// Nouns that tell a time, or who aims, and not what is aimed at.
pub(super) const IDLE: [&str; 18] = [
    "以後",
    "今後",
    "将来",
    "当面",
    "期間中",
    "計画期間",
    "本市",
    "本町",
    "本村",
    "本県",
    "最終的",
    "年度",
    "当初",
    "本計画",
    "このため",
    "市",
    "町",
    "県",
];

/// Words before a label that join it to what was said before.
pub(super) const JOINED: [&str; 22] = [
    "また",
    "なお",
    "さらに",
    "更に",
    "併せて",
    "あわせて",
    "特に",
    "このうち",
    "うち",
    "その",
    "この",
    "同",
    "今後",
    "まず",
    "一方",
    "引き続き",
    "現在",
    "そのため",
    "このため",
    "加えて",
    "本市の",
    "本町の",
];
