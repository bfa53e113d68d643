//! Calls.

use super::expression::STACK_USE_GUIDELINE;
use super::{Context, Generator, Result};
use crate::code::{Common, Const, Op, Version};
use crate::codegen::ir::{Code, Label, Loc};
use crate::codegen::symbols::{Place, SymbolTable, Uses};
use crate::syntax::ast::{ComprehensionKind, Expr, ExprKind, KeywordArg};

impl<'a> Generator<'a> {
    /// Calls what is on the stack with `args` arguments above it, from 3.11 on.
    pub(super) fn emit_call(&mut self, loc: Loc, args: u32) {
        if self.version == Version::V3_11 {
            self.emit(loc, Op::Precall, args);
        }
        self.emit(loc, Op::Call, args);
    }

    pub(super) fn load_method(&mut self, loc: Loc, name: &str) {
        if self.version >= Version::V3_12 {
            self.emit_name(loc, Op::LoadAttr, name, 1, 1);
        } else {
            self.emit_name(loc, Op::LoadMethod, name, 0, 0);
        }
    }

    pub(super) fn call(
        &mut self,
        call: &'a Expr,
        function: &'a Expr,
        args: &'a [Expr],
        keywords: &'a [KeywordArg],
    ) -> Result<()> {
        let loc = self.loc(call.span);
        if let ExprKind::Attribute { value, name } = &function.kind
            && self.is_method_call(value, args, keywords)
        {
            return self.method_call(loc, function, value, &name.name, args, keywords);
        }
        let function_loc = self.loc(function.span);
        let null_first = matches!(self.version, Version::V3_11 | Version::V3_12);
        if null_first {
            self.set_loc(function_loc);
            self.emit(function_loc, Op::PushNull, 0);
            self.set_loc(loc);
        }
        self.expr(function)?;
        let end = self.new_label();
        if self.version >= Version::V3_14 {
            self.builtin_over_generator(function, args, keywords, end)?;
        }
        if self.version >= Version::V3_13 {
            self.emit(function_loc, Op::PushNull, 0);
        }
        self.call_arguments(loc, 0, args, keywords)?;
        if self.version >= Version::V3_14 {
            self.use_label(end);
        }
        Ok(())
    }

    /// Whether a call of an attribute loads a method instead of making a bound one.
    fn is_method_call(&self, object: &Expr, args: &[Expr], keywords: &[KeywordArg]) -> bool {
        if args.iter().any(|a| matches!(a.kind, ExprKind::Starred(_))) {
            return false;
        }
        match self.version {
            Version::V3_8 | Version::V3_9 => keywords.is_empty(),
            Version::V3_10 => keywords.is_empty() && args.len() < STACK_USE_GUIDELINE,
            _ => {
                let total = args.len() + keywords.len() + usize::from(!keywords.is_empty());
                !self.is_imported(object)
                    && total < STACK_USE_GUIDELINE
                    && keywords.iter().all(|keyword| keyword.name.is_some())
            }
        }
    }

    /// Whether an object is bound by an import at module level: a module most likely.
    fn is_imported(&self, object: &Expr) -> bool {
        match &object.kind {
            ExprKind::Name(name) => self.table.scopes[SymbolTable::MODULE]
                .uses(name)
                .any(Uses::IMPORT),
            _ => false,
        }
    }

    fn method_call(
        &mut self,
        loc: Loc,
        method: &'a Expr,
        object: &'a Expr,
        name: &'a str,
        args: &'a [Expr],
        keywords: &'a [KeywordArg],
    ) -> Result<()> {
        let method_loc = self.loc(method.span);
        let at;
        if let Some(arguments) = self.optimizable_super(object, name) {
            self.load_super_arguments(object, arguments)?;
            let flags = if arguments.is_empty() { 1 } else { 3 };
            self.emit_name(method_loc, Op::LoadSuperAttr, name, 2, flags);
            at = self.attribute_loc(method, method_loc);
            self.emit(at, Op::Nop, 0);
        } else {
            self.expr(object)?;
            if self.version == Version::V3_11 {
                self.set_loc(method_loc);
            }
            at = if self.version == Version::V3_10 {
                self.attribute_loc(method, loc)
            } else {
                self.attribute_loc(method, method_loc)
            };
            self.load_method(at, name);
        }
        self.exprs(args)?;
        let count = (args.len() + keywords.len()) as u32;
        if self.version <= Version::V3_10 {
            self.emit(loc, Op::CallMethod, count);
            return Ok(());
        }
        self.keyword_values(at, keywords)?;
        self.set_loc(loc);
        let call_loc = self.attribute_loc(method, loc);
        self.call_with_keywords(call_loc, count, !keywords.is_empty());
        Ok(())
    }

