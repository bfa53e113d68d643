//! The judge: `cargo test -p ex22x` runs the models of `models.rs` on `src/lib.rs`.

use ex22x as solution;

mod models;

fn main() -> std::process::ExitCode {
    lab_check::Exercise::new("ex22x", env!("CARGO_MANIFEST_DIR"), models::RULES)
        .models(models::all())
        .run()
}
