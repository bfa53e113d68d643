//! What a solution of an exercise may use.

/// The rules of an exercise for the source scan ([`crate::scan()`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    allow_unsafe: bool,
    refuse_std_cells: bool,
}

impl Rules {
    /// The rules of almost every exercise: safe Rust, the types of `lab`, and the part of std
    /// that computes and stores.
    #[must_use]
    pub const fn strict() -> Rules {
        Rules {
            allow_unsafe: false,
            refuse_std_cells: false,
        }
    }

    /// What no exercise refuses is allowed here, and nothing else: for whoever must refuse a
    /// hostile file before it is compiled, without knowing the exercise's own rules.
    #[must_use]
    pub const fn widest() -> Rules {
        Rules::strict().allow_unsafe()
    }

    /// Allows the word `unsafe`.
    ///
    /// The checker sees unsafe code only where it goes through `lab::cell` and `lab::alloc`; an
    /// exercise that allows it refuses the cells of std as well ([`Rules::refuse_std_cells`])
    /// unless they do no harm there.
    #[must_use]
    pub const fn allow_unsafe(self) -> Rules {
        Rules {
            allow_unsafe: true,
            ..self
        }
    }

    /// Refuses `std::cell`, whose accesses the checker cannot see.
    #[must_use]
    pub const fn refuse_std_cells(self) -> Rules {
        Rules {
            refuse_std_cells: true,
            ..self
        }
    }

    pub(crate) const fn unsafe_allowed(self) -> bool {
        self.allow_unsafe
    }

    pub(crate) const fn std_cells_refused(self) -> bool {
        self.refuse_std_cells
    }
}
