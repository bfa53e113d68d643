//! Everything the checker could not see is refused, however it is written.

use super::{refused, refused_under, refuses};
use crate::Rules;

#[test]
fn locks_of_std() {
    refuses("use std::sync::Mutex;", &["std::sync::Mutex"]);
    refuses(
        "use core::sync::atomic::AtomicU64;",
        &["std::sync::atomic::AtomicU64"],
    );
    refuses("use ::std::sync::Mutex;", &["std::sync::Mutex"]);
    refuses("use r#std::sync::Mutex;", &["std::sync::Mutex"]);
    refuses("use std :: sync\n:: Mutex;", &["std::sync::Mutex"]);
    refuses("pub use std::sync::RwLock;", &["std::sync::RwLock"]);
    refuses(
        "pub(crate) use std::sync::Condvar;",
        &["std::sync::Condvar"],
    );
    refuses(
        "use std::sync::{Arc, Mutex};",
        &["std::sync::Arc", "std::sync::Mutex"],
    );
    refuses("use std::sync::mpsc;", &["std::sync::mpsc"]);
    refuses(
        "use std::sync::mpsc::{self, Sender};",
        &["std::sync::mpsc", "std::sync::mpsc::Sender"],
    );
}

#[test]
fn paths_without_an_import() {
    refuses(
        "struct Bank { rows: std::sync::Mutex<u64> }",
        &["std::sync::Mutex"],
    );
    refuses(
        "fn open() { let lock = std::sync::Mutex::new(0); }",
        &["std::sync::Mutex"],
    );
    refuses(
        "fn open() { ::std::thread::yield_now(); }",
        &["std::thread::yield_now"],
    );
    refuses(
        "fn open() -> ::std::sync::Arc<u8> { todo!() }",
        &["std::sync::Arc"],
    );
    refuses(
        "type Lock = <std::sync::Mutex<u8> as Into<u8>>::Out;",
        &["std::sync::Mutex"],
    );
    refuses(
        "fn rest() { 0..std::thread::available_parallelism(); }",
        &["std::thread::available_parallelism"],
    );
    refuses(
        "fn f(x: u8) { match x { _ => ::std::process::exit(0) } }",
        &["std::process::exit"],
    );
    refuses(
        "impl ::core::sync::atomic::Thing for Bank {}",
        &["std::sync::atomic::Thing"],
    );
}

#[test]
fn nested_import_trees() {
    refuses(
        "use std::{fmt, sync::{atomic::{AtomicBool, Ordering}, Mutex as Lock}, collections::HashMap};",
        &["std::sync::atomic::AtomicBool", "std::sync::Mutex"],
    );
    refuses(
        "use std::{self, {sync::{{Barrier}}}};",
        &["std::sync::Barrier"],
    );
    refuses("use {std::thread, std::fmt};", &["std::thread"]);
    refuses("use ::{std::sync::Once};", &["std::sync::Once"]);
}

#[test]
fn renames() {
    refuses(
        "use std as s; fn f() { s::thread::yield_now(); }",
        &["std::thread::yield_now"],
    );
    refuses(
        "use std as s; use s::sync as locks; type L = locks::Mutex<u8>;",
        &["std::sync::Mutex"],
    );
    refuses(
        "type L = locks::Mutex<u8>; use s::sync as locks; use std as s;",
        &["std::sync::Mutex"],
    );
    refuses(
        "use std::sync; static LOCK: sync::Mutex<u8> = sync::Mutex::new(0);",
        &["std::sync::Mutex", "std::sync::Mutex"],
    );
    refuses(
        "use std::sync::atomic::{self, Ordering}; fn f(a: &atomic::AtomicU8) {}",
        &["std::sync::atomic::AtomicU8"],
    );
    refuses(
        "extern crate std as s; use s::sync::Mutex;",
        &["std::sync::Mutex"],
    );
    refuses(
        "extern crate alloc; use alloc::sync::Arc;",
        &["std::sync::Arc"],
    );
    refuses(
        "use std::{self as s}; type L = s::sync::Mutex<u8>;",
        &["std::sync::Mutex"],
    );
    refuses("use std::thread as weave;", &["std::thread"]);
    refuses(
        "use std::sync::Mutex; fn f() { Mutex::new(0); Mutex::new(1); }",
        &["std::sync::Mutex"],
    );
    refuses("use std::sync::Mutex as _;", &["std::sync::Mutex"]);
}

