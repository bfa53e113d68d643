//! Ordinary right solutions are never refused.

use proptest::prelude::*;

use super::allows;
use crate::{Rules, scan};

#[test]
fn the_part_of_std_that_computes_and_stores() {
    allows("use std::collections::{BTreeMap, HashMap, VecDeque, hash_map::Entry};");
    allows("use std::collections::*;");
    allows("use std::fmt::{self, Display, Write as _};");
    allows("use std::{mem, ops::{Deref, DerefMut}, cmp::Ordering, iter, marker::PhantomData};");
    allows("use core::num::NonZeroU64;");
    allows("extern crate alloc; use alloc::vec::Vec;");
    allows("use std::rc::Rc; use std::cell::{Cell, RefCell};");
    allows("use std::{any::Any, borrow::Cow, hash::{Hash, Hasher, DefaultHasher}};");
    allows("fn f() -> u64 { std::mem::take(&mut 7) + u64::MAX + std::u64::MAX }");
    allows("use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};");
    allows("use std::panic; fn f() { let _ = panic::catch_unwind(|| ()); std::panic!(\"no\") }");
    allows("use std::error::Error; type R = Result<(), Box<dyn Error + Send + 'static>>;");
    allows("use std::prelude::v1::*;");
    allows("fn f() { std::println!(\"{}\", std::convert::identity(1)); std::vec![1]; }");
}

#[test]
fn conditions_that_say_nothing_about_the_judge() {
    allows("#[cfg(target_pointer_width = \"64\")] const BITS: u32 = 64;");
    allows("fn f() -> bool { cfg!(unix) && !cfg!(test) }");
    allows("#[cfg(not(test))] fn f() {} #[cfg_attr(test, derive(Debug))] struct S;");
    allows("fn f(feature: u8) { debug_assert!(feature > 1); let debug_assertions = 1; }");
    allows("fn cfg(feature: u8) {} fn f() { cfg(feature); }");
    allows("macro_rules! m { ($t:ty) => { #[derive(Debug)] struct S($t); } }");
}

#[test]
fn the_end_that_std_itself_chooses() {
    allows("fn f() { std::process::abort() }");
    allows("use std::process; fn f() { process::abort() }");
    allows("use std::process::abort; fn f() { abort() }");
}

#[test]
fn the_words_of_std_that_are_plain_data() {
    allows("use std::sync::PoisonError;");
    allows("use std::sync::{LockResult, TryLockError, TryLockResult};");
    allows("use std::sync::atomic::Ordering;");
    allows("use std::sync::atomic::Ordering::{Acquire, Relaxed, Release};");
    allows("use std::sync::atomic::Ordering::*;");
    allows("use std::sync::atomic; const O: atomic::Ordering = atomic::Ordering::SeqCst;");
    allows("use std::sync; fn f() -> sync::LockResult<u8> { Ok(1) }");
    allows("use std::time::Duration;");
    allows("use std::time; const D: time::Duration = time::Duration::from_millis(1);");
    allows("fn f() { std::hint::black_box(1); }");
    allows("use std::io::{self, Write}; fn f() -> io::Result<()> { io::stderr().flush() }");
}

#[test]
fn everything_public_of_lab() {
    allows("use lab::sync::{Arc, Condvar, Mutex, MutexGuard, RwLock, mpsc};");
    allows("use lab::{sync::atomic::{AtomicU64, Ordering}, thread};");
    allows("use lab::sync::*; use lab::thread::*;");
    allows(
        "use lab as l; static N: l::sync::atomic::AtomicU64 = l::sync::atomic::AtomicU64::new(0);",
    );
    allows("lab::thread_local! { static N: u8 = 0; }");
    allows("use lab::thread_local; thread_local! { static N: u8 = 0; }");
    allows("use lab::*; thread_local! { static N: u8 = 0; }");
    allows("use lab::sync as s; fn f() { s::Mutex::new(0); }");
    allows("extern crate lab; use lab::thread;");
}

