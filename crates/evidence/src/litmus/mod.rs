//! Weak memory against herd7: litmus tests as data, run by the engine, compared with what the
//! memory model RC11 allows.
//!
//! A litmus test is a few threads of a few memory accesses each. What it can end with, all
//! registers and all final values, is an *outcome*, and a memory model is the set of outcomes it
//! allows for every test. herd7 (Alglave, Maranget, Tautschnig: Herding Cats, TOPLAS 2014) computes
//! that set from the axioms of a model, without running anything, so it shares no idea and no code
//! with the engine.
//!
//! * [`program`] is a test as data, [`parse`] and [`print`] read and write it in the `.litmus`
//!   format of herd7 for C.
//! * [`classic`] are the tests every textbook knows, [`cycle`] makes most of them, [`generate`]
//!   makes many more.
//! * [`execute`] is a test as code: what the engine explores.
//! * [`suite`] is all of them, [`record`] keeps what herd7 said, [`compare`] compares.

pub mod classic;
pub mod compare;
pub mod condition;
pub mod cycle;
pub mod execute;
pub mod generate;
pub mod parse;
pub mod print;
pub mod program;
pub mod record;
pub mod suite;
