//! What the tables are about: indicators, units, offices, titles. All of it is made up, in the
//! words that such plans use.

/// A unit as it is written, and what it is worth.
pub(super) struct Unit {
    pub written: &'static str,
    pub base: &'static str,
    /// The power of ten between the two.
    pub scale: u32,
    /// The most digits that a value has, and how many of them stand behind the point.
    pub digits: u32,
    pub decimals: u32,
    /// Whether values of different rows can be added up.
    pub adds: bool,
}

const fn unit(written: &'static str, digits: u32, decimals: u32, adds: bool) -> Unit {
    Unit { written, base: written, scale: 0, digits, decimals, adds }
}

const fn scaled(
    written: &'static str,
    base: &'static str,
    scale: u32,
    digits: u32,
    decimals: u32,
) -> Unit {
    Unit { written, base, scale, digits, decimals, adds: true }
}

pub(super) const PERCENT: Unit = unit("%", 3, 1, false);

const PERSONS: &[Unit] = &[unit("人", 5, 0, true), unit("人", 4, 0, true)];
const MANY: &[Unit] = &[unit("人", 7, 0, true), scaled("千人", "人", 3, 4, 0)];
const CASES: &[Unit] = &[unit("件", 4, 0, true)];
const SHARE: &[Unit] = &[PERCENT];
const MONEY: &[Unit] = &[
    unit("円", 7, 0, true),
    scaled("千円", "円", 3, 6, 0),
    scaled("百万円", "円", 6, 5, 0),
    scaled("億円", "円", 8, 4, 1),
];
const PLACES: &[Unit] = &[unit("か所", 3, 0, true), scaled("箇所", "か所", 0, 2, 0)];
const HOUSEHOLDS: &[Unit] = &[unit("世帯", 4, 0, true)];
const TIMES: &[Unit] = &[unit("回", 3, 0, true)];
const FIRMS: &[Unit] = &[unit("社", 3, 0, true)];
const GROUPS: &[Unit] = &[unit("団体", 3, 0, true)];
const WEIGHT: &[Unit] = &[unit("t", 5, 0, true), unit("t", 4, 1, true)];
const GAS: &[Unit] = &[unit("t-CO2", 6, 0, true)];
const AREA: &[Unit] = &[unit("ha", 4, 0, true), unit("ha", 4, 1, true)];
const LENGTH: &[Unit] = &[unit("km", 4, 1, true)];
const POINTS: &[Unit] = &[unit("ポイント", 3, 1, false)];

/// An indicator's name and what can stand behind it.
pub(super) struct Name {
    pub text: &'static str,
    pub units: &'static [Unit],
    /// Whether it can be negative.
    pub signed: bool,
    /// Whether it makes sense as a running total.
    pub sums: bool,
}

const fn name(text: &'static str, units: &'static [Unit]) -> Name {
    Name { text, units, signed: false, sums: false }
}

const fn running(text: &'static str, units: &'static [Unit]) -> Name {
    Name { text, units, signed: false, sums: true }
}

const fn signed(text: &'static str, units: &'static [Unit]) -> Name {
    Name { text, units, signed: true, sums: false }
}

