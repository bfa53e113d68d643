//! One program, written once, compiled against std and crossbeam and against `lab`, in every
//! backend that has std's API: names, signatures, bounds and traits are the same.
//!
//! Outside a check the checked types must also behave the same, so the program is run, too.
#![cfg(not(feature = "loom"))]

/// The program against the real types.
mod real {
    use crossbeam_channel as channel;
    use std::collections;
    use std::thread_local;
    use std::{hint, sync, thread};

    include!("program.rs");
}

/// The program against `lab`.
mod ours {
    use lab::thread_local;
    use lab::{channel, collections, hint, sync, thread};

    include!("program.rs");
}

/// What `lab` has and std has not.
mod extra;
