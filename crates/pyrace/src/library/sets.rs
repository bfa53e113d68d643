//! `set` and `frozenset`.

use super::Method;
use crate::code::Binary;
use crate::machine::{Args, Flow, Into, KeyOp, Outcome, Turn};
use crate::value::{Object, ObjectId, Set, Type, Value, name};

impl Turn<'_> {
    pub(super) fn set_method(&mut self, method: Method, this: Value, args: Args) -> Outcome<Flow> {
        let Some(id) = this.object() else {
            return Ok(Flow::Value(Value::None));
        };
        let key = [name::EMPTY];
        let op = match method {
            Method::SetAdd => Some(KeyOp::SetAdd),
            Method::SetDiscard => Some(KeyOp::SetDiscard),
            Method::SetRemove => Some(KeyOp::SetRemove),
            _ => None,
        };
        if let Some(op) = op {
            let item = self.params(method.name(), args, &key, 1)?[0];
            return self.keyed(op, this, item, Value::Null);
        }
        if matches!(
            method,
            Method::SetPop
                | Method::SetClear
                | Method::SetUpdate
                | Method::SetIntersectionUpdate
                | Method::SetDifferenceUpdate
                | Method::SetSymmetricDifferenceUpdate
        ) {
            self.container_guard(id)?;
        }
        match method {
            Method::SetPop => {
                let usable = self.slots_are_usable();
                let popped = match self.write(id) {
                    Object::Set { set, .. } => set.pop(usable),
                    _ => None,
                };
                match popped {
                    Some(value) => Ok(Flow::Value(value)),
                    None => {
                        let text = self.string("pop from an empty set");
                        Err(self.raise_with(Type::KeyError, vec![text]))
                    }
                }
            }
            Method::SetClear => {
                if let Object::Set { set, .. } = self.write(id) {
                    set.clear();
                }
                Ok(Flow::Value(Value::None))
            }
            Method::SetCopy | Method::FrozenCopy => Ok(Flow::Value(self.copy_set(id))),
            _ => {
                let into = match method {
                    Method::SetUpdate => Into::SetUpdate,
                    Method::SetUnion | Method::FrozenUnion => Into::SetUnion,
                    Method::SetIntersection | Method::FrozenIntersection => Into::SetIntersection,
                    Method::SetDifference | Method::FrozenDifference => Into::SetDifference,
                    Method::SetSymmetricDifference | Method::FrozenSymmetricDifference => {
                        Into::SetSymmetricDifference
                    }
                    Method::SetIntersectionUpdate => Into::SetIntersection,
                    Method::SetDifferenceUpdate => Into::SetTakeOut,
                    Method::SetSymmetricDifferenceUpdate => Into::SetSymmetricDifference,
                    Method::SetIsSubset | Method::FrozenIsSubset => Into::SetIsSubset,
                    Method::SetIsSuperset | Method::FrozenIsSuperset => Into::SetIsSuperset,
                    _ => Into::SetIsDisjoint,
                };
                let one = matches!(
                    into,
                    Into::SetSymmetricDifference
                        | Into::SetIsSubset
                        | Into::SetIsSuperset
                        | Into::SetIsDisjoint
                );
                if args.positional.len() != 1 && one {
                    let message = format!(
                        "set.{}() takes exactly one argument ({} given)",
                        method.name(),
                        args.positional.len()
                    );
                    return self.raise(Type::TypeError, &message);
                }
                if args.positional.len() > 1 {
                    return self.refuse(
                        "set methods with several arguments are not supported by the explorer",
                        "call the method for each",
                    );
                }
                let in_place = matches!(
                    method,
                    Method::SetIntersectionUpdate | Method::SetSymmetricDifferenceUpdate
                );
                let extra = if in_place {
                    vec![Value::Bool(true)]
                } else {
                    Vec::new()
                };
                match args.positional.first() {
                    Some(other) => {
                        // CPython begins with a copy: what others change meanwhile is not seen.
                        let lazy = matches!(into, Into::SetUnion | Into::SetDifference)
                            && self.snapshot(*other)?.is_none();
                        let this = if lazy { self.copy_set(id) } else { this };
                        self.collect_with(*other, into, this, extra)
                    }
                    None => {
                        let empty = self.alloc(Object::list(Vec::new()));
                        self.finish_collect(into, this, empty, Vec::new())
                    }
                }
            }
        }
    }

    fn copy_set(&mut self, id: ObjectId) -> Value {
        let mut copy = Set::default();
        let mut is_frozen = false;
        if let Object::Set { set, frozen } = self.read(id) {
            copy.merge(set, |_, _| false);
            is_frozen = *frozen;
        }
        self.alloc(Object::Set {
            set: copy,
            frozen: is_frozen,
        })
    }

    pub(super) fn finish_set(
        &mut self,
        into: Into,
        this: Value,
        items: Vec<Value>,
        in_place: bool,
    ) -> Outcome<Flow> {
        let other = self.set_of(items)?;
        let other = self.alloc(Object::set(other));
        let op = match into {
            Into::SetUnion => Some(Binary::Or),
            Into::SetIntersection => Some(Binary::And),
            Into::SetDifference => Some(Binary::Subtract),
            Into::SetSymmetricDifference => Some(Binary::Xor),
            _ => None,
        };
        if let (Some(op), true, Some(id)) = (op, in_place, this.object()) {
            let content = self.combine_in_place(op, this, other)?.unwrap_or_default();
            if let Object::Set { set, .. } = self.write(id) {
                *set = content;
            }
            return Ok(Flow::Value(Value::None));
        }
        if let Some(op) = op {
            let set = self.combine_sets(op, this, other)?.unwrap_or_default();
            let frozen = matches!(self.object_of(this), Some(Object::Set { frozen: true, .. }));
            return Ok(Flow::Value(self.alloc(Object::Set { set, frozen })));
        }
        let (smaller, larger) = if into == Into::SetIsSuperset {
            (other, this)
        } else {
            (this, other)
        };
        let op = if into == Into::SetIsDisjoint {
            Binary::And
        } else {
            Binary::Subtract
        };
        let rest = self.combine_sets(op, smaller, larger)?.unwrap_or_default();
        Ok(Flow::Value(Value::Bool(rest.is_empty())))
    }
}
