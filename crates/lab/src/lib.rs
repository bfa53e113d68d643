//! The std-shaped synchronisation types of the course: std in a program, checked in a test.
//!
//! A checker can only explore what it sees. So the exercises import their locks, atomics,
//! channels and threads from here instead of from `std`. The names, the signatures and the bounds
//! are those of the standard library (and of `crossbeam-channel`), so what is learnt here is
//! true there.
//!
//! There are three backends with the same paths:
//!
//! | feature | what the types are |
//! |---|---|
//! | none | std's and crossbeam-channel's own types, re-exported. `cargo run` and benchmarks use these. |
//! | `model` | Checked types. Inside a check of the `checker` crate every operation is a step that the engine schedules. Outside a check they behave as std's do. |
//! | `loom` | The same names on [loom](https://docs.rs/loom), the second judge. It wins when both features are on. |
//!
//! A package that is checked depends on `lab` without features and, as a dev-dependency, with
//! `model`: then `cargo run` is plain std and `cargo test` explores.
//!
#![cfg_attr(not(feature = "loom"), doc = "```")]
#![cfg_attr(feature = "loom", doc = "```no_run")]
//! use lab::sync::{Arc, Mutex};
//! use lab::thread;
//!
//! let balance = Arc::new(Mutex::new(100));
//! let till = Arc::clone(&balance);
//! let cashier = thread::spawn(move || *till.lock().unwrap() -= 30);
//! cashier.join().unwrap();
//! assert_eq!(*balance.lock().unwrap(), 70);
//! ```
//!
//! # Where the checked types differ from std
//!
//! * Stable Rust lets only std's own pointers coerce to `Arc<dyn Trait>` and be the type of
//!   `self`. With `model` write `Arc::from(Box::new(value) as Box<dyn Trait>)`, which compiles
//!   with std, too; `Arc<str>` and `Arc<[T]>` come from their `From` impls as usual.
//! * `as_ptr` and `from_ptr` of the atomics are missing, because a write through the pointer would
//!   be invisible; so are `Arc::into_raw` and its relatives.
//! * Statics: an atomic in a `static` starts every execution with its initial value. Any other
//!   checked object that outlives one execution is refused with an explanation.
//! * Addresses: values in an `Arc` lie at addresses whose order is the same in each execution, so a
//!   program may order locks by address. The order of two boxes may differ from one execution to
//!   the next, and a program that depends on it is not deterministic.
//! * `channel::after` and `channel::tick` are refused during a check, because no verdict may
//!   depend on time.
//! * `{:?}` of an atomic or a lock shows no value during a check, because reading it would be a
//!   step in the middle of a `println!`. Print what `load` or `lock` gave instead.
//! * The types are larger than std's: measure sizes without the feature.

#[cfg(feature = "loom")]
mod loom_backend;
#[cfg(feature = "loom")]
use loom_backend as backend;

#[cfg(all(feature = "model", not(feature = "loom")))]
mod model;
#[cfg(all(feature = "model", not(feature = "loom")))]
use model as backend;

#[cfg(not(any(feature = "model", feature = "loom")))]
mod std_backend;
#[cfg(not(any(feature = "model", feature = "loom")))]
use std_backend as backend;

pub mod collections;

pub use backend::{Racy, alloc, cell, channel, hint, sync, thread, thread_local};
