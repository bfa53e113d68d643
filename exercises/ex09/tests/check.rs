//! The judge: `cargo test -p ex09` runs the models of `models.rs` on `src/lib.rs`.

use ex09 as solution;

mod models;

fn main() -> std::process::ExitCode {
    lab_check::Exercise::new("ex09", env!("CARGO_MANIFEST_DIR"), models::RULES)
        .models(models::all())
        .run()
}
