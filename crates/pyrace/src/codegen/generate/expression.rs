//! Expressions that are read.

use super::{Context, Generator, Result};
use crate::code::{Binary, Const, Op, Version};
use crate::codegen::ir::Loc;
use crate::source::Diagnostic;
use crate::syntax::ast::{BinaryOp, Expr, ExprKind, UnaryOp};

/// More values than this are not kept on the stack, from 3.10 on.
pub(super) const STACK_USE_GUIDELINE: usize = 30;

/// The operator of `BINARY_OP`.
pub(super) fn binary_operand(op: BinaryOp) -> Binary {
    match op {
        BinaryOp::Add => Binary::Add,
        BinaryOp::Subtract => Binary::Subtract,
        BinaryOp::Multiply => Binary::Multiply,
        BinaryOp::MatrixMultiply => Binary::MatrixMultiply,
        BinaryOp::Divide => Binary::TrueDivide,
        BinaryOp::FloorDivide => Binary::FloorDivide,
        BinaryOp::Modulo => Binary::Remainder,
        BinaryOp::Power => Binary::Power,
        BinaryOp::LeftShift => Binary::Lshift,
        BinaryOp::RightShift => Binary::Rshift,
        BinaryOp::And => Binary::And,
        BinaryOp::Or => Binary::Or,
        BinaryOp::Xor => Binary::Xor,
    }
}

/// The operation of each operator up to 3.10, plain and in place.
pub(super) fn binary_operation(op: BinaryOp, in_place: bool) -> Op {
    let (plain, inplace) = match op {
        BinaryOp::Add => (Op::BinaryAdd, Op::InplaceAdd),
        BinaryOp::Subtract => (Op::BinarySubtract, Op::InplaceSubtract),
        BinaryOp::Multiply => (Op::BinaryMultiply, Op::InplaceMultiply),
        BinaryOp::MatrixMultiply => (Op::BinaryMatrixMultiply, Op::InplaceMatrixMultiply),
        BinaryOp::Divide => (Op::BinaryTrueDivide, Op::InplaceTrueDivide),
        BinaryOp::FloorDivide => (Op::BinaryFloorDivide, Op::InplaceFloorDivide),
        BinaryOp::Modulo => (Op::BinaryModulo, Op::InplaceModulo),
        BinaryOp::Power => (Op::BinaryPower, Op::InplacePower),
        BinaryOp::LeftShift => (Op::BinaryLshift, Op::InplaceLshift),
        BinaryOp::RightShift => (Op::BinaryRshift, Op::InplaceRshift),
        BinaryOp::And => (Op::BinaryAnd, Op::InplaceAnd),
        BinaryOp::Or => (Op::BinaryOr, Op::InplaceOr),
        BinaryOp::Xor => (Op::BinaryXor, Op::InplaceXor),
    };
    if in_place { inplace } else { plain }
}

impl<'a> Generator<'a> {
    /// Evaluates an expression; its value is pushed.
    pub(super) fn expr(&mut self, expr: &'a Expr) -> Result<()> {
        let saved = self.unit().loc;
        // In 3.8 a slice is no expression and has no place of its own.
        let loc = if self.version == Version::V3_8 && matches!(expr.kind, ExprKind::Slice { .. }) {
            saved
        } else {
            self.place_in_fstring(expr)
        };
        self.set_loc(loc);
        self.expr_kind(expr, loc)?;
        self.set_loc(saved);
        Ok(())
    }

    pub(super) fn exprs(&mut self, exprs: &'a [Expr]) -> Result<()> {
        exprs.iter().try_for_each(|expr| self.expr(expr))
    }

    fn expr_kind(&mut self, expr: &'a Expr, loc: Loc) -> Result<()> {
        match &expr.kind {
            ExprKind::Constant(value) => {
                self.load_const(loc, value.clone());
                Ok(())
            }
            ExprKind::Name(name) => self.name_op(loc, name, Context::Load),
            ExprKind::Bool { op, values } => self.boolean(loc, *op, values),
            ExprKind::Named { target, value } => {
                self.expr(value)?;
                self.duplicate(loc);
                self.store(target)
            }
            ExprKind::Binary { left, op, right } => {
                self.expr(left)?;
                self.expr(right)?;
                self.binary(loc, *op, false);
                Ok(())
            }
            ExprKind::Unary { op, operand } => {
                self.expr(operand)?;
                self.unary(loc, *op);
                Ok(())
            }
            ExprKind::Lambda { params, body } => self.lambda(params, body, expr.span),
            ExprKind::Conditional { test, body, orelse } => self.conditional(test, body, orelse),
            ExprKind::Dict(items) => self.dict(loc, items),
            ExprKind::Set(items) => self.set(loc, items),
            ExprKind::List(items) => self.list(loc, items),
            ExprKind::Tuple(items) => self.tuple(loc, items),
            ExprKind::Comprehension(comprehension) => {
                self.comprehension(loc, comprehension, expr.span)
            }
            ExprKind::Yield(value) => {
                match value {
                    Some(value) => self.expr(value)?,
                    None => self.load_const(loc, Const::None),
                }
                self.yield_value(loc);
                Ok(())
            }
            ExprKind::Compare { left, ops } => self.compare(loc, left, ops),
            ExprKind::Call {
                function,
                args,
                keywords,
            } => self.call(expr, function, args, keywords),
            ExprKind::FString(parts) => self.fstring(loc, expr.span, parts),
            ExprKind::FormattedValue {
                value,
                conversion,
                spec,
            } => self.formatted_value(loc, expr.span, value, *conversion, spec.as_deref()),
            ExprKind::Attribute { value, name } => {
                if let Some(arguments) = self.optimizable_super(value, &name.name) {
                    let at = self.attribute_loc(expr, loc);
                    self.load_super_arguments(value, arguments)?;
                    let flags = if arguments.is_empty() { 0 } else { 2 };
                    self.emit_name(loc, Op::LoadSuperAttr, &name.name, 2, flags);
                    self.emit(at, Op::Nop, 0);
                    return Ok(());
                }
                self.expr(value)?;
                let at = self.attribute_loc(expr, loc);
                self.load_attr(at, &name.name);
                Ok(())
            }
            ExprKind::Subscript { value, index } => self.subscript(loc, value, index),
            ExprKind::Slice { .. } => self.slice(expr),
            ExprKind::Starred(_) => Err(Diagnostic::new(
                expr.span,
                "can't use starred expression here",
            )),
        }
    }

