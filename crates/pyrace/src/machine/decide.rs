//! Built-in operations that compare values whose classes the program defines.
//!
//! `list.index`, `==` of lists, sorting and the like ask `__eq__` and `__lt__` in the middle of their
//! work. Such an operation is a pure function of its operands and of the answers: it runs as far as
//! the answers known so far carry it, the program is asked for the next one, and it runs again.

use super::native::Native;
use super::state::Deliver;
use super::{Flow, Outcome, Turn};
use crate::code::{Binary, Compare};
use crate::value::{Object, Value};

/// The answers of the program to the comparisons of one operation, in order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Answers {
    known: Vec<bool>,
    next: usize,
    need: Option<(Compare, Value, Value)>,
}

/// An operation on values that does nothing but compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Decision {
    /// The comparison with the number of the first value, of the two other values.
    Compare,
    /// `index`, `count` or `remove`: the number of the method, the container, its items, the arguments.
    Find,
    /// `min` or `max` of a list: whether the least is wanted, and the items.
    Best,
    /// `sorted` of a list: whether in reverse, and the items.
    Sorted,
    /// `|`, `&`, `-` or `^`: the number of the operator, and two sets.
    Combine,
}

impl Decision {
    const ALL: [Decision; 5] = [
        Decision::Compare,
        Decision::Find,
        Decision::Best,
        Decision::Sorted,
        Decision::Combine,
    ];
}

impl Turn<'_> {
    /// The program's answer to a comparison, if it is known. Without one the operation that is at work
    /// will ask for it.
    pub(crate) fn answer(&self, compare: Compare, a: Value, b: Value) -> Option<bool> {
        let mut answers = self.m.answers.borrow_mut();
        let answers = answers.as_mut()?;
        if answers.need.is_some() {
            return None;
        }
        let known = answers.known.get(answers.next).copied();
        match known {
            Some(_) => answers.next += 1,
            None => answers.need = Some((compare, a, b)),
        }
        known
    }

    /// True if an operation is at work that can ask the program.
    pub(crate) fn is_deciding(&self) -> bool {
        self.m.answers.borrow().is_some()
    }

    fn with_known<T>(
        &mut self,
        known: Vec<bool>,
        run: impl FnOnce(&mut Self) -> Outcome<T>,
    ) -> Result<Outcome<T>, (Compare, Value, Value)> {
        let answers = Answers {
            known,
            ..Answers::default()
        };
        let outer = self.m.answers.replace(Some(answers));
        let result = run(self);
        match self
            .m
            .answers
            .replace(outer)
            .and_then(|answers| answers.need)
        {
            Some(need) => Err(need),
            None => Ok(result),
        }
    }

    /// Runs an operation in the native frame on top, whose values from `first` on are the answers.
    /// `None` if a frame was pushed that will give another one.
    pub(crate) fn with_answers<T>(
        &mut self,
        first: usize,
        run: impl Fn(&mut Self) -> Outcome<T>,
    ) -> Outcome<Option<T>> {
        loop {
            let known = self.native_values()[first..]
                .iter()
                .map(|answer| *answer == Value::Bool(true))
                .collect();
            match self.with_known(known, &run) {
                Ok(result) => return result.map(Some),
                Err((compare, a, b)) => match self.compare_to_bool(compare, a, b)? {
                    Flow::Value(answer) => self.push(answer),
                    Flow::Frame => return Ok(None),
                },
            }
        }
    }

    /// Decides something, with the help of the program if its classes have a say.
    pub(crate) fn decide(&mut self, what: Decision, values: Vec<Value>) -> Outcome<Flow> {
        match self.with_known(Vec::new(), |turn| turn.decide_now(what, &values)) {
            Ok(result) => result.map(Flow::Value),
            Err(_) => {
                let mut all = vec![Value::Int(what as i64), Value::Int(values.len() as i64)];
                all.extend(values);
                self.push_native(Native::Decide, all, Deliver::Push)
            }
        }
    }

    /// Values: the decision, the number of its operands, the operands, the answers so far.
    pub(super) fn run_decide(&mut self) -> Outcome<()> {
        let (Value::Int(what), Value::Int(count)) = (self.native_value(0), self.native_value(1))
        else {
            return self.refuse("a lost comparison", "please report it");
        };
        let what = Decision::ALL[what as usize % Decision::ALL.len()];
        let operands = self.native_values()[2..2 + count as usize].to_vec();
        let decided =
            self.with_answers(2 + count as usize, |turn| turn.decide_now(what, &operands))?;
        match decided {
            Some(value) => self.finish_frame(value),
            None => Ok(()),
        }
    }

    fn decide_now(&mut self, what: Decision, values: &[Value]) -> Outcome<Value> {
        match (what, values) {
            (Decision::Compare, [Value::Int(number), a, b]) => {
                let compare = u32::try_from(*number)
                    .ok()
                    .and_then(Compare::from_arg)
                    .unwrap_or(Compare::Eq);
                self.compare_built_in(compare, *a, *b)
            }
            (Decision::Find, [Value::Int(method), container, items, rest @ ..]) => {
                self.find_now(*method, *container, *items, rest)
            }
            (Decision::Best, [least, items]) => {
                let items = self.items_of(*items);
                let at = self.best(*least == Value::Bool(true), &items)?;
                Ok(items[at])
            }
            (Decision::Combine, [Value::Int(number), a, b]) => {
                let set = match u32::try_from(*number).ok().and_then(Binary::from_arg) {
                    Some(op) => self.combine_sets(op, *a, *b)?,
                    None => None,
                };
                let frozen = matches!(self.object_of(*a), Some(Object::Set { frozen: true, .. }));
                let set = set.unwrap_or_default();
                Ok(self.alloc(Object::Set { set, frozen }))
            }
            (_, [reverse, items]) => {
                let items = self.items_of(*items);
                let sorted = self.sorted(&items, &items, *reverse == Value::Bool(true))?;
                Ok(self.alloc(Object::list(sorted)))
            }
            _ => self.refuse("a lost comparison", "please report it"),
        }
    }

    /// A comparison of built-in values; what is in them may ask the program.
    fn compare_built_in(&mut self, compare: Compare, a: Value, b: Value) -> Outcome<Value> {
        if matches!(compare, Compare::Eq | Compare::Ne) {
            return match self.equal(a, b) {
                Some(equal) => Ok(Value::Bool(equal == (compare == Compare::Eq))),
                None => self.nested(),
            };
        }
        match self.order(compare, a, b)? {
            Some(truth) => Ok(Value::Bool(truth)),
            None => self.no_order(compare, a, b),
        }
    }
}
