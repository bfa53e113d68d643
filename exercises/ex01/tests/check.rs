//! The judge: `cargo test -p ex01` runs the models of `models.rs` on `src/lib.rs`.

use ex01 as solution;

mod models;

fn main() -> std::process::ExitCode {
    lab_check::Exercise::new("ex01", env!("CARGO_MANIFEST_DIR"), models::RULES)
        .models(models::all())
        .run()
}
