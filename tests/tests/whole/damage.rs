//! Records damaged at random, as a program with errors would make them.

use serde_json::{Value, json};

use crate::dice::Dice;

/// The records with so many of a hundred fields damaged, and some records lost or doubled.
pub(crate) fn damaged(dice: &mut Dice, records: &[Value], percent: u64) -> Vec<Value> {
    let mut out = Vec::new();
    for record in records {
        let mut record = record.clone();
        if record["record"] != "document" && dice.chance(percent) {
            continue;
        }
        damage(dice, "", &mut record, percent);
        if record["record"] != "document" && dice.chance(percent / 3) {
            out.push(record.clone());
        }
        out.push(record);
    }
    out
}

fn damage(dice: &mut Dice, field: &str, value: &mut Value, percent: u64) {
    // Without these no program could tell what belongs to what.
    if matches!(field, "id" | "document" | "record" | "path" | "counts" | "span" | "spans") {
        return;
    }
    if field == "lines" {
        if dice.chance(percent) {
            let by = dice.within(-3, 45);
            let line = |i: usize| (value[i].as_i64().unwrap() + by).max(1);
            *value = json!([line(0), line(1)]);
        }
        return;
    }
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                damage(dice, name, value, percent);
            }
        }
        Value::Array(list) => {
            let keep = |dice: &mut Dice| field == "fiscal_years" || !dice.chance(percent);
            list.retain(|_| keep(dice));
            if list.len() > 1 && dice.chance(percent) {
                let (i, j) = (dice.below(list.len()), dice.below(list.len()));
                list.swap(i, j);
            }
            for value in list {
                damage(dice, field, value, percent);
            }
        }
        leaf if dice.chance(percent) => *leaf = other(dice, field, leaf),
        _ => {}
    }
}

/// Another value for a field.
fn other(dice: &mut Dice, field: &str, value: &Value) -> Value {
    match (field, value) {
        ("start" | "end", Value::String(date)) => {
            let (year, rest) = date.split_at(4);
            let year: i64 = year.parse().unwrap();
            dice.of(&[json!(format!("{}{rest}", year + 1)), Value::Null].each_ref()).clone()
        }
        ("fiscal_year" | "fiscal_years", Value::Number(year)) => json!(year.as_i64().unwrap() + 1),
        ("unit", _) => json!(dice.of(&[Some("人"), Some("件"), Some("％"), None])),
        ("value", Value::Number(number)) => {
            let number = number.as_f64().unwrap();
            let factor = dice.of(&[10.0, 0.001, 1.0 + 1e-13, -1.0]);
            dice.of(&[json!(number * factor), Value::Null].each_ref()).clone()
        }
        ("kind", _) => json!(dice.of(&["target", "actual", "baseline", "unspecified", "plan"])),
        ("role", _) => json!(dice.of(&["lead", "responsible", "author"])),
        ("comparator", _) => json!(dice.of(&[Some("="), Some(">="), None])),
        (_, Value::Bool(is)) => json!(!is),
        (_, Value::String(text)) if !text.is_empty() => {
            let mut text: Vec<char> = text.chars().collect();
            let at = dice.below(text.len());
            for _ in 0..=dice.below(3) {
                match dice.below(4) {
                    0 => text.insert(at.min(text.len()), '課'),
                    1 => text.insert(at.min(text.len()), '　'),
                    2 if at < text.len() => _ = text.remove(at),
                    _ => text.extend("（再掲）".chars()),
                }
            }
            json!(text.into_iter().collect::<String>())
        }
        _ => Value::Null,
    }
}
