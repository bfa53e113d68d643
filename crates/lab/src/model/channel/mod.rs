//! Checked channels with many senders and many receivers, with crossbeam-channel's API.

mod core;
mod ends;
mod iter;
mod select;
mod select_macro;

use std::time::{Duration, Instant};

use checker::rt;

pub use self::ends::{Receiver, Sender, bounded, never, unbounded};
pub use self::iter::{IntoIter, Iter, TryIter};
pub use self::select::{Select, SelectedOperation};
pub use crate::{__checked_select as select, __checked_select_biased as select_biased};
pub use crossbeam_channel::{
    ReadyTimeoutError, RecvError, RecvTimeoutError, SelectTimeoutError, SendError,
    SendTimeoutError, TryReadyError, TryRecvError, TrySelectError, TrySendError,
};

pub(super) use self::core::{Core, Nothing, Unsent, Wait};
pub(super) use self::ends::refuse_plain;

/// Creates a receiver that gets a message after `duration`. Refused in a check: no verdict may
/// depend on time. Use a time-out, such as `recv_timeout` or a `default(duration)` arm.
#[track_caller]
pub fn after(duration: Duration) -> Receiver<Instant> {
    refuse_time("after");
    Receiver::plain(crossbeam_channel::after(duration))
}

/// Creates a receiver that gets a message every `duration`. Refused in a check: no verdict may
/// depend on time. Let the test send the messages.
#[track_caller]
pub fn tick(duration: Duration) -> Receiver<Instant> {
    refuse_time("tick");
    Receiver::plain(crossbeam_channel::tick(duration))
}

#[track_caller]
fn refuse_time(name: &str) {
    let line = std::panic::Location::caller();
    if rt::in_model() {
        let message = format!(
            "`channel::{name}` depends on the clock, and a check has none: use a time-out, such \
             as `recv_timeout` or a `default(duration)` arm, which may fire at any moment"
        );
        rt::refuse(message, line);
    }
}
