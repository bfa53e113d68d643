//! Every schedule of a Python snippet, under the rules of a chosen CPython version.

pub mod bigint;
pub mod code;
mod codegen;
mod decimal;
pub mod dis;
mod explore;
pub mod game;
mod library;
mod machine;
pub mod policy;
pub mod replay;
pub mod report;
mod search;
mod sorted;
pub mod source;
pub mod syntax;
mod value;

pub use explore::{Explorer, Program, UnknownVariable};
pub use game::Game;
pub use policy::Rules;
pub use report::Report;
pub use search::Limits;
pub use search::outcome::{Outcome, Status, Uncaught};
pub use search::witness::{Decision, Witness};
pub use sorted::SortedMap;
