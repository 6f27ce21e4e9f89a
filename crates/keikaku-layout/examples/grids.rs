//! Prints the tables of a text, a row a line: `cargo run -p keikaku-layout --example grids -- FILE`.

#![allow(clippy::print_stdout, clippy::unwrap_used)]

fn main() {
    for path in std::env::args().skip(1) {
        let text = std::fs::read_to_string(&path).unwrap();
        let source = keikaku_text::SourceText::from_str(&text);
        let layout = keikaku_layout::analyse(&source);
        for table in &layout.tables {
            println!("== {path} {:?} head {} {:?}", table.lines, table.head, table.explanation);
            for row in &table.rows {
                let cells: Vec<String> = row
                    .cells
                    .iter()
                    .map(|c| {
                        if c.covered_by.is_some() {
                            return "<".to_owned();
                        }
                        c.pieces().map(|p| &text[p.start..p.end]).collect::<Vec<_>>().join("/")
                    })
                    .collect();
                println!("{:?} {}", row.lines, cells.join(" | "));
            }
        }
        for span in &layout.unread {
            println!("-- unread {:?}", source.lines().lines_of(*span));
        }
    }
}
