//! Names: which operation reads, writes and deletes them.

use super::{Context, Generator, Result};
use crate::code::{Op, Version};
use crate::codegen::ir::Loc;
use crate::codegen::symbols::{Place, ScopeKind, mangle};

/// Where a name is looked up.
enum Lookup {
    Fast,
    Global,
    Deref,
    Name,
    /// An annotation in a class: its namespace, then globals.
    ClassOrGlobal,
}

impl Generator<'_> {
    pub(super) fn mangled(&self, name: &str) -> String {
        mangle(self.unit_ref().class.as_deref(), name)
    }

    pub(super) fn name_op(&mut self, loc: Loc, name: &str, context: Context) -> Result<()> {
        let mangled = self.mangled(name);
        let place = self.table.scopes[self.unit_ref().scope].place(&mangled);
        let function = self.in_function();
        let lookup = match place {
            Some(Place::Free | Place::Cell) => Lookup::Deref,
            Some(Place::Local) if function || self.unit_ref().hidden_slots.contains(&mangled) => {
                Lookup::Fast
            }
            Some(Place::GlobalImplicit) if self.sees_class() => Lookup::ClassOrGlobal,
            Some(Place::GlobalImplicit) if function => Lookup::Global,
            Some(Place::GlobalExplicit) => Lookup::Global,
            _ => Lookup::Name,
        };
        match lookup {
            Lookup::Fast => {
                let op = match context {
                    Context::Load => Op::LoadFast,
                    Context::Store => Op::StoreFast,
                    Context::Delete => Op::DeleteFast,
                };
                if self.silent == 0 {
                    let arg = self.unit().varnames.add(&mangled);
                    self.emit(loc, op, arg);
                }
            }
            Lookup::Deref => {
                let arg = self.cell_index(&mangled, place == Some(Place::Cell));
                let op = match context {
                    Context::Load => self.load_cell(loc),
                    Context::Store => Op::StoreDeref,
                    Context::Delete => Op::DeleteDeref,
                };
                self.emit(loc, op, arg);
            }
            Lookup::Global => {
                // The name gets a number even where nothing is emitted.
                let arg = self.unit().names.add(&mangled);
                match context {
                    Context::Load => self.load_global(loc, arg),
                    Context::Store => self.emit(loc, Op::StoreGlobal, arg),
                    Context::Delete => self.emit(loc, Op::DeleteGlobal, arg),
                }
            }
            Lookup::ClassOrGlobal => {
                let arg = self.unit().names.add(&mangled);
                self.load_class_dict(loc);
                self.emit(loc, Op::LoadFromDictOrGlobals, arg);
            }
            Lookup::Name => {
                let arg = self.unit().names.add(&mangled);
                let inlined_in_class = self.scope_kind() == ScopeKind::Class
                    && self.unit_ref().inlined_comprehensions > 0;
                match context {
                    Context::Load if inlined_in_class => self.load_global(loc, arg),
                    Context::Load => self.emit(loc, Op::LoadName, arg),
                    Context::Store => self.emit(loc, Op::StoreName, arg),
                    Context::Delete => self.emit(loc, Op::DeleteName, arg),
                }
            }
        }
        Ok(())
    }

    fn load_global(&mut self, loc: Loc, name: u32) {
        // From 3.11 on the lowest bit says that a `NULL` is pushed as well.
        let shift = u32::from(self.version >= Version::V3_11);
        self.emit(loc, Op::LoadGlobal, name << shift);
    }

    /// Whether the names are those of an annotation in a class (3.14 and later).
    fn sees_class(&self) -> bool {
        self.table.scopes[self.unit_ref().scope].sees_class
    }

    fn load_class_dict(&mut self, loc: Loc) {
        let cell = self.cell_index("__classdict__", false);
        self.emit(loc, Op::LoadDeref, cell);
    }

    /// The operation that reads a cell. A class body and the annotations in it look into its namespace
    /// first.
    fn load_cell(&mut self, loc: Loc) -> Op {
        if self.sees_class() {
            self.load_class_dict(loc);
            return Op::LoadFromDictOrDeref;
        }
        if self.scope_kind() != ScopeKind::Class {
            return Op::LoadDeref;
        }
        if self.version < Version::V3_12 {
            return Op::LoadClassDeref;
        }
        if self.unit_ref().inlined_comprehensions > 0 {
            return Op::LoadDeref;
        }
        self.emit(loc, Op::LoadLocals, 0);
        Op::LoadFromDictOrDeref
    }

    /// The number of a cell: cell variables come first, then free ones.
    pub(super) fn cell_index(&mut self, mangled: &str, cell: bool) -> u32 {
        let unit = self.unit();
        if cell {
            return unit.cellvars.add(mangled);
        }
        let cells = unit.cellvars.len();
        cells + unit.freevars.add(mangled)
    }
}
