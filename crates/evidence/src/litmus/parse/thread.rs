//! The threads of a `.litmus` file.

use std::sync::atomic::Ordering;

use super::super::print::{change_name, ordering_name};
use super::super::program::{
    ALL, Change, MAX_OPERATIONS, Operation, READS, Register, Thread, Value, WRITES,
};
use super::{Parser, Result};

impl Parser {
    /// Reads the next thread.
    pub(super) fn thread(&mut self) -> Result<()> {
        let number = self.litmus.threads.len();
        let wanted = format!("P{number}");
        if !self.skip(&wanted) {
            return Err(self.unexpected(&format!("thread `{wanted}`")));
        }
        self.expect("(")?;
        let mut parameters = Vec::new();
        while !self.skip(")") {
            let known = ["atomic_int", "int", "volatile", "_Atomic", "*", ","];
            if known.contains(&self.peek()) {
                self.at += 1;
            } else {
                parameters.push(self.name()?);
            }
        }
        self.expect("{")?;
        self.litmus.threads.push(Thread::default());
        while !self.skip("}") {
            self.statement(number, &parameters)?;
        }
        Ok(())
    }

    fn thread_mut(&mut self, number: usize) -> &mut Thread {
        &mut self.litmus.threads[number]
    }

    fn statement(&mut self, thread: usize, parameters: &[String]) -> Result<()> {
        if self.skip(";") {
            return Ok(());
        }
        let what = self.peek();
        if matches!(what, "if" | "while" | "for" | "do") {
            let message = format!("`{what}` is not supported: a thread is straight code");
            return Err(self.error(message));
        }
        let declared = self.skip("int");
        let assigns = self
            .tokens
            .get(self.at + 1)
            .is_some_and(|token| token.text == "=");
        if declared && !assigns {
            // `int r0;`: the register is named again where it is written.
            self.name()?;
            return self.expect(";");
        }
        let into = if assigns {
            Some(self.new_register(thread)?)
        } else {
            None
        };
        let operation = self.operation(thread, into, parameters)?;
        self.expect(";")?;
        if into.is_some() && operation.register().is_none() {
            return Err(self.error("a register can only take what an operation returns"));
        }
        if self.thread_mut(thread).operations.len() == MAX_OPERATIONS {
            return Err(self.error(format!("a thread has at most {MAX_OPERATIONS} operations")));
        }
        self.thread_mut(thread).operations.push(operation);
        Ok(())
    }

    fn new_register(&mut self, thread: usize) -> Result<Register> {
        let name = self.name()?;
        self.expect("=")?;
        let registers = &mut self.thread_mut(thread).registers;
        if registers.contains(&name) {
            let message = format!("`{name}` is written twice; use a new register");
            return Err(self.error(message));
        }
        registers.push(name);
        Ok(registers.len() - 1)
    }

