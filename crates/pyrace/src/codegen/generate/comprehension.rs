//! Comprehensions and generator expressions.

use super::{Generator, NewUnit, Result};
use crate::code::{CodeKind, Op, Params, Version};
use crate::codegen::ir::{Code, Inst, Item, Label, Loc};
use crate::codegen::symbols::{Place, ScopeId, ScopeKind, Symbol, Uses};
use crate::source::Span;
use crate::syntax::ast::{Comprehension, ComprehensionKind, Expr, ExprKind, ForClause};

/// What an inlined comprehension borrows from the scope around it.
#[derive(Default)]
struct Inlined {
    /// Names whose slots are saved on the stack.
    saved: Vec<String>,
    /// Symbols that are replaced while the comprehension is generated.
    symbols: Vec<(String, Option<Symbol>)>,
    /// Names that live in slots only inside the comprehension.
    hidden: Vec<String>,
    cleanup: Option<(Label, Label)>,
}

/// Where the first iterable of a comprehension is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum FirstIterable {
    /// In the first parameter, as an iterator up to 3.14.
    InParameter,
    /// On the stack; up to 3.14 as an iterator.
    OnStack,
    /// On the stack as an iterator (3.15).
    IteratorOnStack,
}

impl<'a> Generator<'a> {
    pub(super) fn comprehension(
        &mut self,
        loc: Loc,
        comprehension: &'a Comprehension,
        span: Span,
    ) -> Result<()> {
        let scope = self.table.of(span);
        if self.table.scopes[scope].inlined {
            return self.inlined_comprehension(loc, comprehension, scope);
        }
        let (name, kind) = match comprehension.kind {
            ComprehensionKind::List => ("<listcomp>", CodeKind::Comprehension),
            ComprehensionKind::Set => ("<setcomp>", CodeKind::Comprehension),
            ComprehensionKind::Dict => ("<dictcomp>", CodeKind::Comprehension),
            ComprehensionKind::Generator => ("<genexpr>", CodeKind::GeneratorExpression),
        };
        let first_line = self.line(span);
        self.enter(NewUnit {
            scope,
            kind,
            name: name.to_owned(),
            params: Params {
                positional: 1,
                ..Params::default()
            },
            first_line,
            span,
            class: None,
        });
        if self.version >= Version::V3_10 {
            self.set_loc(loc);
        }
        let generator = comprehension.kind == ComprehensionKind::Generator;
        let first = &comprehension.clauses[0].iter;
        let mut iterable = FirstIterable::InParameter;
        if generator && self.version >= Version::V3_15 {
            self.iterate_before_generator(first);
            iterable = FirstIterable::IteratorOnStack;
        }
        self.build_empty(loc, comprehension.kind);
        self.clauses(loc, comprehension, 0, 0, iterable)?;
        if !generator {
            self.emit(loc, Op::ReturnValue, 0);
        } else if self.version >= Version::V3_12 {
            self.guard_against_stop_iteration();
        }
        let code = self.leave(true);
        self.make_closure(loc, code, 0)?;
        self.expr(first)?;
        if self.version <= Version::V3_14 {
            let at = self.iter_loc(loc, first);
            self.emit(at, Op::GetIter, 0);
        }
        if self.version <= Version::V3_10 {
            self.emit(loc, Op::CallFunction, 1);
        } else {
            // The iterable takes the place of `self`: no argument is left.
            self.emit_call(loc, 0);
        }
        Ok(())
    }

    /// From 3.15 on a generator expression asks its first iterable for an iterator itself, before the
    /// generator is made.
    fn iterate_before_generator(&mut self, first: &Expr) {
        let at = self.loc(first.span);
        let start = [
            Inst::new(Op::Resume, 4, Loc::NONE),
            Inst::new(Op::LoadFast, 0, at),
            Inst::new(Op::GetIter, 0, at),
        ];
        if self.silent == 0 {
            self.unit().items.splice(0..0, start.map(Item::Inst));
        }
    }

    fn build_empty(&mut self, loc: Loc, kind: ComprehensionKind) {
        let op = match kind {
            ComprehensionKind::List => Op::BuildList,
            ComprehensionKind::Set => Op::BuildSet,
            ComprehensionKind::Dict => Op::BuildMap,
            ComprehensionKind::Generator => return,
        };
        self.emit(loc, op, 0);
    }