#[test]
fn the_names_of_the_file_itself() {
    allows("mod sync { pub struct Mutex; } use sync::Mutex; fn f() -> sync::Mutex { sync::Mutex }");
    allows("mod thread { pub fn spawn() {} } fn f() { thread::spawn(); self::thread::spawn(); }");
    allows(
        "struct Pool; impl Pool { fn thread(&self) -> &Self { self } fn env(&self) {} }
            fn f(p: &Pool) { p.thread().thread().env(); }",
    );
    allows("enum Sync { Mutex } fn f() -> Sync { Sync::Mutex }");
    allows("fn f(core: u8, std: u8, alloc: u8) -> u8 { core + std + alloc }");
    allows("struct Cpu { core: u8 } fn f(c: Cpu) -> u8 { c.core }");
    allows("fn f(c: Cpu) { c.std::<u8>(); }");
    allows(
        "mod process { pub mod fs {} } use process::fs; use self::process as p; use p::fs as q;",
    );
    allows("macro_rules! write { () => { 1 } } fn f() -> u8 { write!() }");
    allows("macro_rules! make { ($t:ident) => { $t::new() } } fn f() { make!(Vec); }");
    allows("use crate::sync::Mutex; pub mod sync { pub use lab::sync::Mutex; }");
    allows("mod inner { use super::*; use super::Cache; }");
}

#[test]
fn words_that_are_not_code() {
    allows("// use std::sync::Mutex; unsafe static mut\nfn f() {}");
    allows("/* std::thread::spawn */ fn f() {}");
    allows("/// Unlike `std::sync::Mutex`, this is unsafe { } static mut.\nfn f() {}");
    allows("//! std::process::exit(0)\nfn f() {}");
    allows("fn f() -> &'static str { \"use std::sync::Mutex; unsafe\" }");
    allows("fn f() -> &'static str { r#\"std::thread::spawn(|| env!())\"# }");
    allows("#[doc = \"std::fs::read\"] fn f() {}");
}

#[test]
fn syntax_that_looks_alike() {
    allows("fn f(x: &'static mut u8) {}");
    allows("fn f<'std>(x: &'std u8) -> &'std u8 { x }");
    allows("static HITS: lab::sync::atomic::AtomicU64 = lab::sync::atomic::AtomicU64::new(0);");
    allows("#![forbid(unsafe_code)] #![allow(dead_code)] #![warn(unsafe_op_in_unsafe_fn)]");
    allows("fn f(env: u8) -> bool { env != 3 }");
    allows("extern \"C\" fn callback() {}");
    allows("type Callback = extern \"C\" fn(u8);");
    allows("fn f(path: &str) -> impl Iterator<Item = char> + use<'_> { path.chars() }");
    allows("mod outer { mod inner { fn f() {} } }");
    allows("fn f(a: Option<u8>) -> u8 { match a { Some(n) => n, None => 0 } }");
    allows("fn f() -> char { '\\'' } fn g() -> u8 { b'\\'' }");
    allows("fn f() { let r#unsafe_name = 1; let _ = r#unsafe_name; }");
    allows("#[derive(Clone, Debug, std::default::Default)] struct S;");
    allows("#[must_use = \"a guard\"] struct Guard;");
}

#[test]
fn unit_tests_of_the_learner() {
    allows(
        "#[cfg(test)] mod tests { use super::*; use std::thread; #[test] fn t() { thread::yield_now() } }",
    );
    allows("#[cfg(test)] #[allow(dead_code)] mod tests { static mut N: u8 = 0; }");
    allows("#[cfg(test)] use std::thread;");
    allows("fn f() {} #[cfg(test)] fn helper() { std::thread::yield_now() } fn g() {}");
}

#[test]
fn deep_nesting_does_not_overflow() {
    let depth = 100_000;
    let source = format!("fn f() {{ {}{} }}", "(".repeat(depth), ")".repeat(depth));
    allows(&source);
}

proptest! {
    /// Whatever the text is, the scan answers and does not panic.
    #[test]
    fn any_text_gets_an_answer(source in "\\PC{0,200}") {
        let _ = scan("src/lib.rs", &source, Rules::strict());
    }

    /// Fragments of Rust in any order: brackets, paths and attributes that never end.
    #[test]
    fn any_tokens_get_an_answer(words in prop::collection::vec(prop::sample::select(vec![
        "use", "std", "::", "sync", "{", "}", "self", "*", "as", "s", ";", ",", "mod", "#", "[", "]",
        "cfg", "(", "test", ")", "!", "macro_rules", "$", "x", "extern", "crate", "static", "mut",
        "'", "unsafe", "path", "=", "\"x\"", "<", ">", ".", "lab", "thread_local",
    ]), 0..40)) {
        let _ = scan("src/lib.rs", &words.join(" "), Rules::strict());
    }
}
