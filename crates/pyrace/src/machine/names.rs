//! Variables of modules, closures and classes; imports.

use super::shared::Change;
use super::{Outcome, Turn};
use crate::code::{CodeObject, Instr, Op, Version};
use crate::library;
use crate::value::{Atom, Module, Object, Type, Value};

impl Turn<'_> {
    fn name(&self, index: u32) -> super::link::Name {
        let (code, _) = self.m.at;
        self.m.linked.codes[code as usize].names[index as usize]
    }

    pub(super) fn name_atom(&self, index: u32) -> Atom {
        self.name(index).atom
    }

    /// The value of a global or built-in name.
    fn global(&mut self, slot: u32) -> Outcome<Value> {
        if self.m.multi && self.m.shared.changes(Change::Global(slot)) {
            self.m.touched.set(true);
        }
        let value = self.s.globals[slot as usize];
        if value != Value::Null {
            return Ok(value);
        }
        let global = self.m.linked.globals[slot as usize];
        if global.builtin != Value::Null {
            return Ok(global.builtin);
        }
        let message = format!("name '{}' is not defined", self.text(global.name));
        self.raise(Type::NameError, &message)
    }

    pub(super) fn load_global(&mut self, i: &Instr) -> Outcome<()> {
        let slot = self.name(i.arg).slot;
        let value = self.global(slot)?;
        if i.flag && self.version() < Version::V3_13 {
            self.push(Value::Null);
        }
        self.push(value);
        if i.flag && self.version() >= Version::V3_13 {
            self.push(Value::Null);
        }
        Ok(())
    }

    fn set_global(&mut self, slot: u32, value: Value) {
        if self.m.concurrent
            && self.m.linked.globals[slot as usize].used_by_functions
            && self.m.shared.note(Change::Global(slot))
        {
            self.touch();
        }
        self.s.globals.change()[slot as usize] = value;
        self.share(value);
    }

    pub(super) fn store_global(&mut self, index: u32, value: Value) {
        let slot = self.name(index).slot;
        self.set_global(slot, value);
    }

    fn delete_global(&mut self, slot: u32) -> Outcome<()> {
        if self.s.globals[slot as usize] == Value::Null {
            let name = self.m.linked.globals[slot as usize].name;
            let message = format!("name '{}' is not defined", self.text(name));
            return self.raise(Type::NameError, &message);
        }
        self.set_global(slot, Value::Null);
        Ok(())
    }

    /// The value of a name in the class whose body runs.
    fn in_class(&self, name: Atom) -> Option<Value> {
        let class = self.in_class_body()?;
        match self.object(class) {
            Object::Class { attrs, .. } => attrs.get(name),
            _ => None,
        }
    }

    pub(super) fn names(&mut self, i: &Instr) -> Outcome<()> {
        match i.op {
            Op::LoadName => {
                let name = self.name(i.arg);
                let value = match self.in_class(name.atom) {
                    Some(value) => value,
                    None => self.global(name.slot)?,
                };
                self.push(value);
            }
            Op::StoreName => {
                let value = self.pop();
                let name = self.name(i.arg);
                match self.in_class_body() {
                    Some(class) => {
                        if let Object::Class { attrs, .. } = self.write_attribute(class, name.atom)
                        {
                            attrs.set(name.atom, value);
                        }
                    }
                    None => self.set_global(name.slot, value),
                }
            }
            Op::DeleteName => {
                let name = self.name(i.arg);
                let Some(class) = self.in_class_body() else {
                    return self.delete_global(name.slot);
                };
                let removed = match self.write_attribute(class, name.atom) {
                    Object::Class { attrs, .. } => attrs.remove(name.atom),
                    _ => false,
                };
                if !removed {
                    let message = format!("name '{}' is not defined", self.text(name.atom));
                    return self.raise(Type::NameError, &message);
                }
            }
            Op::DeleteGlobal => {
                let slot = self.name(i.arg).slot;
                self.delete_global(slot)?;
            }
            Op::MakeCell => {
                let at = self.slot_at(i.arg);
                let content = self.me().values[at];
                let cell = self.alloc(Object::Cell(content));
                self.thread().values[at] = cell;
            }
            // The call copied them.
            Op::CopyFreeVars => {}
            Op::LoadClosure => {
                let at = self.slot_at(i.arg);
                let cell = self.me().values[at];
                self.push(cell);
            }
            Op::LoadDeref => {
                let value = self.cell(i.arg)?;
                self.push(value);
            }
            Op::StoreDeref => {
                let value = self.pop();
                self.set_cell(i.arg, value);
            }
            Op::DeleteDeref => {
                self.cell(i.arg)?;
                self.set_cell(i.arg, Value::Null);
            }
            Op::LoadClassDeref => {
                let value = self.load_from_class_or_cell(i.arg)?;
                self.push(value);
            }
            Op::LoadLocals => {
                let class = self.in_class_body().map_or(Value::None, Value::Object);
                self.push(class);
            }
            Op::LoadFromDictOrDeref => {
                self.pop();
                let value = self.load_from_class_or_cell(i.arg)?;
                self.push(value);
            }
            Op::LoadFromDictOrGlobals => {
                self.pop();
                let name = self.name(i.arg);
                let value = match self.in_class(name.atom) {
                    Some(value) => value,
                    None => self.global(name.slot)?,
                };
                self.push(value);
            }
            Op::ImportName => self.import_name(i)?,
            _ => self.import_from(i)?,
        }
        Ok(())
    }

    fn slot_at(&self, slot: u32) -> usize {
        self.me()
            .frames
            .last()
            .map_or(0, |frame| frame.base as usize)
            + slot as usize
    }

    fn load_from_class_or_cell(&mut self, slot: u32) -> Outcome<Value> {
        let (code, _) = self.m.at;
        let name = self.m.linked.codes[code as usize].slots[slot as usize];
        match self.in_class(name) {
            Some(value) => Ok(value),
            None => self.cell(slot),
        }
    }

    fn cell(&mut self, slot: u32) -> Outcome<Value> {
        let at = self.slot_at(slot);
        let content = match self.me().values[at].object().map(|id| self.read(id)) {
            Some(Object::Cell(content)) => *content,
            _ => Value::Null,
        };
        if content != Value::Null {
            return Ok(content);
        }
        let (code, _) = self.m.at;
        let object = &self.m.linked.program.codes[code as usize];
        let name = object.slots[slot as usize].clone();
        let free = slot as usize >= object.slots.len() - object.freevars.len();
        match (free, self.version() >= Version::V3_11) {
            (true, true) => {
                let message = format!(
                    "cannot access free variable '{name}' where it is not associated with a value in enclosing scope"
                );
                self.raise(Type::NameError, &message)
            }
            (true, false) => {
                let message = format!(
                    "free variable '{name}' referenced before assignment in enclosing scope"
                );
                self.raise(Type::NameError, &message)
            }
            (false, true) => {
                let message = format!(
                    "cannot access local variable '{name}' where it is not associated with a value"
                );
                self.raise(Type::UnboundLocalError, &message)
            }
            (false, false) => {
                let message = format!("local variable '{name}' referenced before assignment");
                self.raise(Type::UnboundLocalError, &message)
            }
        }
    }

    fn set_cell(&mut self, slot: u32, value: Value) {
        let at = self.slot_at(slot);
        if let Some(id) = self.me().values[at].object()
            && let Object::Cell(content) = self.write(id)
        {
            *content = value;
        }
    }

    fn import_name(&mut self, i: &Instr) -> Outcome<()> {
        let from = self.pop();
        self.pop();
        let name = self.name_atom(i.arg);
        let Some(module) = Module::find(self.text(name)) else {
            let message = format!(
                "the module `{}` is not supported by the explorer",
                self.text(name)
            );
            return self.refuse(message, "leave it out");
        };
        // `import a.b` binds `a`; `from a.b import c` needs `a.b`.
        let module = match module {
            Module::Futures if from == Value::None => Module::Concurrent,
            Module::Abc if from == Value::None => Module::Collections,
            module => module,
        };
        self.push(Value::Module(module));
        Ok(())
    }

    fn import_from(&mut self, i: &Instr) -> Outcome<()> {
        let name = self.name_atom(i.arg);
        let Value::Module(module) = self.peek_value(0) else {
            return self.refuse("only modules can be imported from", "import the module");
        };
        let text = self.text(name);
        if let Some(Value::Hint(hint)) = library::module_attribute(module, text)
            && hint.form().is_some_and(|form| form.since > self.version())
        {
            let message = format!("cannot import name '{text}' from '{}'", module.name());
            return self.raise(Type::ImportError, &message);
        }
        let value = self.module_attribute(module, name)?;
        self.push(value);
        Ok(())
    }

    /// Whether the program imports `collections.abc`, or what imports it. Otherwise it depends on the
    /// installation whether `collections` has it.
    fn imports_abc(&self) -> bool {
        let of_code = |code: &CodeObject| {
            code.instrs.iter().any(|instr| {
                let name = code.names.get(instr.arg as usize).map(String::as_str);
                instr.op == Op::ImportName
                    && matches!(
                        name,
                        Some("collections.abc" | "typing" | "concurrent.futures")
                    )
            })
        };
        self.m.linked.program.codes.iter().any(of_code)
    }

    /// What a module has under a name in this version.
    pub(super) fn module_attribute(&mut self, module: Module, name: Atom) -> Outcome<Value> {
        let text = self.text(name).to_owned();
        match library::module_attribute(module, &text) {
            // The same class as the built-in one from 3.11 on.
            Some(Value::Type(Type::FuturesTimeoutError)) if self.version() >= Version::V3_11 => {
                Ok(Value::Type(Type::TimeoutError))
            }
            Some(Value::Type(Type::QueueShutDown)) if self.m.rules.library < Version::V3_13 => {
                let message = format!("module 'queue' has no attribute '{text}'");
                self.raise(Type::AttributeError, &message)
            }
            Some(Value::Hint(hint))
                if hint.form().is_some_and(|form| form.since > self.version()) =>
            {
                let message = format!("module '{}' has no attribute '{text}'", module.name());
                self.raise(Type::AttributeError, &message)
            }
            Some(value) if value != Value::Module(Module::Abc) || self.imports_abc() => Ok(value),
            _ => {
                let span = self.m.current_span().unwrap_or_default();
                let diagnostic = super::link::missing_attribute(module, &text, span);
                Err(super::Fault::Refuse(Box::new(diagnostic)))
            }
        }
    }
}
