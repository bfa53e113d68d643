//! The symbol table: which names a scope has, and where each of them lives.
//!
//! After `Python/symtable.c`. A first walk collects the names of each scope with what happens to
//! them; then the scopes are resolved from the outside in, and comprehensions are inlined into
//! their scope where the version does so (PEP 709, from 3.12 on).

mod build;
mod resolve;

use crate::codegen::Target;
use crate::sorted::SortedMap;
use crate::source::{Diagnostic, Span};
use crate::syntax::ast::Module;

/// What happens to a name in a scope, as bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Uses(u16);

impl Uses {
    pub(super) const NONE: Uses = Uses(0);
    /// Declared `global`.
    pub(super) const GLOBAL: Uses = Uses(1);
    /// Assigned.
    pub(super) const LOCAL: Uses = Uses(1 << 1);
    /// A parameter.
    pub(super) const PARAM: Uses = Uses(1 << 2);
    /// Declared `nonlocal`.
    pub(super) const NONLOCAL: Uses = Uses(1 << 3);
    /// Read.
    pub(super) const READ: Uses = Uses(1 << 4);
    /// Bound by an import.
    pub(super) const IMPORT: Uses = Uses(1 << 5);
    /// Annotated.
    pub(super) const ANNOTATED: Uses = Uses(1 << 6);
    /// The loop variable of a comprehension.
    pub(super) const ITERATION: Uses = Uses(1 << 7);
    /// A cell in an inlined comprehension.
    pub(super) const INLINED_CELL: Uses = Uses(1 << 8);
    /// Bound in a class and free in one of its methods.
    pub(super) const FREE_IN_CLASS: Uses = Uses(1 << 9);
    /// Bound in the scope in some way.
    pub(super) const BOUND: Uses = Uses(Self::LOCAL.0 | Self::PARAM.0 | Self::IMPORT.0);

    /// Whether one of the bits is set.
    pub(super) const fn any(self, bits: Uses) -> bool {
        self.0 & bits.0 != 0
    }

    pub(super) const fn with(self, bits: Uses) -> Uses {
        Uses(self.0 | bits.0)
    }
}

/// Where a name lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// A variable of the scope itself.
    Local,
    /// A variable of the scope that inner scopes use.
    Cell,
    /// A variable of an outer function.
    Free,
    /// A global, because of a declaration.
    GlobalExplicit,
    /// A global or a built-in, because nothing binds it.
    GlobalImplicit,
}

/// A name of a scope.
#[derive(Clone, Copy, Debug)]
pub(super) struct Symbol {
    pub(super) uses: Uses,
    pub(super) place: Option<Place>,
}

/// The kind of a scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ScopeKind {
    Module,
    Class,
    /// Functions, lambdas, comprehensions and generator expressions.
    Function,
}

/// The kind of a function scope that is a comprehension.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ComprehensionScope {
    Inlinable,
    Generator,
}

/// The number of a scope.
pub(super) type ScopeId = usize;

/// The names of a module, class, function or comprehension.
#[derive(Clone, Debug)]
pub(super) struct Scope {
    pub(super) kind: ScopeKind,
    pub(super) comprehension: Option<ComprehensionScope>,
    /// Mangled names in the order in which they were met, and their symbols.
    pub(super) names: Vec<String>,
    symbols: SortedMap<String, Symbol>,
    pub(super) params: Vec<String>,
    pub(super) children: Vec<ScopeId>,
    pub(super) nested: bool,
    pub(super) generator: bool,
    /// A class whose methods use `__class__`.
    pub(super) needs_class_cell: bool,
    /// A class whose annotations, or those of its methods, can see its namespace (3.14 and later).
    pub(super) needs_class_dict: bool,
    /// A statement of the scope annotates something.
    pub(super) annotates: bool,
    /// A module, or a class that annotates where a branch or a loop may leave it out: the class notes
    /// which annotations it came by (3.14 and later).
    pub(super) conditional_annotations: bool,
    /// The scope of the annotations of variables (3.14 and later).
    pub(super) annotations: Option<ScopeId>,
    /// The scope of the annotations of a function's parameters and result (3.14 and later).
    pub(super) signature: Option<ScopeId>,
    /// An annotation scope in a class: it sees the names of the class (3.14 and later).
    pub(super) sees_class: bool,
    /// A comprehension that was merged into the scope around it.
    pub(super) inlined: bool,
    /// How deep the walk is inside the first iterable of comprehensions.
    comprehension_iterables: u32,
    in_iteration_target: bool,
    /// The scope of an annotation.
    is_annotation: bool,
    /// Annotations in it are never evaluated: those of local variables (3.14 and later).
    is_unevaluated: bool,
    /// The walk is inside a branch, a loop, a `try` or a `with`.
    in_conditional_block: bool,
    /// Where `global`, `nonlocal` and `:=` declare names.
    directives: Vec<(String, Span)>,
}

