//! What can be assigned to.

use super::{Parser, Result};
use crate::source::Diagnostic;
use crate::syntax::ast::{Expr, ExprKind};
use crate::syntax::token::{Keyword, Op};

impl Parser<'_> {
    /// Checks that an expression can stand on the left of `=`, in `for`, in `with ... as`.
    pub(super) fn check_target(&self, target: &Expr, where_starred: &str) -> Result<()> {
        match &target.kind {
            ExprKind::Starred(_) => Err(Diagnostic::new(target.span, where_starred.to_owned())),
            _ => self.check_nested_target(target),
        }
    }

    fn check_nested_target(&self, target: &Expr) -> Result<()> {
        match &target.kind {
            ExprKind::Name(name) if name == "__debug__" => {
                Err(Diagnostic::new(target.span, "cannot assign to __debug__"))
            }
            ExprKind::Name(_) | ExprKind::Attribute { .. } | ExprKind::Subscript { .. } => Ok(()),
            ExprKind::Starred(inner) => self.check_nested_target(inner),
            ExprKind::List(items) | ExprKind::Tuple(items) => {
                let mut stars = items
                    .iter()
                    .filter(|item| matches!(item.kind, ExprKind::Starred(_)));
                stars.next();
                if stars.next().is_some() {
                    return Err(Diagnostic::new(
                        target.span,
                        "multiple starred expressions in assignment",
                    ));
                }
                items.iter().try_for_each(|i| self.check_nested_target(i))
            }
            other => Err(Diagnostic::new(
                target.span,
                format!("cannot assign to {}", other.describe()),
            )),
        }
    }

    /// The left side of `=`; the message guesses that `==` was meant.
    pub(super) fn check_assignment_target(&self, target: &Expr) -> Result<()> {
        let found = self.check_target(
            target,
            "starred assignment target must be in a list or tuple",
        );
        found.map_err(|error| {
            let here = error.message.starts_with("cannot assign to ")
                && error.span == target.span
                && !matches!(target.kind, ExprKind::Constant(ref c)
                    if matches!(c, crate::code::Const::None | crate::code::Const::Bool(_)))
                && !matches!(target.kind, ExprKind::Name(_));
            if here {
                let message = format!(
                    "{} here. Maybe you meant '==' instead of '='?",
                    error.message
                );
                Diagnostic::new(error.span, message)
            } else {
                error
            }
        })
    }

    pub(super) fn check_delete_target(&self, target: &Expr) -> Result<()> {
        match &target.kind {
            ExprKind::Name(_) | ExprKind::Attribute { .. } | ExprKind::Subscript { .. } => Ok(()),
            ExprKind::List(items) | ExprKind::Tuple(items) => {
                items.iter().try_for_each(|i| self.check_delete_target(i))
            }
            other => Err(Diagnostic::new(
                target.span,
                format!("cannot delete {}", other.describe()),
            )),
        }
    }

    /// The targets between `for` and `in`. They bind tighter than `in`.
    pub(super) fn for_target(&mut self) -> Result<Expr> {
        let start = self.span();
        let first = self.target_item()?;
        let mut target = first;
        if self.is_op(Op::Comma) {
            let mut items = vec![target];
            while self.eat_op(Op::Comma) {
                if self.is_keyword(Keyword::In) || !self.starts_expression() {
                    break;
                }
                items.push(self.target_item()?);
            }
            target = self.node(ExprKind::Tuple(items), self.span_from(start))?;
        }
        self.check_target(
            &target,
            "starred assignment target must be in a list or tuple",
        )?;
        Ok(target)
    }

    fn target_item(&mut self) -> Result<Expr> {
        let start = self.span();
        if self.eat_op(Op::Star) {
            let value = self.nested(|p| p.binary(1))?;
            return self.node(ExprKind::Starred(Box::new(value)), self.span_from(start));
        }
        self.nested(|p| p.binary(1))
    }
}
