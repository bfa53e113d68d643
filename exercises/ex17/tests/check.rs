//! The judge: `cargo test -p ex17` runs the models of `models.rs` on `src/lib.rs`.

use ex17 as solution;

mod models;

fn main() -> std::process::ExitCode {
    lab_check::Exercise::new("ex17", env!("CARGO_MANIFEST_DIR"), models::RULES)
        .models(models::all())
        .run()
}
