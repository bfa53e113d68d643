//! Imports.

use super::unit::BlockKind;
use super::{Context, Generator, Result};
use crate::bigint::BigInt;
use crate::code::{CodeKind, Const, Op, Version};
use crate::codegen::ir::Loc;
use crate::source::{Diagnostic, Span};
use crate::syntax::ast::{Alias, Ident};

impl Generator<'_> {
    pub(super) fn import(&mut self, loc: Loc, names: &[Alias]) -> Result<()> {
        for alias in names {
            let name = alias.name.name.as_str();
            self.load_const(loc, Const::Int(BigInt::ZERO));
            self.load_const(loc, Const::None);
            self.import_name(loc, name);
            match &alias.alias {
                Some(alias) => self.import_as(loc, name, &alias.name)?,
                None => {
                    let package = name.split('.').next().unwrap_or(name);
                    self.name_op(loc, package, Context::Store)?;
                }
            }
        }
        Ok(())
    }

    /// `IMPORT_NAME`; in 3.15 with a bit that forbids a lazy import.
    fn import_name(&mut self, loc: Loc, name: &str) {
        if self.version < Version::V3_15 {
            self.emit_name(loc, Op::ImportName, name, 0, 0);
            return;
        }
        let unit = self.unit_ref();
        let guarded = unit.blocks.iter().any(|block| {
            matches!(
                block.kind,
                BlockKind::TryExcept
                    | BlockKind::FinallyTry
                    | BlockKind::FinallyEnd
                    | BlockKind::ExceptionHandler
                    | BlockKind::HandlerCleanup
            )
        });
        let eager = guarded || unit.kind != CodeKind::Module;
        self.emit_name(loc, Op::ImportName, name, 2, if eager { 2 } else { 0 });
    }

    /// `import a.b.c as d`: the value is `a`, and the way to `c` goes through the attributes.
    fn import_as(&mut self, loc: Loc, name: &str, alias: &str) -> Result<()> {
        let mut parts = name.split('.').skip(1).peekable();
        if parts.peek().is_none() {
            return self.name_op(loc, alias, Context::Store);
        }
        while let Some(part) = parts.next() {
            self.emit_name(loc, Op::ImportFrom, part, 0, 0);
            if parts.peek().is_some() {
                self.swap2(loc);
                self.emit(loc, Op::PopTop, 0);
            }
        }
        self.name_op(loc, alias, Context::Store)?;
        self.emit(loc, Op::PopTop, 0);
        Ok(())
    }

    pub(super) fn import_from(
        &mut self,
        loc: Loc,
        span: Span,
        module: &Ident,
        names: &[Alias],
    ) -> Result<()> {
        if module.name == "__future__" && span.start >= self.end_of_future {
            return Err(Diagnostic::new(
                span,
                "from __future__ imports must occur at the beginning of the file",
            ));
        }
        self.load_const(loc, Const::Int(BigInt::ZERO));
        let imported = names
            .iter()
            .map(|alias| Const::Str(alias.name.name.clone()))
            .collect();
        self.load_const(loc, Const::Tuple(imported));
        self.import_name(loc, &module.name);
        for alias in names {
            self.emit_name(loc, Op::ImportFrom, &alias.name.name, 0, 0);
            let stored = alias.alias.as_ref().unwrap_or(&alias.name);
            self.name_op(loc, &stored.name, Context::Store)?;
        }
        self.emit(loc, Op::PopTop, 0);
        Ok(())
    }
}
