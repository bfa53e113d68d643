//! The judge: `cargo test -p ex05` runs the models of `models.rs` on `src/lib.rs`.

use ex05 as solution;

mod models;

fn main() -> std::process::ExitCode {
    lab_check::Exercise::new("ex05", env!("CARGO_MANIFEST_DIR"), models::RULES)
        .models(models::all())
        .run()
}
