//! Where CPython can let another thread run: one row per version, and four rows for teaching.
//!
//! With the GIL a thread runs until an *eval-breaker check*; which instructions check is a property of
//! each version. Without the GIL threads run in parallel; on a machine with sequentially consistent
//! memory that is the same as a switch after every instruction, and inside the built-in operations
//! that are not atomic.

use std::fmt;
use std::str::FromStr;

use crate::code::{Op, Version};

/// How a row of the table is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// Measured on a real interpreter with `pyrace rules --measure`.
    Measured,
    /// Read in the source of CPython at the tag that the row names.
    BySource,
    /// A rule for teaching: simpler than any interpreter.
    Teaching,
}

/// Which checks a version has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Switching {
    /// After every instruction.
    Every,
    /// After every instruction that ends with `DISPATCH()`: 3.8 and 3.9.
    Dispatch,
    /// Calls, taken jumps, function entry, handlers: 3.10.
    Calls310,
    /// Calls of built-ins, backward jumps, function entry: 3.11 and later.
    Calls,
}

/// The rules that a program is explored under.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// The name on the command line and in reports.
    pub name: &'static str,
    /// Whose instructions run.
    pub version: Version,
    /// There is a GIL.
    pub gil: bool,
    /// How the row is known.
    pub evidence: Evidence,
    /// Where it is from, or what it stands for.
    pub source: &'static str,
    switching: Switching,
    /// Whose library there is: rules for teaching have that of the newest version.
    pub(crate) library: Version,
    /// A `defaultdict` gives out the object its own call of the factory made, even if another thread
    /// stored one meanwhile (to 3.13.11 and 3.14.2; gh-142495).
    pub(crate) factory_overwrites: bool,
}

/// What happened in a step, as far as it decides on a switch.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Facts {
    /// The instruction; `None` inside a built-in operation.
    pub op: Option<Op>,
    /// The operand of `RESUME`.
    pub arg: u32,
    /// The instruction before it in the code.
    pub previous: Option<Op>,
    /// The next instruction of the thread.
    pub next: Option<Op>,
    /// A call instruction whose callee is not a Python function has finished.
    pub builtin_finished: bool,
    /// A call instruction has finished, whatever its callee.
    pub call_finished: bool,
    /// A frame of a function or generator was entered.
    pub entered: bool,
    /// The step entered a function of the standard library that CPython has in Python, or ended in one.
    pub in_library: bool,
    /// An exception handler was entered.
    pub handled: bool,
    /// A jump was taken.
    pub jumped: bool,
    /// The condition of a jump was a real `bool`.
    pub tested_bool: bool,
}

const fn row(
    name: &'static str,
    version: Version,
    gil: bool,
    switching: Switching,
    evidence: Evidence,
    source: &'static str,
) -> Rules {
    Rules {
        name,
        version,
        gil,
        evidence,
        source,
        switching,
        library: match evidence {
            Evidence::Teaching => Version::V3_15,
            _ => version,
        },
        factory_overwrites: gil && (version as u32) < Version::V3_14 as u32,
    }
}

impl Rules {
    /// Every row: the versions with the GIL, the free-threaded builds, the rules for teaching.
    pub const ALL: [Rules; 15] = [
        row(
            "3.8",
            Version::V3_8,
            true,
            Switching::Dispatch,
            Evidence::Measured,
            "Python/ceval.c at v3.8.18, lines 866 and 1201",
        ),
        row(
            "3.9",
            Version::V3_9,
            true,
            Switching::Dispatch,
            Evidence::Measured,
            "Python/ceval.c at v3.9.18, lines 1041, 1379 and 1404",
        ),
        row(
            "3.10",
            Version::V3_10,
            true,
            Switching::Calls310,
            Evidence::Measured,
            "Python/ceval.c at v3.10.13, lines 1753, 3754-3788, 3849, 4205-4286 and 4506",
        ),
        row(
            "3.11",
            Version::V3_11,
            true,
            Switching::Calls,
            Evidence::Measured,
            "Python/ceval.c at v3.11.7, lines 1779, 4009-4123, 4206 and 4788-5387",
        ),
        row(
            "3.12",
            Version::V3_12,
            true,
            Switching::Calls,
            Evidence::Measured,
            "Python/bytecodes.c at v3.12.1, lines 146, 2153, 2734, 2841-3187 and 3259",
        ),
        row(
            "3.13",
            Version::V3_13,
            true,
            Switching::Calls,
            Evidence::Measured,
            "Python/bytecodes.c at v3.13.0, lines 175, 2386, 3173-3781, 3866 and 3940",
        ),
        row(
            "3.14",
            Version::V3_14,
            true,
            Switching::Calls,
            Evidence::BySource,
            "Python/bytecodes.c at v3.14.7, lines 228, 2930, 3836-4582, 4839 and 4940",
        ),
        row(
            "3.15",
            Version::V3_15,
            true,
            Switching::Calls,
            Evidence::BySource,
            "Python/bytecodes.c at v3.15.0rc1, lines 224, 3588, 4498-5417, 5651 and 5770; ceval_macros.h:531",
        ),
        row(
            "3.13t",
            Version::V3_13,
            false,
            Switching::Every,
            Evidence::BySource,
            "the free-threaded build of 3.13: no GIL, per-object locks",
        ),
        row(
            "3.14t",
            Version::V3_14,
            false,
            Switching::Every,
            Evidence::BySource,
            "the free-threaded build of 3.14: no GIL, per-object locks",
        ),
        row(
            "3.15t",
            Version::V3_15,
            false,
            Switching::Every,
            Evidence::BySource,
            "the free-threaded build of 3.15: no GIL, per-object locks",
        ),
        row(
            "gil_every",
            Version::V3_9,
            true,
            Switching::Every,
            Evidence::Teaching,
            "the GIL up to 3.9, simplified: a switch between any two instructions",
        ),
        row(
            "gil_calls_310",
            Version::V3_10,
            true,
            Switching::Calls310,
            Evidence::Teaching,
            "the GIL of 3.10: calls, taken jumps, function entry, handlers",
        ),
        row(
            "gil_calls",
            Version::V3_12,
            true,
            Switching::Calls,
            Evidence::Teaching,
            "the GIL of 3.11 to 3.15: calls of built-ins, loop edges, function entry",
        ),
        row(
            "free_threaded",
            Version::V3_14,
            false,
            Switching::Every,
            Evidence::Teaching,
            "no GIL: a switch between any two instructions and inside built-ins that are not atomic",
        ),
    ];

