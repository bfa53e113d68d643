//! Running programs that may hang, print without end, or leave children behind.
//!
//! Every program runs in a process group of its own, so that it can be ended together with all
//! its children: when its time is up, when its answer is no longer wanted, and on Ctrl-C. The
//! groups that run are kept in one register; the handler of Ctrl-C closes the register, ends all
//! of them and leaves, so that no program can be started in between.
//!
//! Limitations: ending a whole group needs Unix; elsewhere the program itself is ended, and its
//! children end when they notice.

mod ended;
mod group;
mod limits;
mod run;

pub use ended::has_ended;
pub use group::{Group, end_all, end_children_on_interrupt};
pub use limits::Limits;
pub use run::{Finished, run, run_with_input};
