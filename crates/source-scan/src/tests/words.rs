//! The texts a learner reads. Each shows the place, the line, the reason and the way out.

use crate::{Rules, Scan, scan};

fn message(source: &str) -> String {
    match scan("src/lib.rs", source, Rules::strict()) {
        Scan::Clean => "clean".to_owned(),
        Scan::Refused { message, .. } => message,
    }
}

#[test]
fn one_import() {
    insta::assert_snapshot!(message("//! A counter.\nuse std::sync::Mutex;\n"));
}

#[test]
fn several_names_of_one_line_are_told_together() {
    insta::assert_snapshot!(message("use std::sync::{Arc, Mutex, atomic::AtomicU64};\n"));
}

#[test]
fn several_reasons_come_in_the_order_of_the_file() {
    let source = "\
use std::time::Instant;

static mut HITS: u64 = 0;

pub fn hit() {
\tunsafe { HITS += 1 } // Übung
\tlet now = Instant::now();
\tstd::thread::sleep(now.elapsed());
}

thread_local! { static MINE: u64 = 0; }
mod more;
#[no_mangle] fn name() {}
fn also() { std::process::exit(0); std::fs::read(\"x\"); }
";
    insta::assert_snapshot!(message(source));
}

#[test]
fn wide_characters_before_the_place() {
    insta::assert_snapshot!(message(
        "fn f() { let 名前 = \"日本\"; std::thread::yield_now(); }\n"
    ));
}

#[test]
fn a_text_that_is_not_rust() {
    insta::assert_snapshot!(message("fn f() { \"no end }\n"));
}

#[test]
fn every_reason_has_words() {
    let sources = [
        "use std::*;",
        "use std::cell::Cell; use std::env;",
        "use std::alloc::alloc;",
        "use core::arch::asm;",
        "fn f() { std::panic::take_hook(); }",
        "use std::simd::f32x4;",
        "macro_rules! j { ($a:ident) => { $a::sync } } fn f() { j!(std) }",
        "extern crate libc;",
        "extern \"C\" { fn abort(); }",
        "const HOME: &str = env!(\"HOME\");",
        "use lab::__engine;",
        "fn f() { if cfg!(debug_assertions) {} }",
        "use std::any::type_name;",
    ];
    let texts: Vec<String> = sources.iter().map(|source| message(source)).collect();
    insta::assert_snapshot!(texts.join("\n\n"));
}
