//! Lists, tuples, sets and dicts.

use super::expression::STACK_USE_GUIDELINE;
use super::{Generator, Result};
use crate::code::{Const, Op, Version};
use crate::codegen::fold::arithmetic::frozen_set;
use crate::codegen::fold::constants;
use crate::codegen::ir::Loc;
use crate::syntax::ast::{Expr, ExprKind};

/// The operations that build a collection.
#[derive(Clone, Copy)]
struct Builder {
    build: Op,
    add: Op,
    extend: Op,
    /// The collection is turned into a tuple at the end.
    tuple: bool,
}

const LIST: Builder = Builder {
    build: Op::BuildList,
    add: Op::ListAppend,
    extend: Op::ListExtend,
    tuple: false,
};

const TUPLE: Builder = Builder {
    tuple: true,
    ..LIST
};

const SET: Builder = Builder {
    build: Op::BuildSet,
    add: Op::SetAdd,
    extend: Op::SetUpdate,
    tuple: false,
};

fn is_starred(item: &Expr) -> bool {
    matches!(item.kind, ExprKind::Starred(_))
}

impl<'a> Generator<'a> {
    pub(super) fn list(&mut self, loc: Loc, items: &'a [Expr]) -> Result<()> {
        if self.version == Version::V3_8 {
            return self.unpacked(items, Op::BuildList, Op::BuildTuple, Op::BuildListUnpack);
        }
        self.collection(loc, items, 0, LIST)
    }

    pub(super) fn tuple(&mut self, loc: Loc, items: &'a [Expr]) -> Result<()> {
        if self.version == Version::V3_8 {
            return self.unpacked(items, Op::BuildTuple, Op::BuildTuple, Op::BuildTupleUnpack);
        }
        self.collection(loc, items, 0, TUPLE)
    }

    pub(super) fn set(&mut self, loc: Loc, items: &'a [Expr]) -> Result<()> {
        if self.version == Version::V3_8 {
            return self.unpacked(items, Op::BuildSet, Op::BuildSet, Op::BuildSetUnpack);
        }
        self.collection(loc, items, 0, SET)
    }

    /// The tuple of the positional arguments of a call, `pushed` of which are on the stack.
    pub(super) fn argument_tuple(
        &mut self,
        loc: Loc,
        items: &'a [Expr],
        pushed: usize,
    ) -> Result<()> {
        self.collection(loc, items, pushed, TUPLE)
    }

    /// 3.8: groups of items without a star, and what is after each star, are joined.
    fn unpacked(&mut self, items: &'a [Expr], single: Op, inner: Op, outer: Op) -> Result<()> {
        let loc = self.unit().loc;
        let (mut groups, mut seen) = (0, 0);
        for item in items {
            if let ExprKind::Starred(value) = &item.kind {
                if seen > 0 {
                    self.emit(loc, inner, seen);
                    seen = 0;
                    groups += 1;
                }
                self.expr(value)?;
                groups += 1;
            } else {
                self.expr(item)?;
                seen += 1;
            }
        }
        if groups == 0 {
            self.emit(loc, single, seen);
            return Ok(());
        }
        if seen > 0 {
            self.emit(loc, inner, seen);
            groups += 1;
        }
        self.emit(loc, outer, groups);
        Ok(())
    }

    fn collection(
        &mut self,
        loc: Loc,
        items: &'a [Expr],
        pushed: usize,
        builder: Builder,
    ) -> Result<()> {
        if self.version <= Version::V3_13
            && items.len() > 2
            && let Some(values) = constants(items)
        {
            self.constant_collection(loc, values, pushed, builder);
            return Ok(());
        }
        let total = items.len() + pushed;
        let big = self.version >= Version::V3_10 && total > STACK_USE_GUIDELINE;
        if !big && !items.iter().any(is_starred) {
            self.exprs(items)?;
            let op = if builder.tuple {
                Op::BuildTuple
            } else {
                builder.build
            };
            self.emit(loc, op, total as u32);
            return Ok(());
        }
        let mut built = big;
        if big {
            self.emit(loc, builder.build, pushed as u32);
        }
        for (i, item) in items.iter().enumerate() {
            if let ExprKind::Starred(value) = &item.kind {
                if !built {
                    self.emit(loc, builder.build, (i + pushed) as u32);
                    built = true;
                }
                self.expr(value)?;
                self.emit(loc, builder.extend, 1);
            } else {
                self.expr(item)?;
                if built {
                    self.emit(loc, builder.add, 1);
                }
            }
        }
        if builder.tuple {
            self.list_to_tuple(loc);
        }
        Ok(())
    }