    fn operation(
        &mut self,
        thread: usize,
        into: Option<Register>,
        parameters: &[String],
    ) -> Result<Operation> {
        if self.next_is("*") {
            return Err(self.error("plain accesses are not supported; use an atomic operation"));
        }
        let called = self.name()?;
        if !self.next_is("(") {
            return Err(self.error(format!(
                "expected an atomic operation, found `{called}`; plain assignments are not supported"
            )));
        }
        self.expect("(")?;
        let weak = called.starts_with("atomic_compare_exchange_weak");
        let operation = match called.trim_end_matches("_explicit") {
            "atomic_load" => {
                let at = self.shared(thread, parameters)?;
                Operation::Load {
                    into,
                    at,
                    order: self.order(&called, READS)?,
                }
            }
            "atomic_store" => {
                let at = self.shared(thread, parameters)?;
                let value = self.operand(thread)?;
                Operation::Store {
                    at,
                    value,
                    order: self.order(&called, WRITES)?,
                }
            }
            "atomic_thread_fence" => Operation::Fence(self.fence()?),
            "atomic_compare_exchange_weak" | "atomic_compare_exchange_strong" => {
                let at = self.shared(thread, parameters)?;
                self.expect(",")?;
                let expected = self.private(thread, at)?;
                let new = self.operand(thread)?;
                let success = self.order(&called, ALL)?;
                let failure = self.order(&called, READS)?;
                Operation::CompareExchange {
                    into,
                    at,
                    expected,
                    new,
                    success,
                    failure,
                    weak,
                }
            }
            other => {
                let known = CHANGES
                    .into_iter()
                    .find(|change| change_name(*change).trim_end_matches("_explicit") == other);
                let Some(change) = known else {
                    return Err(self.error(format!(
                        "`{called}` is not supported; use loads, stores, fetch_add/sub/or/and/xor, \
                         exchange, compare_exchange and fences of C11"
                    )));
                };
                let at = self.shared(thread, parameters)?;
                let value = self.operand(thread)?;
                Operation::Update {
                    into,
                    at,
                    change,
                    value,
                    order: self.order(&called, ALL)?,
                }
            }
        };
        self.expect(")")?;
        Ok(operation)
    }

    /// A variable that all threads may use, as an argument.
    fn shared(&mut self, thread: usize, parameters: &[String]) -> Result<usize> {
        let location = self.location()?;
        let variable = &self.litmus.locations[location];
        let name = &variable.name;
        if variable.private_to.is_some() {
            let message = format!("`{name}` is an expected value; it cannot be shared as well");
            return Err(self.error(message));
        }
        if !parameters.contains(name) {
            let message =
                format!("`{name}` is no parameter of P{thread}; add `atomic_int* {name}`");
            return Err(self.error(message));
        }
        Ok(location)
    }

    /// The variable with the expected value: it belongs to this thread alone.
    fn private(&mut self, thread: usize, compared: usize) -> Result<usize> {
        let location = self.location()?;
        let operations = self
            .litmus
            .threads
            .iter()
            .flat_map(|thread| &thread.operations);
        let mut accessed = operations.filter_map(Operation::at).chain([compared]);
        let shared = accessed.any(|at| at == location);
        let variable = &mut self.litmus.locations[location];
        let owner = *variable.private_to.get_or_insert(thread);
        if shared || owner != thread {
            let name = variable.name.clone();
            let message =
                format!("`{name}` is an expected value; no other operation or thread may use it");
            return Err(self.error(message));
        }
        Ok(location)
    }

    fn operand(&mut self, thread: usize) -> Result<Value> {
        self.expect(",")?;
        let word = self.peek().to_owned();
        let registers = &self.litmus.threads[thread].registers;
        if let Some(register) = registers.iter().position(|name| *name == word) {
            self.at += 1;
            return Ok(Value::Of(register));
        }
        self.number().map(Value::Number)
    }

    /// The next argument is an ordering; operations without `_explicit` are `SeqCst`.
    fn order(&mut self, called: &str, allowed: &[Ordering]) -> Result<Ordering> {
        if !called.ends_with("_explicit") {
            return Ok(Ordering::SeqCst);
        }
        self.expect(",")?;
        self.ordering(allowed)
    }

    fn fence(&mut self) -> Result<Ordering> {
        self.ordering(&ALL[1..])
    }

    fn ordering(&mut self, allowed: &[Ordering]) -> Result<Ordering> {
        let found = ALL
            .iter()
            .copied()
            .find(|order| ordering_name(*order) == self.peek());
        let Some(order) = found else {
            return Err(self.unexpected("a memory order, as `memory_order_acquire`"));
        };
        if !allowed.contains(&order) {
            let message = format!("{} is not possible here: Rust panics", self.peek());
            return Err(self.error(message));
        }
        self.at += 1;
        Ok(order)
    }
}

const CHANGES: [Change; 6] = [
    Change::Add,
    Change::Sub,
    Change::Or,
    Change::And,
    Change::Xor,
    Change::Swap,
];
