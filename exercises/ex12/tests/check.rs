//! The judge: `cargo test -p ex12` runs the models of `models.rs` on `src/lib.rs`.

use ex12 as solution;

mod models;

fn main() -> std::process::ExitCode {
    lab_check::Exercise::new("ex12", env!("CARGO_MANIFEST_DIR"), models::RULES)
        .models(models::all())
        .run()
}