    fn iter_loc(&self, loc: Loc, iter: &Expr) -> Loc {
        if self.version >= Version::V3_13 {
            self.loc(iter.span)
        } else {
            loc
        }
    }

    /// The `for` clauses from number `index` on, and the element. `depth` entries of loops are on the
    /// stack above the result.
    fn clauses(
        &mut self,
        loc: Loc,
        comprehension: &'a Comprehension,
        index: usize,
        mut depth: u32,
        first: FirstIterable,
    ) -> Result<()> {
        let clause = &comprehension.clauses[index];
        let start = self.new_label();
        if self.version <= Version::V3_10 {
            // The label after the element, which only its number in the order of blocks needs.
            self.new_label();
        }
        let skip = (self.version <= Version::V3_10).then_some(Label(start.0 + 1));
        let if_cleanup = self.new_label();
        let anchor = self.new_label();
        let single = self.start_clause(loc, clause, index, first)?;
        if !single {
            let at = self.iter_loc(loc, &clause.iter);
            if self.version >= Version::V3_15 && first != FirstIterable::IteratorOnStack {
                self.emit(at, Op::GetIter, 0);
                depth += 1;
            }
            self.use_label(start);
            depth += 1;
            self.jump(at, Op::ForIter, anchor);
            self.next_block();
        }
        self.store(&clause.target)?;
        for test in &clause.tests {
            self.jump_if(test, if_cleanup, false)?;
            self.next_block();
        }
        let element_loc = self.loc(comprehension.element.span);
        if index + 1 < comprehension.clauses.len() {
            let inner = FirstIterable::InParameter;
            self.clauses(loc, comprehension, index + 1, depth, inner)?;
        } else {
            self.element(comprehension, depth)?;
            if let Some(skip) = skip {
                self.use_label(skip);
            }
        }
        self.use_label(if_cleanup);
        if !single {
            let jump = self.any_jump();
            self.jump(element_loc, jump, start);
            self.use_label(anchor);
            self.end_for();
        }
        Ok(())
    }

    /// Pushes the iterator of a clause. Returns whether the clause is `for x in [value]`: then the
    /// value is pushed instead and there is no loop.
    fn start_clause(
        &mut self,
        loc: Loc,
        clause: &'a ForClause,
        index: usize,
        first: FirstIterable,
    ) -> Result<bool> {
        if index == 0 {
            if first == FirstIterable::InParameter {
                self.emit(loc, Op::LoadFast, 0);
            }
            return Ok(false);
        }
        if let ExprKind::List(items) | ExprKind::Tuple(items) = &clause.iter.kind
            && let [item] = items.as_slice()
            && !matches!(item.kind, ExprKind::Starred(_))
        {
            self.expr(item)?;
            return Ok(true);
        }
        self.expr(&clause.iter)?;
        if self.version <= Version::V3_14 {
            let at = self.iter_loc(loc, &clause.iter);
            self.emit(at, Op::GetIter, 0);
        }
        Ok(false)
    }

    fn element(&mut self, comprehension: &'a Comprehension, depth: u32) -> Result<()> {
        let element = &comprehension.element;
        let loc = self.loc(element.span);
        self.expr(element)?;
        match comprehension.kind {
            ComprehensionKind::Generator => {
                self.yield_value(loc);
                self.emit(loc, Op::PopTop, 0);
            }
            ComprehensionKind::List => self.emit(loc, Op::ListAppend, depth + 1),
            ComprehensionKind::Set => self.emit(loc, Op::SetAdd, depth + 1),
            ComprehensionKind::Dict => {
                if let Some(value) = &comprehension.value {
                    self.expr(value)?;
                }
                self.emit(loc, Op::MapAdd, depth + 1);
            }
        }
        Ok(())
    }