    pub(super) fn binary(&mut self, loc: Loc, op: BinaryOp, in_place: bool) {
        if self.version >= Version::V3_11 {
            // The operators in place follow the plain ones in the same order.
            let in_place = if in_place {
                Binary::InplaceAdd as u32
            } else {
                0
            };
            self.emit(loc, Op::BinaryOp, binary_operand(op) as u32 + in_place);
        } else {
            self.emit(loc, binary_operation(op, in_place), 0);
        }
    }

    fn unary(&mut self, loc: Loc, op: UnaryOp) {
        match op {
            UnaryOp::Plus if self.version >= Version::V3_12 => {
                self.emit(loc, Op::CallIntrinsic1, 5);
            }
            UnaryOp::Plus => self.emit(loc, Op::UnaryPositive, 0),
            UnaryOp::Minus => self.emit(loc, Op::UnaryNegative, 0),
            UnaryOp::Invert => self.emit(loc, Op::UnaryInvert, 0),
            UnaryOp::Not => {
                self.bool_of(loc);
                self.emit(loc, Op::UnaryNot, 0);
            }
        }
    }

    pub(super) fn yield_value(&mut self, loc: Loc) {
        self.emit(loc, Op::YieldValue, 0);
        if self.version >= Version::V3_11 {
            self.emit(loc, Op::Resume, 1);
        }
    }

    pub(super) fn load_attr(&mut self, loc: Loc, name: &str) {
        let shift = u32::from(self.version >= Version::V3_12);
        self.emit_name(loc, Op::LoadAttr, name, shift, 0);
    }

    /// The place of an operation on an attribute: its line is the one of the name after the dot (3.10
    /// and later). The current place is set to it, and restored after the expression.
    pub(super) fn attribute_loc(&mut self, attribute: &'a Expr, loc: Loc) -> Loc {
        if self.version <= Version::V3_9 {
            return loc;
        }
        let line = self.end_line(attribute.span);
        let at = if loc.line == line {
            loc
        } else {
            Loc { line, ..loc }
        };
        self.set_loc(at);
        at
    }

    fn subscript(&mut self, loc: Loc, value: &'a Expr, index: &'a Expr) -> Result<()> {
        self.expr(value)?;
        if self.is_two_part_slice(index) {
            self.slice_bounds(index)?;
            self.emit(loc, Op::BinarySlice, 0);
        } else {
            self.expr(index)?;
            self.load_item(loc);
        }
        Ok(())
    }

    /// `value[key]` with both on the stack.
    pub(super) fn load_item(&mut self, loc: Loc) {
        if self.version >= Version::V3_14 {
            self.emit(loc, Op::BinaryOp, Binary::Subscript as u32);
        } else {
            self.emit(loc, Op::BinarySubscr, 0);
        }
    }

    /// `a:b`, which has operations of its own from 3.12 on. From 3.14 on constant bounds make a
    /// constant slice instead.
    pub(super) fn is_two_part_slice(&self, index: &Expr) -> bool {
        let two_parts = matches!(index.kind, ExprKind::Slice { step: None, .. });
        self.version >= Version::V3_12 && two_parts && self.constant_slice(index).is_none()
    }

    /// Pushes start and stop of a slice.
    pub(super) fn slice_bounds(&mut self, slice: &'a Expr) -> Result<()> {
        let ExprKind::Slice { start, stop, .. } = &slice.kind else {
            return Ok(());
        };
        let loc = self.loc(slice.span);
        for bound in [start, stop] {
            match bound {
                Some(bound) => self.expr(bound)?,
                None => self.load_const(loc, Const::None),
            }
        }
        Ok(())
    }

    fn slice(&mut self, slice: &'a Expr) -> Result<()> {
        let loc = self.loc(slice.span);
        if let Some(constant) = self.constant_slice(slice) {
            self.load_const(loc, constant);
            return Ok(());
        }
        self.slice_bounds(slice)?;
        let mut count = 2;
        if let ExprKind::Slice {
            step: Some(step), ..
        } = &slice.kind
        {
            self.expr(step)?;
            count = 3;
        }
        self.emit(loc, Op::BuildSlice, count);
        Ok(())
    }

    /// A slice with constant bounds is a constant, from 3.14 on.
    fn constant_slice(&self, slice: &Expr) -> Option<Const> {
        let ExprKind::Slice { start, stop, step } = &slice.kind else {
            return None;
        };
        if self.version < Version::V3_14 {
            return None;
        }
        let constant = |bound: &Option<Box<Expr>>| match bound.as_ref().map(|b| &b.kind) {
            None => Some(Const::None),
            Some(ExprKind::Constant(value)) => Some(value.clone()),
            Some(_) => None,
        };
        let parts = [constant(start)?, constant(stop)?, constant(step)?];
        Some(Const::Slice(Box::new(parts)))
    }
}
