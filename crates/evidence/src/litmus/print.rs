//! Litmus tests as text: the `.litmus` format of herd7 for C.

use std::fmt::{self, Display, Formatter};
use std::sync::atomic::Ordering;

use super::condition::{Condition, Quantifier};
use super::program::{Change, Litmus, Operation, Value};

/// The name of an ordering in C.
pub(super) fn ordering_name(order: Ordering) -> &'static str {
    match order {
        Ordering::Relaxed => "memory_order_relaxed",
        Ordering::Acquire => "memory_order_acquire",
        Ordering::Release => "memory_order_release",
        Ordering::AcqRel => "memory_order_acq_rel",
        _ => "memory_order_seq_cst",
    }
}

/// The name of a read-modify-write in C.
pub(super) fn change_name(change: Change) -> &'static str {
    match change {
        Change::Add => "atomic_fetch_add_explicit",
        Change::Sub => "atomic_fetch_sub_explicit",
        Change::Or => "atomic_fetch_or_explicit",
        Change::And => "atomic_fetch_and_explicit",
        Change::Xor => "atomic_fetch_xor_explicit",
        Change::Swap => "atomic_exchange_explicit",
    }
}

/// The whole test, in one form for each meaning: reading it back gives the same test.
impl Display for Litmus {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        writeln!(f, "C {}", self.name)?;
        for line in &self.about {
            writeln!(f, "// {line}")?;
        }
        let initial = |variable: &super::program::Variable| {
            format!("[{}] = {};", variable.name, variable.initial)
        };
        let initial: Vec<String> = self.locations.iter().map(initial).collect();
        writeln!(f, "{{ {} }}", initial.join(" "))?;
        for number in 0..self.threads.len() {
            self.write_thread(f, number)?;
        }
        writeln!(f, "locations [{};]", self.observed().join("; "))?;
        let Some(question) = &self.question else {
            return Ok(());
        };
        let word = match question.quantifier {
            Quantifier::Exists => "exists",
            Quantifier::NotExists => "~exists",
            Quantifier::Forall => "forall",
        };
        writeln!(f, "{word} {}", self.condition(&question.condition))
    }
}

impl Litmus {
    fn write_thread(&self, f: &mut Formatter<'_>, number: usize) -> fmt::Result {
        let thread = &self.threads[number];
        let parameter = |location: &usize| {
            let variable = &self.locations[*location];
            let sort = if variable.private_to.is_some() {
                "int"
            } else {
                "atomic_int"
            };
            format!("{sort}* {}", variable.name)
        };
        let mut used = Vec::new();
        for operation in &thread.operations {
            used.extend(operation.at());
            if let Operation::CompareExchange { expected, .. } = operation {
                used.push(*expected);
            }
        }
        used.sort_unstable();
        used.dedup();
        let parameters: Vec<String> = used.iter().map(parameter).collect();
        writeln!(f, "P{number} ({}) {{", parameters.join(", "))?;
        for operation in &thread.operations {
            let call = self.call(number, operation);
            match operation.register() {
                Some(register) => writeln!(f, "  int {} = {call};", thread.registers[register])?,
                None => writeln!(f, "  {call};")?,
            }
        }
        writeln!(f, "}}")
    }

    fn call(&self, thread: usize, operation: &Operation) -> String {
        let name = |location: usize| &self.locations[location].name;
        let text = |value: Value| match value {
            Value::Number(number) => number.to_string(),
            Value::Of(register) => self.threads[thread].registers[register].clone(),
        };
        match *operation {
            Operation::Load { at, order, .. } => {
                format!(
                    "atomic_load_explicit({}, {})",
                    name(at),
                    ordering_name(order)
                )
            }
            Operation::Store { at, value, order } => format!(
                "atomic_store_explicit({}, {}, {})",
                name(at),
                text(value),
                ordering_name(order)
            ),
            Operation::Update {
                at,
                change,
                value,
                order,
                ..
            } => format!(
                "{}({}, {}, {})",
                change_name(change),
                name(at),
                text(value),
                ordering_name(order)
            ),
            Operation::CompareExchange {
                at,
                expected,
                new,
                success,
                failure,
                weak,
                ..
            } => format!(
                "atomic_compare_exchange_{}_explicit({}, {}, {}, {}, {})",
                if weak { "weak" } else { "strong" },
                name(at),
                name(expected),
                text(new),
                ordering_name(success),
                ordering_name(failure)
            ),
            Operation::Fence(order) => format!("atomic_thread_fence({})", ordering_name(order)),
        }
    }

    fn condition(&self, condition: &Condition) -> String {
        let join = |parts: &[Condition], between: &str| {
            let parts: Vec<String> = parts.iter().map(|part| self.condition(part)).collect();
            format!("({})", parts.join(between))
        };
        match condition {
            Condition::Is(place, value) => format!("{}={value}", self.observed()[*place]),
            Condition::All(parts) if parts.is_empty() => "(true)".to_owned(),
            Condition::All(parts) => join(parts, " /\\ "),
            Condition::Any(parts) => join(parts, " \\/ "),
            Condition::Not(part) => format!("not {}", join(std::slice::from_ref(part), "")),
        }
    }
}