    /// PEP 709: the comprehension runs in the frame around it; variables with the same names are
    /// saved on the stack meanwhile.
    fn inlined_comprehension(
        &mut self,
        loc: Loc,
        comprehension: &'a Comprehension,
        scope: ScopeId,
    ) -> Result<()> {
        let first = &comprehension.clauses[0].iter;
        self.expr(first)?;
        if self.version <= Version::V3_14 {
            let at = self.iter_loc(loc, first);
            self.emit(at, Op::GetIter, 0);
        }
        let inlined = self.borrow_scope(loc, scope);
        self.build_empty(loc, comprehension.kind);
        self.emit(loc, Op::Swap, 2);
        self.clauses(loc, comprehension, 0, 0, FirstIterable::OnStack)?;
        self.return_scope(loc, inlined);
        Ok(())
    }

    fn borrow_scope(&mut self, loc: Loc, inner: ScopeId) -> Inlined {
        let outer = self.unit_ref().scope;
        let function = self.in_function();
        let in_class =
            self.scope_kind() == ScopeKind::Class && self.unit_ref().inlined_comprehensions == 0;
        self.unit().inlined_comprehensions += 1;
        let mut inlined = Inlined::default();
        for name in self.table.scopes[inner].names.clone() {
            let Some(symbol) = self.table.scopes[inner].get(&name) else {
                continue;
            };
            let outer_symbol = self.table.scopes[outer].get(&name);
            let outer_place = outer_symbol.and_then(|symbol| symbol.place);
            let bound = symbol.uses.any(Uses::LOCAL) && !symbol.uses.any(Uses::NONLOCAL);
            let isolated = bound || in_class;
            let cell_in_free =
                symbol.place == Some(Place::Cell) && outer_place == Some(Place::Free);
            let differs = symbol.place != outer_place && !cell_in_free;
            let replace = if self.version >= Version::V3_13 {
                (differs && symbol.place != Some(Place::Free)) || in_class
            } else {
                differs && isolated
            };
            if replace {
                self.table.scopes[outer].set(&name, symbol);
                inlined.symbols.push((name.clone(), outer_symbol));
            }
            if !isolated {
                continue;
            }
            if !function && self.unit().hidden_slots.insert(name.clone()) {
                inlined.hidden.push(name.clone());
            }
            // To 3.13 all names of a comprehension in a class are saved.
            if !bound && self.version >= Version::V3_14 {
                continue;
            }
            if self.silent == 0 {
                let slot = self.unit().varnames.add(&name);
                self.emit(loc, Op::LoadFastAndClear, slot);
                if symbol.place == Some(Place::Cell) {
                    let cell = self.cell_index(&name, outer_place != Some(Place::Free));
                    self.emit(loc, Op::MakeCell, cell);
                }
            }
            inlined.saved.push(name);
        }
        if !inlined.saved.is_empty() {
            self.emit(loc, Op::Swap, inlined.saved.len() as u32 + 1);
            let cleanup = self.new_label();
            let end = self.new_label();
            inlined.cleanup = Some((cleanup, end));
            self.jump(loc, Op::SetupFinally, cleanup);
        }
        inlined
    }

    fn return_scope(&mut self, loc: Loc, inlined: Inlined) {
        self.unit().inlined_comprehensions -= 1;
        let outer = self.unit_ref().scope;
        for (name, symbol) in inlined.symbols {
            let symbol = symbol.unwrap_or(Symbol {
                uses: Uses::NONE,
                place: None,
            });
            self.table.scopes[outer].set(&name, symbol);
        }
        if let Some((cleanup, end)) = inlined.cleanup {
            self.emit_nowhere(Op::PopBlock, 0);
            let jump = self.quiet_jump();
            self.jump_nowhere(jump, end);
            self.use_label(cleanup);
            self.emit_nowhere(Op::Swap, 2);
            self.emit_nowhere(Op::PopTop, 0);
            self.restore_slots(loc, &inlined.saved);
            self.emit_nowhere(Op::Reraise, 0);
            self.use_label(end);
            self.restore_slots(loc, &inlined.saved);
        }
        for name in inlined.hidden {
            self.unit().hidden_slots.remove(&name);
        }
    }

    fn restore_slots(&mut self, loc: Loc, saved: &[String]) {
        self.emit(loc, Op::Swap, saved.len() as u32 + 1);
        for name in saved.iter().rev() {
            if self.silent == 0 {
                let slot = self.unit().varnames.add(name);
                self.emit(loc, Code::StoreFastMaybeNull, slot);
            }
        }
    }
}
