//! The judge: `cargo test -p ex24` runs the models of `models.rs` on `src/lib.rs`.

use ex24 as solution;

mod models;

fn main() -> std::process::ExitCode {
    lab_check::Exercise::new("ex24", env!("CARGO_MANIFEST_DIR"), models::RULES)
        .models(models::all())
        .run()
}
