//! The judge: `cargo test -p ex03` runs the models of `models.rs` on `src/lib.rs`.

use ex03 as solution;

mod models;

fn main() -> std::process::ExitCode {
    lab_check::Exercise::new("ex03", env!("CARGO_MANIFEST_DIR"), models::RULES)
        .models(models::all())
        .run()
}
