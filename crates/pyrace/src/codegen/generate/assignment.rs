//! Targets of assignments and `del`.

use super::{Context, Generator, Result};
use crate::code::{CodeKind, Op, Version};
use crate::codegen::ir::Loc;
use crate::syntax::ast::{BinaryOp, Expr, ExprKind};

impl<'a> Generator<'a> {
    /// Stores the top into a target.
    pub(super) fn store(&mut self, target: &'a Expr) -> Result<()> {
        let saved = self.unit().loc;
        let loc = self.loc(target.span);
        self.set_loc(loc);
        match &target.kind {
            ExprKind::Name(name) => self.name_op(loc, name, Context::Store)?,
            ExprKind::Attribute { value, name } => {
                self.note_static_attribute(value, &name.name);
                self.expr(value)?;
                let at = self.attribute_loc(target, loc);
                self.emit_name(at, Op::StoreAttr, &name.name, 0, 0);
            }
            ExprKind::Subscript { value, index } => {
                self.expr(value)?;
                if self.is_two_part_slice(index) {
                    self.slice_bounds(index)?;
                    self.emit(loc, Op::StoreSlice, 0);
                } else {
                    self.expr(index)?;
                    self.emit(loc, Op::StoreSubscr, 0);
                }
            }
            ExprKind::Tuple(items) | ExprKind::List(items) => self.unpack(loc, items)?,
            ExprKind::Starred(inner) => self.store(inner)?,
            // The parser lets no other target through.
            _ => return Err(self.too_complex(target.span)),
        }
        self.set_loc(saved);
        Ok(())
    }

    fn unpack(&mut self, loc: Loc, items: &'a [Expr]) -> Result<()> {
        let starred = items
            .iter()
            .position(|item| matches!(item.kind, ExprKind::Starred(_)));
        let count = items.len() as u32;
        match starred {
            Some(before) => {
                let after = count - before as u32 - 1;
                if before >= 1 << 8 || after >= 1 << 23 {
                    return Err(self.too_complex(items[0].span));
                }
                self.emit(loc, Op::UnpackEx, before as u32 | after << 8);
            }
            None => self.emit(loc, Op::UnpackSequence, count),
        }
        items.iter().try_for_each(|item| match &item.kind {
            ExprKind::Starred(inner) => self.store(inner),
            _ => self.store(item),
        })
    }

    pub(super) fn delete(&mut self, target: &'a Expr) -> Result<()> {
        let saved = self.unit().loc;
        let loc = self.loc(target.span);
        self.set_loc(loc);
        match &target.kind {
            ExprKind::Name(name) => self.name_op(loc, name, Context::Delete)?,
            ExprKind::Attribute { value, name } => {
                self.expr(value)?;
                let at = if self.version >= Version::V3_11 {
                    self.attribute_loc(target, loc)
                } else {
                    loc
                };
                self.emit_name(at, Op::DeleteAttr, &name.name, 0, 0);
            }
            ExprKind::Subscript { value, index } => {
                self.expr(value)?;
                self.expr(index)?;
                self.emit(loc, Op::DeleteSubscr, 0);
            }
            ExprKind::Tuple(items) | ExprKind::List(items) => {
                items.iter().try_for_each(|item| self.delete(item))?;
            }
            _ => return Err(self.too_complex(target.span)),
        }
        self.set_loc(saved);
        Ok(())
    }

    /// `target op= value`. Up to 3.8 the operations on the target keep the statement's line.
    pub(super) fn augmented_assignment(
        &mut self,
        stmt: Loc,
        target: &'a Expr,
        op: BinaryOp,
        value: &'a Expr,
    ) -> Result<()> {
        let loc = self.loc(target.span);
        self.set_loc(loc);
        let new = self.version >= Version::V3_11;
        match &target.kind {
            ExprKind::Attribute { value, name } => {
                self.expr(value)?;
                self.duplicate(loc);
                let at = self.attribute_loc(target, loc);
                self.load_attr(at, &name.name);
            }
            ExprKind::Subscript { value, index } if self.is_two_part_slice(index) => {
                self.expr(value)?;
                self.slice_bounds(index)?;
                for _ in 0..3 {
                    self.emit(loc, Op::Copy, 3);
                }
                self.emit(loc, Op::BinarySlice, 0);
            }
            ExprKind::Subscript { value, index } => {
                self.expr(value)?;
                self.expr(index)?;
                if new {
                    self.emit(loc, Op::Copy, 2);
                    self.emit(loc, Op::Copy, 2);
                } else {
                    self.emit(loc, Op::DupTopTwo, 0);
                }
                self.load_item(loc);
            }
            ExprKind::Name(name) => self.name_op(loc, name, Context::Load)?,
            _ => return Err(self.too_complex(target.span)),
        }
        self.set_loc(stmt);
        self.expr(value)?;
        self.binary(stmt, op, true);
        self.set_loc(loc);
        match &target.kind {
            ExprKind::Attribute { name, .. } => {
                let at = self.attribute_loc(target, loc);
                self.swap2(at);
                self.emit_name(at, Op::StoreAttr, &name.name, 0, 0);
            }
            ExprKind::Subscript { index, .. } if self.is_two_part_slice(index) => {
                for depth in [4, 3, 2] {
                    self.emit(loc, Op::Swap, depth);
                }
                self.emit(loc, Op::StoreSlice, 0);
            }
            ExprKind::Subscript { .. } => {
                if new {
                    self.emit(loc, Op::Swap, 3);
                    self.emit(loc, Op::Swap, 2);
                } else {
                    self.emit(loc, Op::RotThree, 0);
                }
                self.emit(loc, Op::StoreSubscr, 0);
            }
            ExprKind::Name(name) => self.name_op(loc, name, Context::Store)?,
            _ => {}
        }
        Ok(())
    }

    /// From 3.13 on a class knows which attributes its methods assign to `self`.
    fn note_static_attribute(&mut self, value: &Expr, name: &str) {
        let on_self = matches!(&value.kind, ExprKind::Name(object) if object == "self");
        if self.version < Version::V3_13 || !on_self {
            return;
        }
        let outer = self.units.split_last_mut().map(|(_, outer)| outer);
        let class = outer
            .into_iter()
            .flatten()
            .rev()
            .find(|(_, unit)| unit.kind == CodeKind::Class);
        if let Some((_, class)) = class {
            class.static_attributes.insert(name.to_owned());
        }
    }
}