pub(super) const NAMES: &[Name] = &[
    running("移住者数", PERSONS),
    running("新規就農者数", PERSONS),
    running("認知症サポーター養成者数", PERSONS),
    name("ボランティア登録者数", PERSONS),
    name("保育所の待機児童数", PERSONS),
    name("放課後児童クラブの待機児童数", PERSONS),
    signed("転入数と転出数の差", PERSONS),
    signed("社会増減数", PERSONS),
    name("観光入込客数", MANY),
    name("年間の宿泊者数", MANY),
    name("市立図書館の年間利用者数", MANY),
    name("地域おこし協力隊員の任期後の定住者数", PERSONS),
    name("交通事故による死傷者数", PERSONS),
    name("65歳以上の介護予防教室参加者数", PERSONS),
    name("消防団員数", PERSONS),
    name("市内の企業に新しく雇われた人の数", PERSONS),
    running("空き家バンク登録件数", CASES),
    running("空き家バンク成約件数", CASES),
    name("移住相談の件数", CASES),
    name("交通事故の発生件数", CASES),
    running("特産品の新規開発件数", CASES),
    running("企業誘致件数", CASES),
    running("創業支援による新規創業件数", CASES),
    running("住宅の耐震改修に対する補助の件数", CASES),
    running("個別避難計画の作成件数", CASES),
    running("経営革新計画の承認件数", CASES),
    name("子育て相談窓口における相談の対応件数", CASES),
    name("SNSによる情報発信件数", CASES),
    name("特定健診の受診率", SHARE),
    name("3歳児健康診査の受診率", SHARE),
    name("主要な道路の舗装修繕率", SHARE),
    name("公共施設のLED化率", SHARE),
    name("ごみのリサイクル率", SHARE),
    name("汚水処理人口普及率", SHARE),
    name("水道管路の耐震化率", SHARE),
    name("これからも住み続けたいと答えた市民の割合", SHARE),
    name("65歳以上の就業率", SHARE),
    name("地元で生産された食材を使用した学校給食の割合", SHARE),
    name("男性職員の育児休業取得率", SHARE),
    name("公共交通に満足している市民の割合", SHARE),
    name("将来の夢や目標を持っている児童の割合", SHARE),
    name("ふるさと納税の寄附額", MONEY),
    name("観光消費額", MONEY),
    name("農業産出額", MONEY),
    name("年間商品販売額", MONEY),
    name("定住促進補助金の交付額", MONEY),
    signed("実質単年度収支", MONEY),
    signed("病院事業の経常損益", MONEY),
    name("財政調整基金残高", MONEY),
    name("水道料金の収納額", MONEY),
    running("高齢者が集まる通いの場の設置数", PLACES),
    running("急速充電設備の設置数", PLACES),
    running("防災備蓄拠点の整備数", PLACES),
    running("空き家バンクを通じた入居世帯数", HOUSEHOLDS),
    running("移住世帯数", HOUSEHOLDS),
    running("三世代の同居や近居に対する支援を受けた世帯数", HOUSEHOLDS),
    running("出前講座の開催回数", TIMES),
    name("防災訓練の実施回数", TIMES),
    name("コミュニティバスの1日当たり運行回数", TIMES),
    running("健康経営に取り組む企業数", FIRMS),
    running("事業承継の支援を受けた企業数", FIRMS),
    running("自主防災組織数", GROUPS),
    running("地域運営組織の形成数", GROUPS),
    name("ごみの総排出量", WEIGHT),
    name("水産物の水揚量", WEIGHT),
    name("市の事務事業に伴う温室効果ガスの排出量", GAS),
    name("耕作放棄地の面積", AREA),
    running("間伐の実施面積", AREA),
    name("担い手への農地の集積面積", AREA),
    running("自転車通行空間の整備延長", LENGTH),
    running("下水道管の更新延長", LENGTH),
    signed("行政サービスに対する満足度の改善幅", POINTS),
    signed("全国平均との正答率の差", POINTS),
];

pub(super) const OFFICES: &[&str] = &[
    "企画部政策推進課",
    "健康福祉部 長寿社会課",
    "都市建設部住宅課",
    "産業部商工観光課・農林振興課",
    "教育委員会事務局 学校教育課",
    "総務課",
    "環境課",
    "こども家庭課",
    "危機管理室",
];

pub(super) const FIELDS: &[&str] = &[
    "子育て・教育",
    "産業・雇用",
    "防災・安全",
    "健康・福祉",
    "環境・エネルギー",
    "まちづくり",
    "移住・定住",
];

pub(super) const REMARKS: &[&str] = &["市民アンケート", "県統計", "市独自調査", "毎年度集計", ""];

pub(super) const BODIES: &[&str] = &["桐原市", "若草町", "みどり町", "青葉県", "白沢村"];

pub(super) const PLANS: &[&str] = &[
    "総合計画実施計画",
    "まち・ひと・しごと創生総合戦略",
    "定住促進計画",
    "環境基本計画",
    "地域福祉計画",
    "産業振興ビジョン",
];
