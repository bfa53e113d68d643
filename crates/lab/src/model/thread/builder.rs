//! Threads with a name.

use std::io;
use std::panic::Location;

use checker::rt;

use super::spawn::{Names, in_model, plain};
use super::{JoinHandle, Scope, ScopedJoinHandle};

/// [`std::thread::Builder`], checked.
///
/// In a check the size of the stack is not changed.
#[must_use = "must eventually spawn the thread"]
#[derive(Debug)]
pub struct Builder {
    name: Option<String>,
    shown: Option<String>,
    stack_size: Option<usize>,
}

impl Builder {
    /// A thread without a name.
    #[expect(
        clippy::new_without_default,
        reason = "std's builder has no `Default` either"
    )]
    pub fn new() -> Builder {
        Builder {
            name: None,
            shown: None,
            stack_size: None,
        }
    }

    /// Names the thread. The table of events uses the name.
    pub fn name(mut self, name: String) -> Builder {
        self.name = Some(name);
        self
    }

    /// Names the thread in the table of events only: the program cannot ask for this name.
    ///
    /// Std has nothing like it. The models of the exercises start their threads with it, so that no
    /// solution can do one thing for "visitor A" and another one for "visitor B".
    pub fn shown_as(mut self, name: &str) -> Builder {
        self.shown = Some(name.to_owned());
        self
    }

    /// Sets the size of the stack in bytes.
    pub fn stack_size(mut self, size: usize) -> Builder {
        self.stack_size = Some(size);
        self
    }

    /// Starts the thread.
    ///
    /// # Errors
    ///
    /// When the system cannot start one more thread.
    #[track_caller]
    pub fn spawn<F, T>(self, f: F) -> io::Result<JoinHandle<T>>
    where
        F: FnOnce() -> T + Send + 'static,
        T: Send + 'static,
    {
        let line = Location::caller();
        if rt::in_model() {
            return Ok(in_model(self.into_names(), f, line));
        }
        Ok(plain(self.into_std().spawn(f)?))
    }

    /// Starts the thread in a scope, so that it may borrow.
    ///
    /// # Errors
    ///
    /// When the system cannot start one more thread.
    #[track_caller]
    pub fn spawn_scoped<'scope, 'env, F, T>(
        self,
        scope: &'scope Scope<'scope, 'env>,
        f: F,
    ) -> io::Result<ScopedJoinHandle<'scope, T>>
    where
        F: FnOnce() -> T + Send + 'scope,
        T: Send + 'scope,
    {
        scope.start(self, f, Location::caller())
    }

    /// The names, for the engine and for the program.
    pub(super) fn into_names(self) -> Names {
        Names {
            shown: self.shown.or_else(|| self.name.clone()),
            own: self.name,
        }
    }

    /// Std's builder with the same settings.
    pub(super) fn into_std(self) -> std::thread::Builder {
        let mut builder = std::thread::Builder::new();
        if let Some(name) = self.name {
            builder = builder.name(name);
        }
        if let Some(size) = self.stack_size {
            builder = builder.stack_size(size);
        }
        builder
    }
}