#[test]
fn globs_that_hide_names() {
    refuses("use std::*;", &["std::*"]);
    refuses("use core::*;", &["std::*"]);
    refuses("use std::sync::*;", &["std::sync::*"]);
    refuses("use std::sync::atomic::*;", &["std::sync::atomic::*"]);
    refuses("use std::{fmt, sync::*};", &["std::sync::*"]);
    refuses("use std::thread::*;", &["std::thread::*"]);
    refuses("use std::time::*;", &["std::time::*"]);
    refuses("use std as s; use s::*;", &["std::*"]);
    refuses("use std::hint::*;", &["std::hint::*"]);
}

#[test]
fn threads_time_and_the_world_outside() {
    refuses("use std::thread;", &["std::thread"]);
    refuses("use std::time::Instant;", &["std::time::Instant"]);
    refuses(
        "use std::time::{Duration, SystemTime};",
        &["std::time::SystemTime"],
    );
    refuses("fn f() { std::process::exit(0) }", &["std::process::exit"]);
    refuses(
        "use std::process::{self, Command}; fn f() { process::exit(0) }",
        &["std::process::Command", "std::process::exit"],
    );
    refuses("use std::fs::File;", &["std::fs::File"]);
    refuses("use std::env;", &["std::env"]);
    refuses("use std::net::TcpListener;", &["std::net::TcpListener"]);
    refuses("use std::os::fd::AsFd;", &["std::os::fd::AsFd"]);
    refuses(
        "use std::io::{self, Write}; fn f() { io::stdin(); }",
        &["std::io::stdin"],
    );
    refuses(
        "fn f() { std::hint::spin_loop() }",
        &["std::hint::spin_loop"],
    );
    refuses(
        "use std::panic; fn f() { panic::set_hook(hook) }",
        &["std::panic::set_hook"],
    );
    refuses(
        "use std::alloc::{alloc, Layout};",
        &["std::alloc::alloc", "std::alloc::Layout"],
    );
    refuses("use core::arch::asm;", &["std::arch::asm"]);
    refuses("use std::ffi::c_void;", &["std::ffi::c_void"]);
    refuses("use std::simd::f32x4;", &["std::simd::f32x4"]);
}