    /// A collection of constants is built from one constant.
    fn constant_collection(
        &mut self,
        loc: Loc,
        values: Vec<Const>,
        pushed: usize,
        builder: Builder,
    ) {
        let tuple = builder.tuple;
        if tuple && (pushed == 0 || self.version <= Version::V3_10) {
            self.load_const(loc, Const::Tuple(values));
            return;
        }
        let constant = if builder.add == Op::SetAdd {
            frozen_set(values)
        } else {
            Const::Tuple(values)
        };
        self.emit(loc, builder.build, pushed as u32);
        self.load_const(loc, constant);
        self.emit(loc, builder.extend, 1);
        if tuple {
            self.list_to_tuple(loc);
        }
    }

    fn list_to_tuple(&mut self, loc: Loc) {
        if self.version >= Version::V3_12 {
            self.emit(loc, Op::CallIntrinsic1, 6);
        } else {
            self.emit(loc, Op::ListToTuple, 0);
        }
    }

    pub(super) fn dict(&mut self, loc: Loc, items: &'a [(Option<Expr>, Expr)]) -> Result<()> {
        if self.version == Version::V3_8 {
            return self.old_dict(loc, items);
        }
        let mut have_dict = false;
        let mut start = 0;
        for (i, (key, value)) in items.iter().enumerate() {
            if key.is_some() {
                let elements = i - start;
                let limit = if self.version >= Version::V3_10 {
                    elements * 2 > STACK_USE_GUIDELINE
                } else {
                    elements == 0xFFFF
                };
                if limit {
                    self.part_of_dict(loc, &items[start..=i])?;
                    self.update_dict(loc, &mut have_dict);
                    start = i + 1;
                }
                continue;
            }
            if i > start {
                self.part_of_dict(loc, &items[start..i])?;
                self.update_dict(loc, &mut have_dict);
            }
            if !have_dict {
                self.emit(loc, Op::BuildMap, 0);
                have_dict = true;
            }
            self.expr(value)?;
            self.emit(loc, Op::DictUpdate, 1);
            start = i + 1;
        }
        if start < items.len() {
            self.part_of_dict(loc, &items[start..])?;
            self.update_dict(loc, &mut have_dict);
        }
        if !have_dict {
            self.emit(loc, Op::BuildMap, 0);
        }
        Ok(())
    }

    /// Merges the dict on top into the one below, if there is one.
    fn update_dict(&mut self, loc: Loc, have_dict: &mut bool) {
        if *have_dict {
            self.emit(loc, Op::DictUpdate, 1);
        }
        *have_dict = true;
    }

    fn old_dict(&mut self, loc: Loc, items: &'a [(Option<Expr>, Expr)]) -> Result<()> {
        let mut containers = 0;
        let mut start = 0;
        for (i, (key, value)) in items.iter().enumerate() {
            let unpacking = key.is_none();
            if i - start == 0xFFFF || (i > start && unpacking) {
                self.part_of_dict(loc, &items[start..i])?;
                containers += 1;
                start = i;
            }
            if unpacking {
                self.expr(value)?;
                containers += 1;
                start = i + 1;
            }
        }
        if start < items.len() || containers == 0 {
            self.part_of_dict(loc, &items[start..])?;
            containers += 1;
        }
        let ends_unpacking = items.last().is_some_and(|(key, _)| key.is_none());
        if containers > 1 || ends_unpacking {
            self.emit(loc, Op::BuildMapUnpack, containers);
        }
        Ok(())
    }

    /// A dict of items without `**`.
    fn part_of_dict(&mut self, loc: Loc, items: &'a [(Option<Expr>, Expr)]) -> Result<()> {
        let count = items.len();
        let big = self.version >= Version::V3_10 && count * 2 > STACK_USE_GUIDELINE;
        let keys: Option<Vec<Const>> = items
            .iter()
            .map(|(key, _)| match key.as_ref().map(|key| &key.kind) {
                Some(ExprKind::Constant(value)) => Some(value.clone()),
                _ => None,
            })
            .collect();
        if let Some(keys) = keys
            && count > 1
            && !big
            && self.version <= Version::V3_13
        {
            for (_, value) in items {
                self.expr(value)?;
            }
            self.load_const(loc, Const::Tuple(keys));
            self.emit(loc, Op::BuildConstKeyMap, count as u32);
            return Ok(());
        }
        if big {
            self.emit(loc, Op::BuildMap, 0);
        }
        for (key, value) in items {
            if let Some(key) = key {
                self.expr(key)?;
            }
            self.expr(value)?;
            if big {
                self.emit(loc, Op::MapAdd, 1);
            }
        }
        if !big {
            self.emit(loc, Op::BuildMap, count as u32);
        }
        Ok(())
    }
}
