//! Blocks and sections.

use keikaku_layout::Layout;
use keikaku_layout::{Block, BlockKind};
use keikaku_text::Decoded;
use serde_json::json;

use super::{Output, excerpt};

/// Shows the blocks in order, headers with the level of their section.
pub(super) fn show(decoded: &Decoded, layout: &Layout, out: &mut Output) {
    out.entry(
        || {
            format!(
                "{}-spaced, {}",
                if layout.spacing.double { "double" } else { "single" },
                match layout.spacing.wrap {
                    Some(columns) => format!("wrapped at {columns} columns"),
                    None => "not wrapped".to_owned(),
                }
            )
        },
        || json!({"double_spaced": layout.spacing.double, "wrap_columns": layout.spacing.wrap}),
    );
    for block in &layout.blocks {
        let level = match block.kind {
            BlockKind::Header { section, .. } => layout.sections.get(section).map(|s| s.level),
            _ => None,
        };
        let name = name(block);
        out.entry(
            || {
                let indent = "  ".repeat(level.unwrap_or(0));
                let [first, last] = block.lines;
                format!("{first:>5}-{last:<5} {name:<15} {indent}{}", excerpt(decoded, block.span))
            },
            || {
                json!({"kind": name, "lines": block.lines, "span": [block.span.start, block.span.end],
                       "pieces": block.pieces.len(), "section": block.section, "level": level})
            },
        );
    }
}

fn name(block: &Block) -> String {
    match block.kind {
        BlockKind::Header { repeated: false, .. } => "header".to_owned(),
        BlockKind::Header { repeated: true, .. } => "header again".to_owned(),
        BlockKind::Paragraph => "paragraph".to_owned(),
        BlockKind::ListItem => "list item".to_owned(),
        BlockKind::Caption => "caption".to_owned(),
        BlockKind::Table(index) => format!("table {index}"),
        BlockKind::ContentsEntry => "contents entry".to_owned(),
        BlockKind::Furniture(kind) => format!("{kind:?}"),
    }
}
