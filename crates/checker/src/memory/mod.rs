//! The memory model: RC11 with the release sequences of C++20 and Rust.
//!
//! An execution builds its graph step by step, in an order that respects program order and
//! reads-from. A load may read any store that was executed before and that coherence allows; a
//! store may be placed anywhere in modification order that coherence and atomicity allow. Load
//! buffering (a load that reads a store executed later) is not modelled, as in RC11.

mod graph;
mod location;
mod view;

pub(crate) use graph::{Graph, GraphEvent, Place};
pub(crate) use location::{Location, Store, StoreId};
pub(crate) use view::{Message, View};
