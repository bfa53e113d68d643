//! Classes.

use super::{Context, Generator, NewUnit, Result};
use crate::bigint::BigInt;
use crate::code::{CodeKind, Const, Op, Params, Version};
use crate::codegen::ir::Loc;
use crate::source::Span;
use crate::syntax::ast::ClassDef;

impl<'a> Generator<'a> {
    pub(super) fn class(&mut self, class: &'a ClassDef, span: Span) -> Result<()> {
        self.exprs(&class.decorators)?;
        let loc = self.loc(span);
        let first_line = class
            .decorators
            .first()
            .map_or_else(|| self.line(span), |first| self.line(first.span));
        let scope = self.table.of(span);
        let name = &class.name.name;
        self.enter(NewUnit {
            scope,
            kind: CodeKind::Class,
            name: name.clone(),
            params: Params::default(),
            first_line,
            span,
            class: Some(name.clone()),
        });
        let header = Loc::new(
            i32::try_from(first_line).unwrap_or(i32::MAX),
            Span::new(span.start, span.start),
        );
        self.name_op(header, "__name__", Context::Load)?;
        self.name_op(header, "__module__", Context::Store)?;
        let qualname = self.unit_ref().qualname.clone();
        self.load_const(header, Const::Str(qualname));
        self.name_op(header, "__qualname__", Context::Store)?;
        if self.version >= Version::V3_13 {
            self.load_const(header, Const::Int(BigInt::from(first_line)));
            self.name_op(header, "__firstlineno__", Context::Store)?;
        }
        let class_dict =
            self.version >= Version::V3_14 && self.table.scopes[scope].needs_class_dict;
        if class_dict {
            self.emit(header, Op::LoadLocals, 0);
            let cell = self.cell_index("__classdict__", true);
            self.emit(header, Op::StoreDeref, cell);
        }
        self.start_conditional_annotations(header);
        self.body(header, &class.body)?;
        if self.version >= Version::V3_13 {
            let attributes = self.unit_ref().static_attributes.iter();
            let attributes = attributes.map(|name| Const::Str(name.clone())).collect();
            self.load_const(Loc::NONE, Const::Tuple(attributes));
            self.name_op(Loc::NONE, "__static_attributes__", Context::Store)?;
        }
        self.unset_loc();
        if class_dict {
            let cell = self.cell_index("__classdict__", true);
            self.emit(Loc::NONE, Op::LoadClosure, cell);
            self.name_op(Loc::NONE, "__classdictcell__", Context::Store)?;
        }
        if self.table.scopes[scope].needs_class_cell {
            let cell = self.cell_index("__class__", true);
            self.emit(Loc::NONE, Op::LoadClosure, cell);
            self.duplicate(Loc::NONE);
            self.name_op(Loc::NONE, "__classcell__", Context::Store)?;
        } else {
            self.load_const(Loc::NONE, Const::None);
        }
        self.emit(Loc::NONE, Op::ReturnValue, 0);
        let code = self.leave(true);
        self.set_loc(loc);
        let null_first = matches!(self.version, Version::V3_11 | Version::V3_12);
        if null_first {
            self.emit(loc, Op::PushNull, 0);
        }
        self.emit(loc, Op::LoadBuildClass, 0);
        if self.version >= Version::V3_13 {
            self.emit(loc, Op::PushNull, 0);
        }
        self.make_closure(loc, code, 0)?;
        self.load_const(loc, Const::Str(name.clone()));
        self.call_arguments(loc, 2, &class.bases, &class.keywords)?;
        self.apply_decorators(loc, &class.decorators);
        self.name_op(loc, name, Context::Store)
    }
}
