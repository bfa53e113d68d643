//! The judge: `cargo test -p ex23` runs the models of `models.rs` on `src/lib.rs`.

use ex23 as solution;

mod models;

fn main() -> std::process::ExitCode {
    lab_check::Exercise::new("ex23", env!("CARGO_MANIFEST_DIR"), models::RULES)
        .models(models::all())
        .run()
}
