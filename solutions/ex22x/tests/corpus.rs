//! Judges every right and every wrong solution of ex22x with the learner's own models.

include!(concat!(env!("OUT_DIR"), "/corpus.rs"));

fn main() -> std::process::ExitCode {
    lab_check::Corpus::new("ex22x", env!("CARGO_MANIFEST_DIR"))
        .candidates(candidates())
        .run()
}