    /// Pushes the values of keyword arguments and tells the call their names.
    fn keyword_values(&mut self, loc: Loc, keywords: &'a [KeywordArg]) -> Result<()> {
        if keywords.is_empty() {
            return Ok(());
        }
        for keyword in keywords {
            self.expr(&keyword.value)?;
        }
        let names = keywords
            .iter()
            .filter_map(|keyword| keyword.name.as_ref())
            .map(|name| Const::Str(name.name.clone()))
            .collect();
        let names = Const::Tuple(names);
        if matches!(self.version, Version::V3_11 | Version::V3_12) {
            if self.silent == 0 {
                let arg = self.add_const(names);
                self.emit(loc, Op::KwNames, arg);
            }
        } else {
            self.load_const(loc, names);
        }
        Ok(())
    }

    fn call_with_keywords(&mut self, loc: Loc, count: u32, keywords: bool) {
        if self.version >= Version::V3_13 && keywords {
            self.emit(loc, Op::CallKw, count);
        } else {
            self.emit_call(loc, count);
        }
    }

    /// Evaluates arguments and calls; `pushed` arguments are on the stack already.
    pub(super) fn call_arguments(
        &mut self,
        loc: Loc,
        pushed: usize,
        args: &'a [Expr],
        keywords: &'a [KeywordArg],
    ) -> Result<()> {
        let unpacks = args.iter().any(|a| matches!(a.kind, ExprKind::Starred(_)))
            || keywords.iter().any(|keyword| keyword.name.is_none());
        let many =
            self.version >= Version::V3_10 && args.len() + keywords.len() * 2 > STACK_USE_GUIDELINE;
        if unpacks && self.version == Version::V3_8 {
            return self.old_unpacking_call(loc, pushed, args, keywords);
        }
        if unpacks || many {
            return self.unpacking_call(loc, pushed, args, keywords);
        }
        self.exprs(args)?;
        let count = (pushed + args.len() + keywords.len()) as u32;
        self.keyword_values(loc, keywords)?;
        match (self.version <= Version::V3_10, keywords.is_empty()) {
            (true, true) => self.emit(loc, Op::CallFunction, count),
            (true, false) => self.emit(loc, Op::CallFunctionKw, count),
            (false, _) => self.call_with_keywords(loc, count, !keywords.is_empty()),
        }
        Ok(())
    }

    fn unpacking_call(
        &mut self,
        loc: Loc,
        pushed: usize,
        args: &'a [Expr],
        keywords: &'a [KeywordArg],
    ) -> Result<()> {
        match args {
            [
                Expr {
                    kind: ExprKind::Starred(value),
                    ..
                },
            ] if pushed == 0 => self.expr(value)?,
            _ => self.argument_tuple(loc, args, pushed)?,
        }
        let mut have_dict = false;
        let mut start = 0;
        for (i, keyword) in keywords.iter().enumerate() {
            if keyword.name.is_some() {
                continue;
            }
            if i > start {
                self.keyword_dict(loc, &keywords[start..i])?;
                self.merge_dict(loc, &mut have_dict);
            }
            if !have_dict {
                self.emit(loc, Op::BuildMap, 0);
                have_dict = true;
            }
            self.expr(&keyword.value)?;
            self.emit(loc, Op::DictMerge, 1);
            start = i + 1;
        }
        if start < keywords.len() {
            self.keyword_dict(loc, &keywords[start..])?;
            self.merge_dict(loc, &mut have_dict);
        }
        if self.version >= Version::V3_14 {
            if keywords.is_empty() {
                self.emit(loc, Op::PushNull, 0);
            }
            self.emit(loc, Op::CallFunctionEx, 0);
        } else {
            self.emit(loc, Op::CallFunctionEx, u32::from(!keywords.is_empty()));
        }
        Ok(())
    }

