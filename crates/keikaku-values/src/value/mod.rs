//! What a value says.
/// The time that a rate is per.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Per {
    /// A year, or a fiscal year.
    Year,
    /// A month.
    Month,
    /// A week.
    Week,
    /// A day.
    Day,
}

/// How a value over a span of time was made of the values in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Aggregate {
    /// 累計, 延べ, 〜年間で.
    Sum,
    /// 平均.
    Mean,
}

/// Which way a value is to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// 増, 向上.
    Increase,
    /// 減, 削減.
    Decrease,
    /// 維持.
    Keep,
}