impl Scope {
    fn new(kind: ScopeKind, nested: bool) -> Self {
        Scope {
            kind,
            comprehension: None,
            names: Vec::new(),
            symbols: SortedMap::new(),
            params: Vec::new(),
            children: Vec::new(),
            nested,
            generator: false,
            needs_class_cell: false,
            needs_class_dict: false,
            annotates: false,
            conditional_annotations: false,
            annotations: None,
            signature: None,
            sees_class: false,
            inlined: false,
            comprehension_iterables: 0,
            in_iteration_target: false,
            is_annotation: false,
            is_unevaluated: false,
            in_conditional_block: false,
            directives: Vec::new(),
        }
    }

    /// The symbol of a (mangled) name.
    pub(super) fn get(&self, name: &str) -> Option<Symbol> {
        self.symbols.get(name).copied()
    }

    /// Where a name lives, if the scope knows it.
    pub(super) fn place(&self, name: &str) -> Option<Place> {
        self.get(name).and_then(|symbol| symbol.place)
    }

    pub(super) fn uses(&self, name: &str) -> Uses {
        self.get(name).map_or(Uses::NONE, |symbol| symbol.uses)
    }

    /// Replaces the symbol of a name, or adds it.
    pub(super) fn set(&mut self, name: &str, symbol: Symbol) {
        if self.symbols.insert(name.to_owned(), symbol) {
            self.names.push(name.to_owned());
        }
    }

    /// Removes a name.
    fn remove(&mut self, name: &str) {
        if self.symbols.remove(name).is_some() {
            self.names.retain(|known| known != name);
        }
    }

    /// The names for which a test holds, sorted: the order of cells in a code object.
    pub(super) fn sorted(&self, test: impl Fn(Symbol) -> bool) -> Vec<String> {
        self.symbols
            .iter()
            .filter(|(_, symbol)| test(*symbol))
            .map(|(name, _)| name.clone())
            .collect()
    }
}

/// The scopes of a program.
#[derive(Debug)]
pub(super) struct SymbolTable {
    pub(super) scopes: Vec<Scope>,
    /// The scope of a `def`, `class`, `lambda` or comprehension by the place of its node: no two of
    /// them have the same.
    by_span: SortedMap<Span, ScopeId>,
}

impl SymbolTable {
    /// Collects and resolves the names of a module.
    pub(super) fn build(module: &Module, target: Target) -> Result<SymbolTable, Diagnostic> {
        let mut table = build::collect(module, target)?;
        resolve::resolve(&mut table, target.version)?;
        Ok(table)
    }

    /// The scope of the module.
    pub(super) const MODULE: ScopeId = 0;

    /// The scope that a node opens.
    pub(super) fn of(&self, node: Span) -> ScopeId {
        *self
            .by_span
            .get(&node)
            .expect("the first walk has met every node that opens a scope")
    }
}

/// A private name inside a class gets the name of the class in front, as in `_Account__balance`.
pub(super) fn mangle(class: Option<&str>, name: &str) -> String {
    let Some(class) = class else {
        return name.to_owned();
    };
    let class = class.trim_start_matches('_');
    let private = name.starts_with("__") && !name.ends_with("__") && !name.contains('.');
    if private && !class.is_empty() {
        format!("_{class}{name}")
    } else {
        name.to_owned()
    }
}
