//! Word classes: IPADIC's parts of speech (品詞), as coarse as the questions that are asked.

/// The class of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WordClass {
    /// 名詞,一般.
    Noun,
    /// 名詞,固有名詞,一般.
    ProperNoun,
    /// 名詞,固有名詞,組織.
    Organization,
    /// 名詞,固有名詞,地域.
    Place,
    /// 名詞,固有名詞,人名.
    Person,
    /// 名詞,サ変接続: 推進, 実施.
    VerbalNoun,
    /// 名詞,形容動詞語幹: 円滑, 必要.
    AdjectivalNoun,
    /// 名詞,接尾, but counters.
    NounSuffix,
    /// 名詞,接尾,助数詞: 件, 社.
    Counter,
    /// 名詞,数.
    Number,
    /// 名詞,代名詞.
    Pronoun,
    /// 名詞,副詞可能: 今後, 以上.
    AdverbialNoun,
    /// Any other 名詞: 非自立, 特殊 …
    NounOther,
    /// 接頭詞.
    Prefix,
    /// 動詞.
    Verb,
    /// 形容詞.
    Adjective,
    /// 連体詞.
    Adnominal,
    /// 副詞.
    Adverb,
    /// 接続詞.
    Conjunction,
    /// 助詞.
    Particle,
    /// 助動詞.
    AuxVerb,
    /// 感動詞.
    Interjection,
    /// 記号, but spaces.
    Symbol,
    /// 記号,空白, and white space of any kind.
    Space,
    /// その他, フィラー, and what is unknown.
    Other,
}

impl WordClass {
    /// The class of a part of speech, given as its first three fields: IPADIC's, or UniDic's where
    /// that has other names (接尾辞, 補助記号, 名詞,普通名詞 …), so that a dictionary of either kind
    /// answers the same questions.
    pub(crate) fn of(pos: &str, detail: &str, sub: &str) -> Self {
        match (pos, detail, sub) {
            ("名詞", "固有名詞", "組織") => Self::Organization,
            ("名詞", "固有名詞", "地域" | "地名") => Self::Place,
            ("名詞", "固有名詞", "人名") => Self::Person,
            ("名詞", "固有名詞", _) => Self::ProperNoun,
            ("名詞", "サ変接続", _) | ("名詞", "普通名詞", "サ変可能") => {
                Self::VerbalNoun
            }
            ("名詞", "形容動詞語幹" | "ナイ形容詞語幹", _)
            | ("名詞", "普通名詞", "形状詞可能")
            | ("形状詞", _, _) => Self::AdjectivalNoun,
            ("名詞", "副詞可能", _) | ("名詞", "普通名詞", "副詞可能") => {
                Self::AdverbialNoun
            }
            ("名詞", "接尾", "助数詞") | ("名詞", "普通名詞", "助数詞可能") => {
                Self::Counter
            }
            ("名詞", "一般" | "普通名詞", _) => Self::Noun,
            ("名詞", "接尾", _) | ("接尾辞", "名詞的", _) => Self::NounSuffix,
            ("名詞", "数" | "数詞", _) => Self::Number,
            ("名詞", "代名詞", _) | ("代名詞", _, _) => Self::Pronoun,
            ("名詞", _, _) => Self::NounOther,
            ("接頭詞" | "接頭辞", _, _) => Self::Prefix,
            ("動詞", _, _) => Self::Verb,
            ("形容詞", _, _) => Self::Adjective,
            ("連体詞", _, _) => Self::Adnominal,
            ("副詞", _, _) => Self::Adverb,
            ("接続詞", _, _) => Self::Conjunction,
            ("助詞", _, _) => Self::Particle,
            ("助動詞", _, _) => Self::AuxVerb,
            ("感動詞", _, _) => Self::Interjection,
            ("記号", "空白", _) | ("空白", _, _) => Self::Space,
            ("記号" | "補助記号", _, _) => Self::Symbol,
            _ => Self::Other,
        }
    }

    /// Whether the word can be a part of a compound noun.
    ///
    /// ```
    /// use keikaku_tokenizer::WordClass;
    /// assert!(WordClass::VerbalNoun.is_nominal());
    /// assert!(!WordClass::Pronoun.is_nominal());
    /// ```
    #[must_use]
    pub fn is_nominal(self) -> bool {
        matches!(
            self,
            Self::Noun
                | Self::ProperNoun
                | Self::Organization
                | Self::Place
                | Self::Person
                | Self::VerbalNoun
                | Self::AdjectivalNoun
                | Self::NounSuffix
                | Self::Counter
                | Self::Number
        )
    }
}
