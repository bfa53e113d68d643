//! The judge: `cargo test -p ex08` runs the models of `models.rs` on `src/lib.rs`.

use ex08 as solution;

mod models;

fn main() -> std::process::ExitCode {
    lab_check::Exercise::new("ex08", env!("CARGO_MANIFEST_DIR"), models::RULES)
        .models(models::all())
        .run()
}