    fn merge_dict(&mut self, loc: Loc, have_dict: &mut bool) {
        if *have_dict {
            self.emit(loc, Op::DictMerge, 1);
        }
        *have_dict = true;
    }

    fn keyword_dict(&mut self, loc: Loc, keywords: &'a [KeywordArg]) -> Result<()> {
        let named = keywords
            .iter()
            .filter_map(|keyword| Some((keyword.name.as_ref()?.name.as_str(), &keyword.value)));
        let count = keywords.len();
        let big = self.version >= Version::V3_10 && count * 2 > STACK_USE_GUIDELINE;
        if count > 1 && !big && self.version <= Version::V3_13 {
            let mut names = Vec::new();
            for (name, value) in named {
                names.push(Const::Str(name.to_owned()));
                self.expr(value)?;
            }
            self.load_const(loc, Const::Tuple(names));
            self.emit(loc, Op::BuildConstKeyMap, count as u32);
            return Ok(());
        }
        if big {
            self.emit_nowhere(Op::BuildMap, 0);
        }
        for (name, value) in named {
            self.load_const(loc, Const::Str(name.to_owned()));
            self.expr(value)?;
            if big {
                self.emit_nowhere(Op::MapAdd, 1);
            }
        }
        if !big {
            self.emit(loc, Op::BuildMap, count as u32);
        }
        Ok(())
    }

    /// 3.8: groups of arguments are packed into tuples and dicts, which are joined.
    fn old_unpacking_call(
        &mut self,
        loc: Loc,
        pushed: usize,
        args: &'a [Expr],
        keywords: &'a [KeywordArg],
    ) -> Result<()> {
        let (mut groups, mut seen) = (0, pushed as u32);
        for arg in args {
            if let ExprKind::Starred(value) = &arg.kind {
                if seen > 0 {
                    self.emit(loc, Op::BuildTuple, seen);
                    seen = 0;
                    groups += 1;
                }
                self.expr(value)?;
                groups += 1;
            } else {
                self.expr(arg)?;
                seen += 1;
            }
        }
        if seen > 0 {
            self.emit(loc, Op::BuildTuple, seen);
            groups += 1;
        }
        match groups {
            0 => self.emit(loc, Op::BuildTuple, 0),
            1 => {}
            _ => self.emit(loc, Op::BuildTupleUnpackWithCall, groups),
        }
        let (mut dicts, mut start) = (0, 0);
        for (i, keyword) in keywords.iter().enumerate() {
            if keyword.name.is_some() {
                continue;
            }
            if i > start {
                self.keyword_dict(loc, &keywords[start..i])?;
                dicts += 1;
            }
            self.expr(&keyword.value)?;
            dicts += 1;
            start = i + 1;
        }
        if start < keywords.len() {
            self.keyword_dict(loc, &keywords[start..])?;
            dicts += 1;
        }
        if dicts > 1 {
            self.emit(loc, Op::BuildMapUnpackWithCall, dicts);
        }
        self.emit(loc, Op::CallFunctionEx, u32::from(dicts > 0));
        Ok(())
    }

