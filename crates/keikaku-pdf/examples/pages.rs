//! Prints the runs and rules of a PDF, one a line, for looking at.
//!
//! ```text
//! cargo run -p keikaku-pdf --example pages -- FILE.pdf [PAGE]
//! ```

#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::process::ExitCode;

use keikaku_page::{Axis, Direction, Ink};
use keikaku_pdf::{Limits, Reader};

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let Some(file) = arguments.next() else {
        eprintln!("usage: pages FILE.pdf [PAGE]");
        return ExitCode::from(2);
    };
    let only: Option<usize> = arguments.next().and_then(|page| page.parse().ok());
    match print(&file, only) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{file}: {error}");
            ExitCode::FAILURE
        }
    }
}

fn print(file: &str, only: Option<usize>) -> Result<(), Box<dyn std::error::Error>> {
    let reader = Reader::open(std::fs::read(file)?, &Limits::default())?;
    let mut pages = reader.pages();
    for index in 0..reader.page_count() {
        if only.is_some_and(|page| page != index + 1) {
            continue;
        }
        let Some(read) = pages.read(index) else { break };
        let (page, text) = (read.page, read.text);
        println!("page {} {:.1} x {:.1}", page.number, page.bounds.width(), page.bounds.height());
        for run in &page.runs {
            let at = run.bounds;
            println!(
                "run {:.2} {:.2} {:.2} {:.2} baseline {:.2} size {:.2}{}{}{}\t{}",
                at.x0,
                at.y0,
                at.x1,
                at.y1,
                run.baseline,
                run.size,
                if run.bold { " bold" } else { "" },
                if run.direction == Direction::Down { " down" } else { "" },
                if run.ink == Ink::Invisible { " invisible" } else { "" },
                run.span.slice(&text).unwrap_or_default(),
            );
        }
        for rule in &page.rules {
            let at = rule.bounds;
            let axis = if rule.axis == Axis::Across { "across" } else { "down" };
            println!("rule {axis} {:.2} {:.2} {:.2} {:.2}", at.x0, at.y0, at.x1, at.y1);
        }
        for problem in &read.problems {
            println!("problem {}: {problem}", problem.kind.code());
        }
    }
    Ok(())
}