#[test]
fn macros() {
    refuses("thread_local! { static N: u8 = 0; }", &["thread_local!"]);
    refuses(
        "std::thread_local! { static N: u8 = 0; }",
        &["std::thread_local"],
    );
    refuses("use std::thread_local;", &["std::thread_local"]);
    refuses(
        r#"const T: &str = include_str!("/etc/passwd");"#,
        &["include_str!"],
    );
    refuses(r#"include!("other.rs");"#, &["include!"]);
    refuses(
        r#"const T: &[u8] = include_bytes!["key"];"#,
        &["include_bytes!"],
    );
    refuses(
        r#"#[doc = include_str!("secret")] fn f() {}"#,
        &["include_str!"],
    );
    refuses(r#"const T: &str = env!("HOME");"#, &["env!"]);
    refuses(
        r#"macro_rules! call { ($name:ident) => { $name!("HOME") } } const T: &str = call!(env);"#,
        &["env!"],
    );
    refuses(
        r#"const T: &str = env!("HOME"); mod later { macro_rules! env { () => {} } }"#,
        &["env!"],
    );
    refuses(
        r#"const T: &str = env!("HOME"); mod other { use lab::thread_local as env; }"#,
        &["env!"],
    );
    refuses(
        r#"const T: Option<&str> = option_env!("TOKEN");"#,
        &["option_env!"],
    );
    refuses(r#"const T: &str = core::env!("HOME");"#, &["std::env"]);
    refuses(
        r#"std::arch::global_asm!("ret");"#,
        &["std::arch::global_asm"],
    );
    refuses(r#"fn f() { asm!("nop") }"#, &["asm!"]);
}

#[test]
fn macro_bodies_and_arguments() {
    refuses(
        "macro_rules! lock { () => { std::sync::Mutex::new(0) } }",
        &["std::sync::Mutex"],
    );
    refuses(
        "macro_rules! pass { ($e:expr) => { $e } } fn f() { pass!(std::thread::yield_now()) }",
        &["std::thread::yield_now"],
    );
    refuses(
        "macro_rules! join { ($a:ident $b:ident $c:ident) => { $a::$b::$c::new(0) } }
         fn f() { join!(std sync Mutex); }",
        &["std"],
    );
    refuses(
        "macro_rules! below { ($c:ident) => { std::sync::$c::new(0) } } fn f() { below!(Mutex); }",
        &["std::sync"],
    );
    refuses(
        "macro_rules! imp { () => { use std::sync::Mutex; } } imp!();",
        &["std::sync::Mutex"],
    );
}

#[test]
fn shared_mutable_statics_and_unsafe() {
    refuses("static mut HITS: u64 = 0;", &["static mut"]);
    refuses("fn f() { static mut N: u8 = 0; }", &["static mut"]);
    refuses("fn f(p: *const u8) -> u8 { unsafe { *p } }", &["unsafe"]);
    refuses("unsafe impl Send for Session {}", &["unsafe"]);
    refuses("unsafe fn f() {}", &["unsafe"]);
}

#[test]
fn unsafe_is_allowed_where_the_exercise_needs_it() {
    let rules = Rules::strict().allow_unsafe();
    let source = "unsafe impl Send for Session {} fn f(p: *const u8) -> u8 { unsafe { *p } }";
    assert!(refused_under(rules, source).is_empty());
    assert_eq!(
        refused_under(rules, "static mut N: u8 = 0;"),
        ["static mut"]
    );
    assert_eq!(
        refused_under(rules, "#[unsafe(no_mangle)] fn f() {}"),
        ["#[no_mangle]"]
    );
    assert_eq!(
        refused_under(rules, "unsafe extern \"C\" { fn exit(c: i32); }"),
        ["extern { … }"]
    );
    assert_eq!(
        refused_under(rules, "fn f() { std::arch::asm!(\"nop\") }"),
        ["std::arch::asm"]
    );
}

#[test]
fn cells_of_std_are_refused_on_demand() {
    let rules = Rules::strict().refuse_std_cells();
    assert_eq!(
        refused_under(rules, "use std::cell::Cell;"),
        ["std::cell::Cell"]
    );
    assert_eq!(
        refused_under(rules, "use std::cell::{self, RefCell};"),
        ["std::cell", "std::cell::RefCell"]
    );
    assert_eq!(
        refused_under(rules, "struct S(core::cell::UnsafeCell<u8>);"),
        ["std::cell::UnsafeCell"]
    );
    assert_eq!(refused_under(rules, "use std::cell::*;"), ["std::cell::*"]);
    assert!(refused("use std::cell::{Cell, RefCell};").is_empty());
}

#[test]
fn questions_about_the_build_and_the_caller() {
    refuses(
        "fn f() { if cfg!(debug_assertions) {} }",
        &["cfg(debug_assertions)"],
    );
    refuses(
        "fn f() { std::cfg!(not(debug_assertions)) }",
        &["cfg(debug_assertions)"],
    );
    refuses(
        "#[cfg(any(unix, feature = \"loom\"))] fn f() {}",
        &["cfg(feature)"],
    );
    refuses(
        "fn f() { #[cfg(not(debug_assertions))] return; #[cfg(debug_assertions)] g(); }",
        &["cfg(debug_assertions)", "cfg(debug_assertions)"],
    );
    refuses(
        "#![cfg_attr(feature = \"x\", allow(dead_code))]",
        &["cfg_attr(feature)"],
    );
    refuses(
        "#[cfg_attr(unix, cfg(overflow_checks))] fn f() {}",
        &["cfg_attr(overflow_checks)"],
    );
    refuses(
        "cfg_select! { debug_assertions => { fn f() {} } _ => { fn f() {} } }",
        &["cfg_select(debug_assertions)"],
    );
    refuses(
        "macro_rules! asks { ($word:ident) => { cfg!($word) } } fn f() { asks!(debug_assertions); }",
        &["cfg($…)"],
    );
    refuses(
        "macro_rules! call { ($name:ident $($t:tt)*) => { $name!($($t)*) } } fn f() { call!(cfg debug_assertions); }",
        &["cfg!"],
    );
    refuses(
        "fn f() { std::any::type_name::<u8>(); }",
        &["std::any::type_name"],
    );
    refuses(
        "use std::any::{Any, type_name_of_val};",
        &["std::any::type_name_of_val"],
    );
    refuses("use std::any::*;", &["std::any::*"]);
    refuses(
        "use std::panic; fn f() { panic::Location::caller(); }",
        &["std::panic::Location"],
    );
    refuses(
        "fn f() { std::thread::panicking() }",
        &["std::thread::panicking"],
    );
}

#[test]
fn attributes_that_change_the_program_around_the_code() {
    refuses(
        "#[no_mangle] pub extern \"C\" fn malloc() {}",
        &["#[no_mangle]"],
    );
    refuses(
        "#[unsafe(export_name = \"free\")] pub fn f() {}",
        &["unsafe", "#[export_name]"],
    );
    refuses(
        "#[link_section = \".init_array\"] static F: fn() = f;",
        &["#[link_section]"],
    );
    refuses("#![no_std]", &["#[no_std]"]);
    refuses(
        "#[cfg_attr(all(), no_mangle)] pub fn f() {}",
        &["#[no_mangle]"],
    );
    refuses(
        "#[cfg_attr(not(x), path = \"other.rs\")] mod other {}",
        &["#[path]"],
    );
    refuses(
        "#[global_allocator] static A: System = System;",
        &["#[global_allocator]"],
    );
    refuses(
        "#[link(name = \"c\")] extern {}",
        &["#[link]", "extern { … }"],
    );
}

#[test]
fn other_files_and_other_crates() {
    refuses("mod cache;", &["mod cache;"]);
    refuses("pub(crate) mod cache;", &["mod cache;"]);
    refuses("#[path = \"x.rs\"] mod cache;", &["#[path]", "mod cache;"]);
    refuses("extern crate libc;", &["extern crate libc"]);
    refuses("extern \"C\" { fn abort() -> !; }", &["extern { … }"]);
    refuses("extern { fn abort() -> !; }", &["extern { … }"]);
    refuses("use lab::__engine::drive;", &["lab::__engine::drive"]);
}

#[test]
fn unit_tests_hide_nothing_when_they_are_not_only_that() {
    refuses(
        "#[cfg(not(test))] mod a { use std::thread; }",
        &["std::thread"],
    );
    refuses(
        "#[cfg(any(test, unix))] mod a { use std::thread; }",
        &["std::thread"],
    );
    refuses(
        "macro_rules! keep { (#[cfg(test)] $($t:tt)*) => { $($t)* } }
             keep! { #[cfg(test)] mod a { use std::thread; } }",
        &["std::thread"],
    );
    refuses("#[cfg(test)] mod a {} use std::thread;", &["std::thread"]);
    refuses(
        "#[cfg(test)] use std::fmt; use std::thread;",
        &["std::thread"],
    );
}

#[test]
fn renames_that_cannot_be_followed() {
    let chain: String = (0..100)
        .map(|n| format!("use n{} as n{n};", n + 1))
        .collect();
    let source = format!("{chain} use std as n100; fn f() {{ n0::thread::yield_now() }}");
    assert_eq!(refused(&source)[0], "n1");
    assert_eq!(refused("use std::a as s; use s::b as s;")[0], "std::a");
}

#[test]
fn hostile_sizes_are_answered_at_once() {
    // Nested macro calls, brackets and braces up to the largest file that is read: one pass each.
    let nested = |open: &str, close: &str, times: usize| {
        format!(
            "fn f() {{ {} std::thread::yield_now() {} }}",
            open.repeat(times),
            close.repeat(times)
        )
    };
    assert_eq!(
        refused(&nested("m!(", ")", 60_000)),
        ["std::thread::yield_now"]
    );
    assert_eq!(
        refused(&nested("#[x]{", "}", 40_000)),
        ["std::thread::yield_now"]
    );
    let tree = format!(
        "use {}std::thread{};",
        "std::{".repeat(30_000),
        "}".repeat(30_000)
    );
    assert_eq!(refused(&tree), ["std::std::…"]);
}
