//! A compiled program made ready to run: constants and names are values and numbers.

use std::rc::Rc;

use crate::bigint::BigInt;
use crate::code::{CodeKind, CodeObject, Const, Op, Program};
use crate::library;
use crate::sorted::SortedMap;
use crate::syntax::{
    Diagnostic,
    modules::{COMPILED_ONLY, instead_of},
};
use crate::value::{Atom, Atoms, Module, Object, ObjectId, Set, Value, hash_atomic};

/// A name of a code object.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Name {
    /// Its text.
    pub atom: Atom,
    /// Its slot among the globals, if it is used as one.
    pub slot: u32,
}

/// What a code object refers to.
#[derive(Clone, Debug)]
pub(crate) struct LinkedCode {
    /// The constants.
    pub consts: Vec<Value>,
    /// The names.
    pub names: Vec<Name>,
    /// The names of the slots of a frame.
    pub slots: Vec<Atom>,
    /// The name of the function.
    pub name: Atom,
    /// The dotted name.
    pub qualname: Atom,
}

/// A variable of the module.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Global {
    /// Its name.
    pub name: Atom,
    /// The built-in that it hides, or [`Value::Null`].
    pub builtin: Value,
    /// Functions or class bodies use the name, so other threads than the main one may.
    pub used_by_functions: bool,
}

/// A program ready to run.
#[derive(Clone, Debug)]
pub(crate) struct Linked {
    /// The program as compiled.
    pub program: Program,
    /// What its code objects refer to, in the same order.
    pub codes: Vec<LinkedCode>,
    /// The variables of the module, by slot.
    pub globals: Vec<Global>,
    /// The constants with identity.
    pub constants: Vec<Rc<Object>>,
    /// The variables that outcomes and tables show; `None` for all.
    pub watched: Option<Vec<String>>,
}

impl Linked {
    /// True if outcomes and tables show the variable.
    pub(crate) fn shows(&self, name: &str) -> bool {
        self.watched
            .as_ref()
            .is_none_or(|watched| watched.iter().any(|one| one == name))
    }
}

struct Linker<'a> {
    atoms: &'a mut Atoms,
    slots: SortedMap<Atom, u32>,
    globals: Vec<Global>,
    constants: Vec<Rc<Object>>,
}

impl Linker<'_> {
    fn constant(&mut self, constant: &Const) -> Value {
        match constant {
            Const::None => Value::None,
            Const::Ellipsis => Value::Ellipsis,
            Const::Bool(value) => Value::Bool(*value),
            Const::Int(value) => integer(self.atoms, value.clone()),
            Const::Float(value) => Value::float(value.0),
            Const::Str(text) => Value::Str(self.atoms.string(text)),
            Const::Code(code) => Value::Code(*code),
            Const::Tuple(items) => {
                let items = items.iter().map(|item| self.constant(item)).collect();
                self.object(Object::Tuple(items))
            }
            Const::Slice(parts) => {
                let parts = [0, 1, 2].map(|at| self.constant(&parts[at]));
                self.object(Object::Slice(parts))
            }
            Const::FrozenSet(items) => {
                let mut set = Set::default();
                for item in items {
                    let item = self.constant(item);
                    let hash = self.hash(item);
                    set.insert_new(item, hash);
                }
                self.object(Object::Set { set, frozen: true })
            }
        }
    }

    fn hash(&self, value: Value) -> i64 {
        match value {
            Value::Object(id) => match &*self.constants[id.index()] {
                Object::Tuple(items) => {
                    crate::value::hash_tuple(items.iter().map(|item| self.hash(*item)))
                }
                _ => 0,
            },
            value => hash_atomic(self.atoms, value).unwrap_or(0),
        }
    }

    fn object(&mut self, object: Object) -> Value {
        self.constants.push(Rc::new(object));
        Value::Object(ObjectId::constant(self.constants.len() - 1))
    }

    fn slot(&mut self, name: Atom, in_function: bool) -> u32 {
        let next = self.globals.len() as u32;
        let slot = *self.slots.or_insert(name, next);
        if slot == next {
            let builtin = library::builtin(self.atoms.text(name)).unwrap_or_default();
            self.globals.push(Global {
                name,
                builtin,
                used_by_functions: false,
            });
        }
        self.globals[slot as usize].used_by_functions |= in_function;
        slot
    }
}

/// The value of an integer.
pub(crate) fn integer(atoms: &mut Atoms, value: BigInt) -> Value {
    match value.to_i64() {
        Some(small) => Value::Int(small),
        None => Value::Big(atoms.integer(value)),
    }
}

fn is_global(op: Op) -> bool {
    matches!(
        op,
        Op::LoadGlobal
            | Op::StoreGlobal
            | Op::DeleteGlobal
            | Op::LoadName
            | Op::StoreName
            | Op::DeleteName
            | Op::LoadFromDictOrGlobals
    )
}

