//! Prints the records of files as NDJSON.
#![allow(clippy::print_stdout, clippy::unwrap_used)]
use keikaku_extract::{Engine, Options};
fn main() {
    let engine = Engine::new(keikaku_tokenizer::Tokenizer::embedded().unwrap());
    let mut worker = engine.new_worker();
    for path in std::env::args().skip(1) {
        let bytes = std::fs::read(&path).unwrap();
        for record in worker.extract(&path, &bytes, &Options::default()) {
            println!("{}", serde_json::to_string(&record).unwrap());
        }
    }
}
