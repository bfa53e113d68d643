//! What happens when a model thread panics: nothing is printed, and the message is kept.

use std::panic::{Location, PanicHookInfo};
use std::sync::Once;

use interleaving::{Action, Kind};

use crate::engine::{Abandoned, in_model, with_engine};
use crate::execution::Loc;
use crate::rt::break_promise;

/// The payload of a panic that names the promise it breaks: it ends the execution at once, with
/// this kind and message.
#[derive(Clone, Debug)]
pub struct BrokenPromise {
    /// The name of the bug.
    pub kind: Kind,
    /// What was seen, in a sentence.
    pub message: String,
}

/// Installs the hook once in this process. Panics of other threads go to the hook that was there.
pub(crate) fn install() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(
            move |info| {
                if in_model() { keep(info) } else { before(info) }
            },
        ));
    });
}

fn keep(info: &PanicHookInfo<'_>) {
    let payload = info.payload();
    if payload.is::<Abandoned>() {
        return;
    }
    let promise = payload.downcast_ref::<BrokenPromise>();
    let message = promise
        .map(|promise| promise.message.clone())
        .or_else(|| {
            payload
                .downcast_ref::<&str>()
                .map(|text| (*text).to_owned())
        })
        .or_else(|| payload.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "a panic without a message".to_owned());
    let loc = info.location().map(for_ever);
    with_engine(|engine, me| {
        // A panic inside of the engine's own code finds the lock taken: then it is our bug, and
        // the message must not get lost.
        let Some(mut execution) = engine.try_lock() else {
            #[expect(clippy::print_stderr, reason = "the last word before an abort")]
            {
                eprintln!("internal error: {message} (please report it)");
            }
            return;
        };
        if execution.end.is_some() {
            return;
        }
        execution.current = me;
        let action = Action::Panic {
            message: message.clone(),
        };
        execution.event(action, None, loc);
        execution.threads[me].panic_message.get_or_insert(message);
        if let Some(promise) = promise {
            break_promise(&mut execution, promise.kind, promise.message.clone());
        }
    });
}

/// The place of a panic is part of the program's text.
fn for_ever(location: &Location<'_>) -> Loc {
    #[expect(
        unsafe_code,
        reason = "std gives the place with the lifetime of the hook's argument"
    )]
    // SAFETY: places of panics are `&'static Location<'static>`: they are made by the compiler from
    // `#[track_caller]`, or come from `Location::caller()`, which says so. Only the type of
    // `PanicHookInfo::location` shortens it.
    unsafe {
        std::mem::transmute::<&Location<'_>, Loc>(location)
    }
}