    /// The rows that stand for an interpreter, oldest first, then the builds without the GIL.
    #[must_use]
    pub fn versions() -> &'static [Rules] {
        &Rules::ALL[..11]
    }

    /// The rules for teaching.
    #[must_use]
    pub fn teaching() -> &'static [Rules] {
        &Rules::ALL[11..]
    }

    /// Rules that let another thread run after every instruction of a version: what an opcode tracer
    /// can force on a real interpreter.
    #[must_use]
    pub const fn every_instruction(version: Version) -> Rules {
        Rules {
            library: version,
            ..row(
                "every_instruction",
                version,
                true,
                Switching::Every,
                Evidence::Teaching,
                "a tracer stops before every instruction",
            )
        }
    }

    /// The same rules, as the patch release `3.x.patch` of the version has them: a mended bug is a rule that
    /// changed. The rows with a GIL stand for the releases that they were measured on.
    #[must_use]
    pub const fn of_release(self, patch: u32) -> Rules {
        let overwrites = match self.version {
            Version::V3_13 => patch < 12,
            Version::V3_14 => patch < 3,
            Version::V3_15 => false,
            _ => true,
        };
        Rules {
            factory_overwrites: overwrites,
            ..self
        }
    }

    /// True if another thread may run after every single instruction.
    pub(crate) fn switches_everywhere(&self) -> bool {
        self.switching == Switching::Every
    }

    /// True if there are checks at calls and not everywhere: then those inside functions of the standard library
    /// count. With the others a check comes right before such a call and right after it.
    pub(crate) fn switches_at_calls(&self) -> bool {
        matches!(self.switching, Switching::Calls | Switching::Calls310)
    }

    /// True if the interpreter may let another thread run after such a step.
    pub(crate) fn may_switch(&self, facts: Facts) -> bool {
        match self.switching {
            Switching::Every => true,
            Switching::Dispatch => facts.entered || facts.handled || self.dispatches(facts),
            Switching::Calls310 | Switching::Calls if facts.in_library => true,
            Switching::Calls310 => {
                facts.entered
                    || facts.handled
                    || facts.call_finished
                    || (facts.jumped
                        && matches!(
                            facts.op,
                            Some(Op::JumpAbsolute | Op::PopJumpIfTrue | Op::PopJumpIfFalse)
                        ))
            }
            Switching::Calls => match facts.op {
                Some(Op::Resume) => facts.arg < 2,
                Some(Op::JumpBackward) => true,
                Some(
                    Op::PopJumpBackwardIfTrue
                    | Op::PopJumpBackwardIfFalse
                    | Op::PopJumpBackwardIfNone
                    | Op::PopJumpBackwardIfNotNone,
                ) => facts.jumped,
                Some(Op::Call)
                    if self.version >= Version::V3_15
                        && facts.previous == Some(Op::LoadSpecial) =>
                {
                    false
                }
                _ => facts.builtin_finished,
            },
        }
    }

    /// True if the instruction ends with a check: `DISPATCH()` and not `FAST_DISPATCH()`.
    fn dispatches(&self, facts: Facts) -> bool {
        if matches!(facts.next, Some(Op::SetupFinally | Op::SetupWith)) {
            return false;
        }
        let Some(op) = facts.op else {
            return true;
        };
        match op {
            Op::Nop
            | Op::LoadFast
            | Op::LoadConst
            | Op::StoreFast
            | Op::PopTop
            | Op::RotTwo
            | Op::RotThree
            | Op::RotFour
            | Op::DupTop
            | Op::DupTopTwo
            | Op::JumpForward
            | Op::BeginFinally
            | Op::EndFinally
            | Op::CallFinally => false,
            Op::PopJumpIfTrue | Op::PopJumpIfFalse | Op::JumpIfTrueOrPop | Op::JumpIfFalseOrPop => {
                !facts.tested_bool
            }
            Op::IsOp | Op::ContainsOp | Op::LoadAssertionError => self.version < Version::V3_9,
            _ => true,
        }
    }
}

impl fmt::Display for Rules {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

/// The text names no rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseRulesError {
    /// What was given.
    pub given: String,
}

impl fmt::Display for ParseRulesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = Rules::ALL.iter().map(|rules| rules.name).collect();
        write!(
            f,
            "unknown rules `{}`: use one of {}",
            self.given,
            names.join(", ")
        )
    }
}

impl std::error::Error for ParseRulesError {}

impl FromStr for Rules {
    type Err = ParseRulesError;

    /// Reads the name of a row, such as `3.12`, `3.14t` or `gil_every`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Rules::ALL
            .into_iter()
            .find(|rules| rules.name == text)
            .ok_or_else(|| ParseRulesError {
                given: text.to_owned(),
            })
    }
}
