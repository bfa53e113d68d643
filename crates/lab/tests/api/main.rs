//! One program, written once, compiled against std and crossbeam and against `lab`, in every
//! backend that has std's API: names, signatures, bounds and traits are the same.
//!
//! Outside a check the checked types must also behave the same, so the program is run, too.
#![cfg(not(feature = "loom"))]

/// The program against the real types.
#[allow(
    clippy::bool_assert_comparison,
    clippy::for_kv_map,
    clippy::into_iter_on_ref,
    clippy::iter_count,
    clippy::iter_kv_map,
    clippy::iter_over_hash_type,
    clippy::missing_const_for_thread_local,
    clippy::useless_vec,
    reason = "the program uses every impl, also where there is a shorter way"
)]
mod real {
    use crossbeam_channel as channel;
    use std::collections;
    use std::thread_local;
    use std::{hint, sync, thread};

    include!("program.rs");
}

/// The program against `lab`.
#[allow(
    clippy::bool_assert_comparison,
    clippy::for_kv_map,
    clippy::into_iter_on_ref,
    clippy::iter_count,
    clippy::iter_kv_map,
    clippy::iter_over_hash_type,
    clippy::missing_const_for_thread_local,
    clippy::useless_vec,
    reason = "the program uses every impl, also where there is a shorter way"
)]
mod ours {
    use lab::thread_local;
    use lab::{channel, collections, hint, sync, thread};

    include!("program.rs");
}

/// What `lab` has and std has not.
mod extra;