    /// The arguments of `super(...)` if `super(...).name` can be read without making the `super`
    /// object (3.12 and later).
    pub(super) fn optimizable_super(&self, object: &'a Expr, name: &str) -> Option<&'a [Expr]> {
        let ExprKind::Call {
            function,
            args,
            keywords,
        } = &object.kind
        else {
            return None;
        };
        let is_super = matches!(&function.kind, ExprKind::Name(name) if name == "super");
        if self.version < Version::V3_12 || !is_super || name == "__class__" || !keywords.is_empty()
        {
            return None;
        }
        let unit = self.unit_ref();
        let scope = &self.table.scopes[unit.scope];
        let shadowed = scope.place("super") != Some(Place::GlobalImplicit)
            || self.table.scopes[SymbolTable::MODULE]
                .get("super")
                .is_some();
        if shadowed || args.iter().any(|a| matches!(a.kind, ExprKind::Starred(_))) {
            return None;
        }
        match args.len() {
            2 => Some(args),
            0 if unit.params.positional > 0 && scope.place("__class__") == Some(Place::Free) => {
                Some(args)
            }
            _ => None,
        }
    }

    /// Pushes `super`, the class and the object.
    pub(super) fn load_super_arguments(
        &mut self,
        object: &'a Expr,
        arguments: &'a [Expr],
    ) -> Result<()> {
        if let ExprKind::Call { function, .. } = &object.kind {
            let loc = self.loc(function.span);
            self.name_op(loc, "super", Context::Load)?;
        }
        if !arguments.is_empty() {
            return self.exprs(arguments);
        }
        let loc = self.loc(object.span);
        self.name_op(loc, "__class__", Context::Load)?;
        let first = self.unit_ref().varnames.list().first().cloned();
        match first {
            Some(first) => self.name_op(loc, &first, Context::Load),
            None => Ok(()),
        }
    }

    /// `any(... for ...)` and the like run as a loop if the name is the built-in (3.14 and later).
    fn builtin_over_generator(
        &mut self,
        function: &'a Expr,
        args: &'a [Expr],
        keywords: &'a [KeywordArg],
        end: Label,
    ) -> Result<()> {
        let (ExprKind::Name(name), [generator], []) = (&function.kind, args, keywords) else {
            return Ok(());
        };
        let is_generator = matches!(&generator.kind, ExprKind::Comprehension(c)
            if c.kind == ComprehensionKind::Generator);
        if !is_generator {
            return Ok(());
        }
        let loc = self.loc(function.span);
        let skip = self.new_label();
        let builtin = match name.as_str() {
            "all" => Some(Common::All),
            "any" => Some(Common::Any),
            "tuple" => Some(Common::Tuple),
            "list" if self.version >= Version::V3_15 => Some(Common::List),
            "set" if self.version >= Version::V3_15 => Some(Common::Set),
            _ => None,
        };
        let Some(builtin) = builtin else {
            self.use_label(skip);
            return Ok(());
        };
        self.emit(loc, Op::Copy, 1);
        self.emit(loc, Op::LoadCommonConstant, builtin as u32);
        self.emit(loc, Op::IsOp, 0);
        self.jump(loc, Op::PopJumpIfFalse, skip);
        self.emit(loc, Op::PopTop, 0);
        match builtin {
            Common::Tuple | Common::List => self.emit(loc, Op::BuildList, 0),
            Common::Set => self.emit(loc, Op::BuildSet, 0),
            _ => {}
        }
        self.expr(generator)?;
        let start = self.new_label();
        let cleanup = self.new_label();
        let mut depth = 2;
        if self.version >= Version::V3_15 {
            self.emit(loc, Op::PushNull, 0);
            depth = 3;
        }
        self.use_label(start);
        self.jump(loc, Op::ForIter, cleanup);
        let result = match builtin {
            Common::All => Some((Op::PopJumpIfTrue, true)),
            Common::Any => Some((Op::PopJumpIfFalse, false)),
            Common::Set => {
                self.emit(loc, Op::SetAdd, depth);
                None
            }
            _ => {
                self.emit(loc, Op::ListAppend, depth);
                None
            }
        };
        match result {
            Some((op, _)) => {
                self.emit(loc, Op::ToBool, 0);
                self.jump(loc, op, start);
            }
            None => self.jump(loc, Code::Jump, start),
        }
        self.emit(Loc::NONE, Op::PopIter, 0);
        if let Some((_, at_end)) = result {
            self.load_const(loc, Const::Bool(!at_end));
        }
        self.jump(loc, Code::Jump, end);
        self.use_label(cleanup);
        self.emit(Loc::NONE, Op::EndFor, 0);
        self.emit(Loc::NONE, Op::PopIter, 0);
        match result {
            Some((_, at_end)) => self.load_const(loc, Const::Bool(at_end)),
            None if builtin == Common::Tuple => self.emit(loc, Op::CallIntrinsic1, 6),
            None => {}
        }
        self.jump(loc, Code::Jump, end);
        self.use_label(skip);
        Ok(())
    }
}
