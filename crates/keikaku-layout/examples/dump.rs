//! Prints the sections, blocks and tables of a text.
#![allow(clippy::print_stdout, clippy::unwrap_used)]
fn main() {
    let path = std::env::args().nth(1).unwrap();
    let text = std::fs::read_to_string(path).unwrap();
    let source = keikaku_text::SourceText::from_str(&text);
    let l = keikaku_layout::analyse(&source);
    println!("{:?}", l.spacing);
    for s in &l.sections {
        println!("S{} {} L{} [{:?}] {} ({:?})", "  ".repeat(s.level), s.level, s.line, s.number.map(|n| &text[n.start..n.end]), &text[s.title.start..s.title.end], s.extent);
    }
    for b in &l.blocks {
        let t: String = text[b.span.start..b.span.end].chars().take(30).collect();
        println!("B {:?} {:?} n={} {}", b.lines, b.kind, b.pieces.len(), t.replace(['\n', '\t'], "|"));
    }
    for t in &l.tables { println!("T {:?} rows={} w={} cap={:?} cont={:?}", t.lines, t.rows.len(), t.width(), t.caption, t.continues); }
}
