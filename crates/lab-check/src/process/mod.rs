//! Each model runs in a process of its own.
//!
//! Code under test may end the process, hang, overflow the stack, eat the memory or print without
//! an end. So the judge itself never runs it: it starts its own program again with
//! [`CHILD`] as first argument, and listens on a private pipe. The verdict is what the child's
//! own judge says on that pipe ([`record`]), never an exit status and never what was printed.
//!
//! The pipe sits in the child's stdin slot, because that is the one way to hand an open pipe to a
//! child that works on every system without unsafe code. Children stay in the process group of
//! their parent, so Ctrl-C reaches them; and a child whose parent is gone notices that nobody
//! reads the pipe and ends ([`watchdog`]).

mod capture;
mod child;
mod crash;
mod memory;
mod parent;
mod record;
mod watchdog;

pub(crate) use child::{Request, Task, serve};
pub(crate) use parent::{Failure, Outcome, Started, run};

/// The first argument of a child.
pub(crate) const CHILD: &str = "--lab-child";

/// The first argument of a child that proves its answer a second time.
pub(crate) const CONFIRMING_CHILD: &str = "--lab-confirming-child";

/// The exit status of a child that was stopped by its own judge.
const EXIT_STOPPED: i32 = 86;
