//! The second walk: where each name lives.

use super::{ComprehensionScope, Place, ScopeId, ScopeKind, Symbol, SymbolTable, Uses};
use crate::code::Version;
use crate::sorted::{SortedMap, SortedSet};
use crate::source::Diagnostic;

type Names = SortedSet<String>;

pub(super) fn resolve(table: &mut SymbolTable, version: Version) -> Result<(), Diagnostic> {
    let mut resolver = Resolver { table, version };
    resolver.scope(SymbolTable::MODULE, None, &mut Names::new(), None)?;
    Ok(())
}

struct Resolver<'t> {
    table: &'t mut SymbolTable,
    version: Version,
}

impl Resolver<'_> {
    /// Resolves a scope and those in it. `bound` are the names that functions around it bind, `None`
    /// in the module; `global` are names declared global around it; `seen` is the class whose names it
    /// sees. Returns the free names.
    fn scope(
        &mut self,
        id: ScopeId,
        bound: Option<&Names>,
        global: &mut Names,
        seen: Option<ScopeId>,
    ) -> Result<Names, Diagnostic> {
        let class = self.table.scopes[id].kind == ScopeKind::Class;
        let mut bound_here = bound.cloned();
        let (mut inner_bound, mut inner_global) = (Names::new(), Names::new());
        if class {
            // What a class binds is not visible in its methods.
            if let Some(bound) = bound {
                inner_bound.extend(bound);
            }
            inner_global.extend(global);
        }
        let mut places = SortedMap::new();
        let mut local = Names::new();
        let mut free = Names::new();
        for name in self.table.scopes[id].names.clone() {
            let place = match self.place_in_class(id, &name, seen) {
                Some(place) => place,
                None => self.place(id, &name, &mut bound_here, global, &mut local, &mut free)?,
            };
            places.insert(name, place);
        }
        if class {
            inner_bound.insert("__class__".to_owned());
            if self.version >= Version::V3_14 {
                inner_bound.insert("__classdict__".to_owned());
                inner_bound.insert("__conditional_annotations__".to_owned());
            }
        } else {
            if self.table.scopes[id].kind == ScopeKind::Function {
                inner_bound.extend(&local);
            }
            if let Some(bound) = &bound_here {
                inner_bound.extend(bound);
            }
            inner_global.extend(global);
        }
        let mut children_free = Names::new();
        let mut inlined_cells = Names::new();
        for child in self.table.scopes[id].children.clone() {
            let seen_inside = match self.table.scopes[child].sees_class {
                true if class => Some(id),
                true => seen,
                false => None,
            };
            let mut child_free = self.scope(
                child,
                Some(&inner_bound),
                &mut inner_global.clone(),
                seen_inside,
            )?;
            let inline = self.version >= Version::V3_12
                && !self.table.scopes[id].sees_class
                && self.table.scopes[child].comprehension == Some(ComprehensionScope::Inlinable);
            if inline {
                self.inline(id, child, &mut places, &mut child_free, &mut inlined_cells);
            }
            children_free.extend(&child_free);
        }
        self.splice_inlined_children(id);
        match self.table.scopes[id].kind {
            ScopeKind::Function => {
                for (name, place) in places.iter_mut() {
                    let captured = children_free.contains(name) || inlined_cells.contains(name);
                    if *place == Place::Local && captured {
                        *place = Place::Cell;
                        children_free.remove(name);
                    }
                }
            }
            ScopeKind::Class => {
                let scope = &mut self.table.scopes[id];
                scope.needs_class_cell |= children_free.remove("__class__");
                scope.needs_class_dict |= children_free.remove("__classdict__");
                scope.conditional_annotations |=
                    children_free.remove("__conditional_annotations__");
            }
            ScopeKind::Module => {}
        }
        self.record(id, &places, bound, &children_free, &inlined_cells);
        free.extend(&children_free);
        Ok(free)
    }

    /// Where a name of an annotation lives if the class around it has the name: there or, if the class
    /// has lost it, in the module; not in a function around the class.
    fn place_in_class(&self, id: ScopeId, name: &str, seen: Option<ScopeId>) -> Option<Place> {
        let here = self.table.scopes[id].uses(name);
        if here.any(Uses::GLOBAL.with(Uses::NONLOCAL).with(Uses::BOUND)) {
            return None;
        }
        let there = self.table.scopes[seen?].uses(name);
        if there.any(Uses::GLOBAL) {
            Some(Place::GlobalExplicit)
        } else if there.any(Uses::BOUND) && !there.any(Uses::NONLOCAL) {
            Some(Place::GlobalImplicit)
        } else {
            None
        }
    }

    fn place(
        &mut self,
        id: ScopeId,
        name: &str,
        bound: &mut Option<Names>,
        global: &mut Names,
        local: &mut Names,
        free: &mut Names,
    ) -> Result<Place, Diagnostic> {
        let uses = self.table.scopes[id].uses(name);
        if uses.any(Uses::GLOBAL) {
            if uses.any(Uses::NONLOCAL) {
                return Err(self.at_directive(
                    id,
                    name,
                    format!("name '{name}' is nonlocal and global"),
                ));
            }
            global.insert(name.to_owned());
            if let Some(bound) = bound {
                bound.remove(name);
            }
            return Ok(Place::GlobalExplicit);
        }
        if uses.any(Uses::NONLOCAL) {
            let Some(bound) = bound else {
                let message = "nonlocal declaration not allowed at module level".to_owned();
                return Err(self.at_directive(id, name, message));
            };
            if !bound.contains(name) {
                let message = format!("no binding for nonlocal '{name}' found");
                return Err(self.at_directive(id, name, message));
            }
            free.insert(name.to_owned());
            return Ok(Place::Free);
        }
        if uses.any(Uses::BOUND) {
            local.insert(name.to_owned());
            global.remove(name);
            return Ok(Place::Local);
        }
        if bound.as_ref().is_some_and(|bound| bound.contains(name)) {
            free.insert(name.to_owned());
            return Ok(Place::Free);
        }
        Ok(Place::GlobalImplicit)
    }

    fn at_directive(&self, id: ScopeId, name: &str, message: String) -> Diagnostic {
        let span = self.table.scopes[id]
            .directives
            .iter()
            .find(|(declared, _)| declared == name)
            .map_or_else(Default::default, |(_, span)| *span);
        Diagnostic::new(span, message)
    }

    /// Merges the names of a comprehension into the scope around it (PEP 709).
    fn inline(
        &mut self,
        outer: ScopeId,
        inner: ScopeId,
        places: &mut SortedMap<String, Place>,
        inner_free: &mut Names,
        inlined_cells: &mut Names,
    ) {
        let outer_is_class = self.table.scopes[outer].kind == ScopeKind::Class;
        let mut drop_class_cell = false;
        for name in self.table.scopes[inner].names.clone() {
            let Some(symbol) = self.table.scopes[inner].get(&name) else {
                continue;
            };
            if symbol.uses.any(Uses::PARAM) {
                continue;
            }
            let mut place = symbol.place.unwrap_or(Place::GlobalImplicit);
            if place == Place::Cell || symbol.uses.any(Uses::INLINED_CELL) {
                inlined_cells.insert(name.clone());
            }
            if self.version >= Version::V3_13
                && place == Place::Free
                && outer_is_class
                && name == "__class__"
            {
                place = Place::GlobalImplicit;
                let keep = self.version >= Version::V3_14 && self.free_in_child(inner, &name);
                if !keep {
                    inner_free.remove(&name);
                }
                drop_class_cell = true;
            }
            match self.table.scopes[outer].get(&name) {
                None => {
                    let uses = symbol.uses;
                    self.table.scopes[outer].set(&name, Symbol { uses, place: None });
                    places.insert(name, place);
                }
                Some(existing) => {
                    if existing.uses.any(Uses::BOUND)
                        && !outer_is_class
                        && !self.free_in_child(inner, &name)
                    {
                        inner_free.remove(&name);
                    }
                }
            }
        }
        if drop_class_cell {
            self.table.scopes[inner].remove("__class__");
        }
        self.table.scopes[inner].inlined = true;
    }

    fn free_in_child(&self, id: ScopeId, name: &str) -> bool {
        self.table.scopes[id]
            .children
            .iter()
            .any(|child| self.table.scopes[*child].place(name) == Some(Place::Free))
    }

    /// The scopes inside an inlined comprehension now belong to the scope around it.
    fn splice_inlined_children(&mut self, id: ScopeId) {
        let mut children = Vec::new();
        for child in self.table.scopes[id].children.clone() {
            if self.table.scopes[child].inlined {
                children.extend(self.table.scopes[child].children.iter().copied());
            } else {
                children.push(child);
            }
        }
        self.table.scopes[id].children = children;
    }

    fn record(
        &mut self,
        id: ScopeId,
        places: &SortedMap<String, Place>,
        bound: Option<&Names>,
        children_free: &Names,
        inlined_cells: &Names,
    ) {
        let scope = &mut self.table.scopes[id];
        for name in scope.names.clone() {
            let mut uses = scope.uses(&name);
            if inlined_cells.contains(&name) {
                uses = uses.with(Uses::INLINED_CELL);
            }
            let place = places.get(&name).copied();
            scope.set(&name, Symbol { uses, place });
        }
        for name in children_free.iter() {
            if let Some(symbol) = scope.get(name) {
                if scope.kind == ScopeKind::Class || scope.sees_class {
                    let uses = symbol.uses.with(Uses::FREE_IN_CLASS);
                    scope.set(name, Symbol { uses, ..symbol });
                }
            } else if bound.is_none_or(|bound| bound.contains(name)) {
                let place = Some(Place::Free);
                scope.set(
                    name,
                    Symbol {
                        uses: Uses::NONE,
                        place,
                    },
                );
            }
        }
    }
}
