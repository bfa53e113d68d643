//! Bounds the memory of the WebAssembly module.

/// The most memory that the module may use, in bytes: a page must not take down the reader's machine.
const MEMORY: u32 = 256 << 20;

/// The stack, in bytes. The parser and the walk over objects are recursive, with bounded depth.
const STACK: u32 = 4 << 20;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if std::env::var("CARGO_CFG_TARGET_ARCH").as_deref() == Ok("wasm32") {
        println!("cargo::rustc-link-arg-cdylib=--max-memory={MEMORY}");
        println!("cargo::rustc-link-arg-cdylib=-zstack-size={STACK}");
    }
}
