//! Emitting instructions, labels and constants.
//!
//! Up to 3.11 the compiler keeps a current place that the next instruction gets. From 3.12 on every
//! instruction is emitted with its own. Here the callers give the place of 3.12 and set the current
//! one where older versions do; [`Generator::emit`] takes the one of the version.

use super::Generator;
use crate::code::{CodeObject, Const, Op, Version};
use crate::codegen::ir::{Code, Inst, Item, Label, Loc};

impl Generator<'_> {
    pub(super) fn emit(&mut self, loc: Loc, code: impl Into<Code>, arg: u32) {
        let loc = if self.version >= Version::V3_12 {
            loc
        } else {
            self.unit().loc
        };
        self.push(Inst::new(code, arg, loc));
    }

    pub(super) fn jump(&mut self, loc: Loc, code: impl Into<Code>, target: Label) {
        let loc = if self.version >= Version::V3_12 {
            loc
        } else {
            self.unit().loc
        };
        self.push(Inst::jump(code, target, loc));
    }

    /// An instruction without a place, from 3.10 on. Older versions know only the current place.
    pub(super) fn emit_nowhere(&mut self, code: impl Into<Code>, arg: u32) {
        let loc = self.nowhere();
        self.push(Inst::new(code, arg, loc));
    }

    pub(super) fn jump_nowhere(&mut self, code: impl Into<Code>, target: Label) {
        let loc = self.nowhere();
        self.push(Inst::jump(code, target, loc));
    }

    fn nowhere(&mut self) -> Loc {
        if self.version >= Version::V3_10 {
            Loc::NONE
        } else {
            self.unit().loc
        }
    }

    /// A jump in any direction: `JUMP_ABSOLUTE` up to 3.10.
    pub(super) fn any_jump(&self) -> Code {
        if self.version >= Version::V3_11 {
            Code::Jump
        } else {
            Code::Op(Op::JumpAbsolute)
        }
    }

    /// A jump that goes on: `JUMP_FORWARD` up to 3.10.
    pub(super) fn forward_jump(&self) -> Code {
        if self.version >= Version::V3_11 {
            Code::Jump
        } else {
            Code::Op(Op::JumpForward)
        }
    }

    /// As [`Self::forward_jump`], without a switch point from 3.13 on.
    pub(super) fn quiet_jump(&self) -> Code {
        if self.version >= Version::V3_13 {
            Code::JumpNoInterrupt
        } else {
            self.forward_jump()
        }
    }

    fn push(&mut self, mut inst: Inst) {
        if self.silent > 0 {
            return;
        }
        self.emitted += 1;
        let implicit_blocks = self.version == Version::V3_11;
        let unit = self.unit();
        if let Some((purpose, manager)) = unit.purpose {
            inst.loc.purpose = purpose;
            inst.loc.span = manager;
        }
        if implicit_blocks && unit.starts_block {
            let label = unit.new_label();
            unit.items.push(Item::Label(label));
            unit.starts_block = false;
        }
        unit.items.push(Item::Inst(inst));
        unit.starts_block |= inst.code.is_terminator();
    }

    pub(super) fn use_label(&mut self, label: Label) {
        let unit = self.unit();
        unit.items.push(Item::Label(label));
        unit.starts_block = false;
    }

    /// Starts a block where the compiler of 3.10 does so without a label.
    pub(super) fn next_block(&mut self) {
        if self.version == Version::V3_10 {
            let label = self.new_label();
            self.use_label(label);
        }
    }

    /// Sets the current place (to 3.11).
    pub(super) fn set_loc(&mut self, loc: Loc) {
        if self.version <= Version::V3_11 {
            self.unit().loc = loc;
        }
    }

    /// Marks what follows as artificial (3.10, 3.11).
    pub(super) fn unset_loc(&mut self) {
        if self.version == Version::V3_10 || self.version == Version::V3_11 {
            self.unit().loc = Loc::NONE;
        }
    }

    pub(super) fn unset_loc_in(&mut self, version: Version) {
        if self.version == version {
            self.unit().loc = Loc::NONE;
        }
    }

    pub(super) fn load_const(&mut self, loc: Loc, value: Const) {
        if self.silent > 0 {
            return;
        }
        let arg = self.add_const(value);
        self.emit(loc, Op::LoadConst, arg);
    }

    /// The number of a constant, which is added if it is new.
    pub(super) fn add_const(&mut self, value: Const) -> u32 {
        let known = self
            .unit_ref()
            .consts
            .iter()
            .position(|known| self.same_const(known, &value));
        let index = known.unwrap_or_else(|| {
            self.unit().consts.push(value);
            self.unit().consts.len() - 1
        });
        u32::try_from(index).unwrap_or(u32::MAX)
    }

    fn same_const(&self, a: &Const, b: &Const) -> bool {
        match (a, b) {
            (Const::Code(a), Const::Code(b)) => {
                match (&self.codes[a.0 as usize], &self.codes[b.0 as usize]) {
                    (Some(a), Some(b)) => self.same_code(a, b),
                    _ => false,
                }
            }
            // Not even a nan is equal to a nan.
            (Const::Float(a), Const::Float(_)) if a.0.is_nan() => false,
            _ => a == b,
        }
    }

    /// Whether two code objects are equal. From 3.11 on their places in the text count, earlier only
    /// their first lines (`code_richcompare`).
    fn same_code(&self, a: &CodeObject, b: &CodeObject) -> bool {
        let places = self.version >= Version::V3_11;
        let same_instrs = a.instrs.len() == b.instrs.len()
            && a.instrs.iter().zip(&b.instrs).all(|(a, b)| {
                (a.op, a.raw) == (b.op, b.raw) && (!places || (a.line, a.span) == (b.line, b.span))
            });
        let same_consts = a.consts.len() == b.consts.len()
            && a.consts
                .iter()
                .zip(&b.consts)
                .all(|(a, b)| self.same_const(a, b));
        same_instrs
            && same_consts
            && (&a.name, a.params, a.flags, a.first_line)
                == (&b.name, b.params, b.flags, b.first_line)
            && (&a.names, &a.slots, &a.exception_table) == (&b.names, &b.slots, &b.exception_table)
    }

    /// An operation on the attribute, module or global with a name. `shift` makes room for flags.
    pub(super) fn emit_name(&mut self, loc: Loc, op: Op, name: &str, shift: u32, flags: u32) {
        if self.silent > 0 {
            return;
        }
        let mangled = self.mangled(name);
        let arg = self.unit().names.add(&mangled);
        self.emit(loc, op, arg << shift | flags);
    }

    // Stack operations with the names of each version.

    /// Pushes the top once more.
    pub(super) fn duplicate(&mut self, loc: Loc) {
        if self.version >= Version::V3_11 {
            self.emit(loc, Op::Copy, 1);
        } else {
            self.emit(loc, Op::DupTop, 0);
        }
    }

    /// Exchanges the two topmost entries.
    pub(super) fn swap2(&mut self, loc: Loc) {
        if self.version >= Version::V3_11 {
            self.emit(loc, Op::Swap, 2);
        } else {
            self.emit(loc, Op::RotTwo, 0);
        }
    }

    /// Moves a bool in front of a conditional jump, from 3.13 on.
    pub(super) fn bool_of(&mut self, loc: Loc) {
        if self.version >= Version::V3_13 {
            self.emit(loc, Op::ToBool, 0);
        }
    }
}
