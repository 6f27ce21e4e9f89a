//! Tables of behaviour: one phrase a row, as people write it, and what it says.
//!
//! `phrases/` holds them. A row has the phrase, what it says, and for some what it is read against,
//! with tabs between. Values stand as fields (`value=10 unit=人`), several with ` | ` between; `-`
//! is none. A space within a field is written `_`.

use keikaku_text::fold;
use keikaku_values::{
    CarriedYear, Comparator, Date, Era, Note, Period, PeriodMention, TimeContext, Value,
    ValueContext, periods, read_values, values,
};

fn rows(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    table.lines().filter(|line| !line.is_empty() && !line.starts_with("# ")).map(|line| {
        let mut fields = line.split('\t');
        let mut next = || fields.next().unwrap_or_default();
        (next(), next(), next())
    })
}

fn field(text: &str) -> String {
    text.trim().replace(' ', "_")
}

/// The fields of a value that say something.
fn shown(text: &str, value: &Value) -> String {
    let mut fields = Vec::new();
    let mut put = |name: &str, says: Option<String>| {
        fields.extend(says.map(|says| format!("{name}={says}")));
    };
    put("value", value.value.map(|v| v.to_string()));
    put("high", value.value_high.map(|v| v.to_string()));
    put("unit", value.unit.as_deref().map(field));
    let compared = value.comparator != Comparator::Equal;
    put("comparator", compared.then(|| value.comparator.symbol().to_owned()));
    put("per", value.per.map(|per| per.as_str().to_owned()));
    put("over_years", value.over_years.map(|years| years.to_string()));
    put("aggregate", value.aggregate.map(|sum| sum.as_str().to_owned()));
    put("direction", value.direction.map(|way| way.as_str().to_owned()));
    put("relative_to", value.relative_to.clone().map(|base| field(&text[base])));
    put("share", value.share.map(|s| format!("{}/{}", s.numerator, s.denominator)));
    put("number", value.number.map(String::from));
    let marks: Vec<_> = value.marks.iter().map(|mark| field(&text[mark.clone()])).collect();
    put("marks", (!marks.is_empty()).then(|| marks.join(",")));
    put("bracketed", value.bracketed.then(|| "yes".to_owned()));
    put("vague", value.vague.then(|| "yes".to_owned()));
    fields.join(" ")
}

fn all(shown: Vec<String>) -> String {
    if shown.is_empty() { "-".to_owned() } else { shown.join(" | ") }
}

/// Every row that differs is named, not the first alone.
fn check(table: &'static str, read: impl Fn(&str, &str) -> String) {
    let mut wrong = Vec::new();
    let mut count = 0;
    for (phrase, expected, context) in rows(table) {
        count += 1;
        let found = read(fold(phrase).text(), context);
        if found != expected {
            wrong.push(format!("{phrase}\n  is   {found}\n  not  {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {count}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn cells() {
    check(include_str!("phrases/cells.tsv"), |text, context| {
        let unit = context.strip_prefix("unit=");
        let reading = read_values(text, &ValueContext { unit, ..ValueContext::default() });
        all(reading.values.iter().map(|value| shown(text, value)).collect())
    });
}

#[test]
fn sentences() {
    check(include_str!("phrases/sentences.tsv"), |text, _| {
        let times: Vec<_> = periods(text, &TimeContext::default()).collect();
        all(values(text, &times).iter().map(|value| shown(text, value)).collect())
    });
}

#[test]
fn times() {
    check(include_str!("phrases/times.tsv"), |text, context| {
        let context = time_context(context).unwrap();
        all(periods(text, &context).map(|mention| shown_time(text, &mention)).collect())
    });
}

/// What a row is read against; `None` where that is not understood.
fn time_context(said: &str) -> Option<TimeContext> {
    let mut context = TimeContext::default();
    for part in said.split(' ').filter(|part| !part.is_empty()) {
        let (name, what) = part.split_once('=')?;
        match name {
            "fiscal" | "calendar" => {
                let fiscal = name == "fiscal";
                context.carried_year = Some(CarriedYear { year: what.parse().ok()?, fiscal });
            }
            "on" => context.reference = Some(what.parse::<Date>().ok()?),
            "era" => context.era = Some(Era::ALL.into_iter().find(|era| era.name() == what)?),
            _ => return None,
        }
    }
    Some(context)
}

fn shown_time(text: &str, mention: &PeriodMention) -> String {
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let Period { start, end, basis } = mention.period;
    let notes: Vec<_> = mention.notes.iter().map(Note::as_str).collect();
    let said = field(&text[mention.range.clone()]);
    let notes = if notes.is_empty() { String::new() } else { format!(" {}", notes.join(",")) };
    format!("{said} {}..{} {basis}{notes}", day(start), day(end))
}
