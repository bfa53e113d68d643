//! What mdBook logs while it renders. It reports a missing include or a broken page as a warning
//! and goes on; for a course that is an error.

use std::fmt::Write as _;
use std::sync::{Arc, Mutex, PoisonError};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

/// Runs `work` and gives back its result with every warning and error that was logged meanwhile
/// on this thread.
pub fn warnings_of<R>(work: impl FnOnce() -> R) -> (R, Vec<String>) {
    let collector = Collector::default();
    let warnings = Arc::clone(&collector.warnings);
    let result = tracing::subscriber::with_default(collector, work);
    let warnings = warnings
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .clone();
    (result, warnings)
}

#[derive(Default)]
struct Collector {
    warnings: Arc<Mutex<Vec<String>>>,
}

impl Subscriber for Collector {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        *metadata.level() <= Level::WARN
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut message = Message::default();
        event.record(&mut message);
        self.warnings
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(message.0);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// The text of an event, with its fields behind it.
#[derive(Default)]
struct Message(String);

impl Visit for Message {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        // Writing to a String cannot fail.
        let _ = if field.name() == "message" {
            write!(self.0, "{value:?}")
        } else {
            write!(self.0, " {}={value:?}", field.name())
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn warnings_and_errors_are_collected_and_the_rest_is_not() {
        let (result, warnings) = warnings_of(|| {
            tracing::info!("fine");
            tracing::warn!(file = "a.md", "strange");
            tracing::error!("broken {}", 1);
            3
        });
        assert_eq!(result, 3);
        assert_eq!(warnings, ["strange file=\"a.md\"", "broken 1"]);
    }
}
