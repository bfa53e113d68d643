//! `use` declarations and the names they bring in.
//!
//! A name that an import brings in may hide where it comes from (`use std as s`, then
//! `s::sync::Mutex`), so the scan remembers what each imported name stands for.

use std::collections::BTreeMap;

use crate::tokens::Tokens;

/// One path of a `use` declaration: `use a::{b, c as d}` has two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Import {
    /// All segments, in order, without `self` at the end.
    pub(crate) path: Vec<String>,
    /// True when the path ends in `*`.
    pub(crate) glob: bool,
    /// The name it is known by in this file; `None` for globs and `as _`.
    pub(crate) name: Option<String>,
    /// True when the path began with `::`.
    pub(crate) absolute: bool,
    /// The token that a message points to: the last segment, or the star.
    pub(crate) at: usize,
    /// True when the path has more segments than anybody writes; then the rest was not read.
    pub(crate) endless: bool,
}

/// The longest path of a `use` declaration that is read.
const MOST_SEGMENTS: usize = 32;

/// Reads the `use` declaration that starts at token `start` (the word `use`).
///
/// Returns its paths and the index of the first token behind it, or `None` when this `use` is
/// the one of precise capturing, `impl Trait + use<'a>`.
pub(crate) fn parse_use(tokens: &Tokens, start: usize) -> Option<(Vec<Import>, usize)> {
    let mut index = start + 1;
    if tokens.is_punct(index, '<') {
        return None;
    }
    let absolute = tokens.is_path_separator(index);
    if absolute {
        index += 2;
    }
    let mut imports = Vec::new();
    // The prefixes of the braces that are open, with the index of the brace that closes each.
    let mut prefixes: Vec<(Vec<String>, usize)> = Vec::new();
    let mut path: Vec<String> = Vec::new();
    while index < tokens.len() {
        while prefixes.last().is_some_and(|(_, close)| *close == index) {
            prefixes.pop();
            index += 1;
        }
        if tokens.is_punct(index, ',') {
            path = prefixes
                .last()
                .map(|(prefix, _)| prefix.clone())
                .unwrap_or_default();
            index += 1;
        } else if tokens.is_punct(index, ';') {
            return Some((imports, index + 1));
        } else if tokens.is_path_separator(index) {
            index += 2;
        } else if tokens.is_brace(index) {
            prefixes.push((path.clone(), tokens.closing(index)));
            index += 1;
        } else if tokens.is_punct(index, '*') {
            let path = path.clone();
            imports.push(Import {
                path,
                glob: true,
                name: None,
                absolute,
                at: index,
                endless: false,
            });
            index += 1;
        } else if let Some(segment) = tokens.ident(index) {
            let at = index;
            if path.len() == MOST_SEGMENTS {
                path.truncate(2);
                imports.push(Import {
                    path,
                    glob: false,
                    name: None,
                    absolute,
                    at,
                    endless: true,
                });
                let end = (index..tokens.len()).find(|at| tokens.is_punct(*at, ';'));
                return Some((imports, end.unwrap_or(tokens.len())));
            }
            if segment != "self" || path.is_empty() {
                path.push(segment.to_owned());
            }
            index += 1;
            if tokens.is_path_separator(index) {
                continue;
            }
            let mut name = path.last().cloned();
            if tokens.is_ident(index, "as") {
                name = tokens
                    .ident(index + 1)
                    .filter(|name| *name != "_")
                    .map(str::to_owned);
                index += 2;
            }
            imports.push(Import {
                path: path.clone(),
                glob: false,
                name,
                absolute,
                at,
                endless: false,
            });
        } else {
            // Not a `use` declaration that compiles: the compiler says it better.
            return Some((imports, index.max(start + 1)));
        }
    }
    Some((imports, index))
}

/// How many renames of renames are followed. Nobody needs more than two or three, and a file that
/// has more hides something.
const LONGEST_CHAIN: usize = 32;

/// What the names of a file stand for, as far as they come from outside.
#[derive(Debug, Default)]
pub(crate) struct Names {
    aliases: BTreeMap<String, Vec<String>>,
    globs: Vec<Vec<String>>,
    /// True when the renames are too long to follow, or go round in a circle.
    pub(crate) tangled: bool,
}

impl Names {
    /// Remembers the imports of a file; the order in the file does not matter.
    pub(crate) fn from_imports(imports: &[Import]) -> Names {
        let mut names = Names {
            tangled: true,
            ..Names::default()
        };
        // A chain such as `use std as s; use s::sync as locks;` needs one round per link.
        for _ in 0..LONGEST_CHAIN {
            let mut changed = false;
            for import in imports {
                let path = names.resolve(&import.path, import.absolute);
                if import.glob {
                    if !names.globs.contains(&path) {
                        names.globs.push(path);
                        changed = true;
                    }
                } else if let Some(name) = &import.name
                    // `use std::sync::Mutex` inside `mod std` and `use self::x` say nothing new.
                    && path.as_slice() != [name.clone()]
                    && names.aliases.get(name) != Some(&path)
                    && is_external(&path)
                {
                    names.aliases.insert(name.clone(), path);
                    changed = true;
                }
            }
            if !changed {
                names.tangled = false;
                break;
            }
        }
        names
    }

    /// The path with its first segment replaced by what it stands for.
    ///
    /// `core` and `alloc` become `std`, where all their names live, too.
    pub(crate) fn resolve(&self, path: &[String], absolute: bool) -> Vec<String> {
        let mut path = path.to_vec();
        if !absolute
            && let Some(first) = path.first()
            && let Some(target) = self.aliases.get(first)
        {
            let mut resolved = target.clone();
            resolved.extend(path.drain(1..));
            path = resolved;
        } else if path
            .first()
            .is_some_and(|first| first == "core" || first == "alloc")
        {
            "std".clone_into(&mut path[0]);
        }
        path
    }

    /// True when `name` was imported from `lab`, by name or through a glob.
    pub(crate) fn comes_from_lab(&self, name: &str) -> bool {
        let lab = |path: &Vec<String>| path.first().is_some_and(|first| first == "lab");
        self.aliases.get(name).is_some_and(lab)
            || self.globs.iter().any(|glob| glob.len() == 1 && lab(glob))
    }
}

/// Only names from outside the file are followed; the file's own modules are its own business.
fn is_external(path: &[String]) -> bool {
    path.first()
        .is_some_and(|first| first == "std" || first == "lab")
}