/// Resolves constants and names.
///
/// # Errors
///
/// One diagnostic for every module and every built-in name that programs cannot use here.
pub(crate) fn link(program: Program, atoms: &mut Atoms) -> Result<Linked, Vec<Diagnostic>> {
    let mut linker = Linker {
        atoms,
        slots: SortedMap::new(),
        globals: Vec::new(),
        constants: Vec::new(),
    };
    let mut codes = Vec::with_capacity(program.codes.len());
    for code in &program.codes {
        let mut names: Vec<Name> = code
            .names
            .iter()
            .map(|name| Name {
                atom: linker.atoms.string(name),
                slot: u32::MAX,
            })
            .collect();
        // Nobody asks for annotations here: their code never runs.
        let runs = code.kind != CodeKind::Annotate;
        for instr in code.instrs.iter().filter(|_| runs) {
            if is_global(instr.op)
                && let Some(name) = names.get_mut(instr.arg as usize)
            {
                name.slot = linker.slot(name.atom, code.kind != CodeKind::Module);
            }
        }
        codes.push(LinkedCode {
            consts: code.consts.iter().map(|c| linker.constant(c)).collect(),
            names,
            slots: code
                .slots
                .iter()
                .map(|name| linker.atoms.string(name))
                .collect(),
            name: linker.atoms.string(&code.name),
            qualname: linker.atoms.string(&code.qualname),
        });
    }
    let Linker {
        globals, constants, ..
    } = linker;
    let refused = refuse(&program);
    if refused.is_empty() {
        Ok(Linked {
            program,
            codes,
            globals,
            constants,
            watched: None,
        })
    } else {
        Err(refused)
    }
}

/// Modules and built-in names that exist in CPython and not here.
fn refuse(program: &Program) -> Vec<Diagnostic> {
    let mut found: Vec<Diagnostic> = Vec::new();
    let mut assigned: Vec<&str> = Vec::new();
    for code in &program.codes {
        for instr in &code.instrs {
            if matches!(instr.op, Op::StoreName | Op::StoreGlobal)
                && let Some(name) = code.names.get(instr.arg as usize)
            {
                assigned.push(name);
            }
        }
    }
    let runs = |code: &&CodeObject| code.kind != CodeKind::Annotate;
    for code in program.codes.iter().filter(runs) {
        let mut module = None;
        for instr in &code.instrs {
            let Some(name) = code.names.get(instr.arg as usize) else {
                continue;
            };
            match instr.op {
                Op::ImportName => {
                    module = Module::find(name);
                    // The parser lets no other unknown module through, except where nothing runs.
                    if name == COMPILED_ONLY {
                        found.push(
                            Diagnostic::new(
                                instr.span,
                                format!("the module `{name}` is not supported by the explorer"),
                            )
                            .with_hint(instead_of(name)),
                        );
                    }
                }
                Op::ImportFrom => {
                    if let Some(module) = module
                        && library::module_attribute(module, name).is_none()
                        // `import concurrent.futures as name` takes `futures` from its package.
                        && module.name().split('.').next_back() != Some(name)
                    {
                        found.push(missing_attribute(module, name, instr.span));
                    }
                }
                Op::LoadName | Op::LoadGlobal
                    if library::REFUSED_BUILTINS.contains(&name.as_str())
                        && !assigned.contains(&name.as_str()) =>
                {
                    found.push(
                        Diagnostic::new(
                            instr.span,
                            format!("the built-in `{name}` is not supported by the explorer"),
                        )
                        .with_hint(instead_of_builtin(name)),
                    );
                }
                _ => {}
            }
        }
    }
    found.sort_by_key(|diagnostic| diagnostic.span);
    found.dedup();
    found
}

/// The diagnostic for a name that a module does not have here.
pub(crate) fn missing_attribute(
    module: Module,
    name: &str,
    span: crate::syntax::Span,
) -> Diagnostic {
    let hint = match (module, name) {
        (Module::Time, _) => {
            "there is no clock here: every moment of a switch is tried, so time does not matter"
        }
        (Module::Threading, "Timer") => {
            "a timer is a thread that starts at any moment: use `Thread`"
        }
        (Module::Threading, "excepthook") => {
            "catch the exception in the function that the thread runs"
        }
        (Module::Sys, "stdout" | "stderr" | "stdin") => "use `print` without `file`",
        (Module::Typing, "Generic" | "Protocol") => {
            "write a plain class: only type checkers need it"
        }
        (Module::Typing, "NamedTuple" | "TypedDict") => "write a class, or use a tuple or a dict",
        (Module::Typing, "NewType") => "use the class itself",
        (Module::Collections, "abc") => "write `import collections.abc`",
        (Module::Collections, "namedtuple") => "write a class, or use a tuple",
        (Module::Futures, "wait") => "ask each future for its `result()`, or use `as_completed`",
        (Module::Futures, "ProcessPoolExecutor") => {
            "the explorer runs the threads of one process: use `ThreadPoolExecutor`"
        }
        _ => "",
    };
    let hint = if hint.is_empty() {
        format!("it has {}", library::names_of(module).join(", "))
    } else {
        hint.to_owned()
    };
    Diagnostic::new(
        span,
        format!(
            "`{}.{name}` is not supported by the explorer",
            module.name()
        ),
    )
    .with_hint(hint)
}

/// What to write instead of a built-in name that the explorer does not have.
fn instead_of_builtin(name: &str) -> &'static str {
    match name {
        "id" => {
            "an address differs from run to run: compare with `is`, and give objects that need an \
             order a number of their own"
        }
        "input" => "every schedule is tried with the same data: write the value into the program",
        "open" => "there are no files here: use a list or a dict",
        "globals" | "locals" | "vars" | "dir" => "name the variables, or keep the values in a dict",
        "exit" | "quit" => "let the function return, or write `raise SystemExit`",
        "bytes" | "bytearray" | "memoryview" => "use a string or a list of numbers",
        _ => "the explorer runs programs that only compute and use threads",
    }
}
