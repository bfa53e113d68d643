//! The walk over the tokens of a file: everything that is refused, in the order of the file.

use crate::Finding;
use crate::Rules;
use crate::conditions;
use crate::imports::{Import, Names, parse_use};
use crate::policy::{Judgement, Why, judge, judge_glob};
use crate::tokens::{Token, Tokens};

/// Bare macros that are refused. Only `thread_local` may be meant otherwise: when it is lab's.
///
/// A macro of the file with one of these names is no excuse, because it counts only below its
/// definition and inside its module, and an attribute can take it away.
const MACROS: &[(&str, Why)] = &[
    ("asm", Why::Machine),
    ("env", Why::BuildEnvironment),
    ("global_asm", Why::Machine),
    ("include", Why::OtherFile),
    ("include_bytes", Why::OtherFile),
    ("include_str", Why::OtherFile),
    ("naked_asm", Why::Machine),
    ("option_env", Why::BuildEnvironment),
    ("thread_local", Why::ThreadLocal),
];

/// Attributes that are refused.
const ATTRIBUTES: &[(&str, Why)] = &[
    ("export_name", Why::Attribute),
    ("global_allocator", Why::Attribute),
    ("link", Why::Attribute),
    ("link_args", Why::Attribute),
    ("link_name", Why::Attribute),
    ("link_ordinal", Why::Attribute),
    ("link_section", Why::Attribute),
    ("naked", Why::Attribute),
    ("no_core", Why::Attribute),
    ("no_implicit_prelude", Why::Attribute),
    ("no_main", Why::Attribute),
    ("no_mangle", Why::Attribute),
    ("no_std", Why::Attribute),
    ("panic_handler", Why::Attribute),
    ("path", Why::OtherFile),
    ("used", Why::Attribute),
];

/// The crates a path may begin with, besides the file's own names.
const STD: [&str; 3] = ["std", "core", "alloc"];

/// Everything in the file that a solution may not use.
pub(crate) fn walk(tokens: &Tokens, rules: Rules) -> Vec<Finding> {
    let tests = test_only(tokens);
    let (imports, in_use) = imports(tokens, &tests);
    let names = Names::from_imports(&imports);
    let mut walk = Walk {
        tokens,
        rules,
        calls_by_name: calls_by_name(tokens),
        assembles_paths: assembles_paths(tokens),
        names,
        findings: Vec::new(),
    };
    if let (true, Some(import)) = (walk.names.tangled, imports.first()) {
        walk.refuse(import.at, import.path.join("::"), Why::Tangled);
    }
    for import in &imports {
        walk.import(import);
    }
    let mut macro_ends: Vec<usize> = Vec::new();
    let mut attribute_end = 0;
    for (index, in_use) in in_use.into_iter().enumerate() {
        while macro_ends.last().is_some_and(|end| *end <= index) {
            macro_ends.pop();
        }
        if tests.get(index).copied().unwrap_or(false) {
            continue;
        }
        if let Some(open) = macro_arguments(tokens, index) {
            macro_ends.push(tokens.closing(open));
        }
        if let Some(open) = attribute_bracket(tokens, index) {
            attribute_end = attribute_end.max(tokens.closing(open));
        }
        walk.attribute(index);
        walk.condition(index, index < attribute_end, !macro_ends.is_empty());
        if in_use {
            continue;
        }
        walk.keyword(index);
        walk.bare_macro(index, !macro_ends.is_empty());
        walk.path(index, !macro_ends.is_empty());
    }
    let mut findings = walk.findings;
    findings.sort_by_key(|finding| (finding.at.line, finding.at.column));
    // One place is told once: `#[unsafe(no_mangle)]` is both an attribute and the word `unsafe`.
    findings.dedup_by_key(|finding| finding.at);
    findings
}

struct Walk<'t> {
    tokens: &'t Tokens,
    rules: Rules,
    names: Names,
    /// True when a macro of the file calls a macro whose name it is given.
    calls_by_name: bool,
    /// True when a macro of the file puts paths together from its arguments.
    assembles_paths: bool,
    findings: Vec<Finding>,
}

impl Walk<'_> {
    fn refuse(&mut self, index: usize, what: impl Into<String>, why: Why) {
        let marked = self
            .tokens
            .ident(index)
            .map_or(1, |name| name.chars().count());
        self.findings.push(Finding {
            at: self.tokens.at(index),
            marked,
            what: what.into(),
            why,
        });
    }

    fn import(&mut self, import: &Import) {
        if import.endless {
            self.refuse(
                import.at,
                format!("{}::…", import.path.join("::")),
                Why::Tangled,
            );
            return;
        }
        let path = self.names.resolve(&import.path, import.absolute);
        if let Some(private) = private_of_lab(&path) {
            self.refuse(import.at, private, Why::Private);
            return;
        }
        let Some((root, below)) = path.split_first() else {
            return;
        };
        if root != "std" {
            return;
        }
        let judgement = if import.glob {
            judge_glob(below, self.rules)
        } else {
            judge(below, self.rules)
        };
        if let Judgement::Refused(why) = judgement {
            let star = if import.glob { "::*" } else { "" };
            self.refuse(import.at, format!("{}{star}", path.join("::")), why);
        }
    }

    /// `unsafe`, `static mut`, `mod name;`, `extern`.
    fn keyword(&mut self, index: usize) {
        let tokens = self.tokens;
        match tokens.ident(index) {
            Some("unsafe") if !self.rules.unsafe_allowed() => {
                self.refuse(index, "unsafe", Why::Unsafe);
            }
            Some("static") if tokens.is_ident(index + 1, "mut") => {
                self.refuse(index, "static mut", Why::StaticMut);
            }
            Some("mod") if tokens.is_punct(index + 2, ';') => {
                if let Some(name) = tokens.ident(index + 1) {
                    self.refuse(index, format!("mod {name};"), Why::OtherFile);
                }
            }
            Some("extern") if tokens.is_ident(index + 1, "crate") => {
                let name = tokens.ident(index + 2).unwrap_or_default();
                if !STD.contains(&name) && name != "lab" && name != "self" {
                    self.refuse(index + 2, format!("extern crate {name}"), Why::Crate);
                }
            }
            Some("extern") => {
                let abi = matches!(tokens.token(index + 1), Some(Token::Literal));
                if tokens.is_brace(index + 1 + usize::from(abi)) {
                    self.refuse(index, "extern { … }", Why::Foreign);
                }
            }
            _ => {}
        }
    }

    fn attribute(&mut self, index: usize) {
        let tokens = self.tokens;
        let Some(open) = attribute_bracket(tokens, index) else {
            return;
        };
        let wraps = matches!(tokens.ident(open + 1), Some("unsafe" | "cfg_attr"));
        let last = if wraps {
            tokens.closing(open)
        } else {
            open + 2
        };
        for at in open + 1..last {
            let Some(name) = tokens.ident(at) else {
                continue;
            };
            if let Some((name, why)) = ATTRIBUTES.iter().find(|(refused, _)| *refused == name) {
                self.refuse(at, format!("#[{name}]"), *why);
            }
        }
    }

    /// A condition about the build, or the name of a macro that asks one, for a macro to call.
    fn condition(&mut self, index: usize, in_attribute: bool, in_macro: bool) {
        for (at, what) in conditions::about_the_build(self.tokens, index, in_attribute) {
            self.refuse(at, what, Why::Judged);
        }
        let called = self.tokens.is_punct(index + 1, '!');
        if in_macro
            && self.calls_by_name
            && !called
            && !in_attribute
            && conditions::is_macro_name(self.tokens, index)
        {
            let name = self.tokens.ident(index).unwrap_or_default();
            self.refuse(index, format!("{name}!"), Why::Judged);
        }
    }

    /// `thread_local!` and the like without a path before it, or its name for a macro to call.
    fn bare_macro(&mut self, index: usize, in_macro: bool) {
        let tokens = self.tokens;
        let Some(name) = tokens.ident(index) else {
            return;
        };
        let called = tokens.is_punct(index + 1, '!') && tokens.is_open(index + 2);
        let given = in_macro && self.calls_by_name;
        if !(called || given)
            || tokens.follows_path_separator(index)
            || (name == "thread_local" && self.names.comes_from_lab(name))
        {
            return;
        }
        if let Some((name, why)) = MACROS.iter().find(|(refused, _)| *refused == name) {
            self.refuse(index, format!("{name}!"), *why);
        }
    }

    /// A path that begins at `index`, such as `std::sync::Mutex::new`.
    fn path(&mut self, index: usize, in_macro: bool) {
        let tokens = self.tokens;
        let Some(first) = tokens.ident(index) else {
            return;
        };
        if !begins_path(tokens, index) {
            return;
        }
        if !tokens.is_path_separator(index + 1) {
            // `join!(std sync Mutex)` with a macro that writes the `::` itself.
            if in_macro && self.assembles_paths && STD.contains(&first) {
                self.refuse(index, first, Why::Assembled);
            }
            return;
        }
        let absolute = tokens.follows_path_separator(index);
        let mut path = vec![first.to_owned()];
        let mut last = index;
        while tokens.is_path_separator(last + 1)
            && let Some(segment) = tokens.ident(last + 3)
        {
            path.push(segment.to_owned());
            last += 3;
        }
        let resolved = self.names.resolve(&path, absolute);
        if let Some(private) = private_of_lab(&resolved) {
            self.refuse(last, private, Why::Private);
            return;
        }
        let Some((root, below)) = resolved.split_first() else {
            return;
        };
        if root != "std" {
            return;
        }
        let is_macro = tokens.is_punct(last + 1, '!') && tokens.is_open(last + 2);
        match judge(below, self.rules) {
            Judgement::Allowed => {}
            // `std::panic!` is a macro, `std::panic` a module.
            Judgement::Mixed if is_macro => {}
            Judgement::Mixed => self.refuse(last, resolved.join("::"), Why::Assembled),
            Judgement::Refused(why) => {
                // The segments that the first written one stands for.
                let hidden = resolved.len() - path.len();
                let shortest = (2..=resolved.len())
                    .find(|length| self.is_refused(&resolved[1..*length]))
                    .unwrap_or(resolved.len());
                if hidden > 0 && shortest <= hidden + 1 {
                    // The import of this name is refused already; once is enough.
                    return;
                }
                // A module alone says little: `std::thread::sleep` rather than `std::thread`.
                let module = resolved[shortest - 1].starts_with(char::is_lowercase);
                let told = (shortest + usize::from(module)).min(resolved.len());
                self.refuse(
                    index + 3 * (told - hidden - 1),
                    resolved[..told].join("::"),
                    why,
                );
            }
        }
    }

    fn is_refused(&self, below_std: &[String]) -> bool {
        matches!(judge(below_std, self.rules), Judgement::Refused(_))
    }
}

/// The bracket of the attribute that starts at `index`: `#[…]` or `#![…]`.
fn attribute_bracket(tokens: &Tokens, index: usize) -> Option<usize> {
    let open = index + 1 + usize::from(tokens.is_punct(index + 1, '!'));
    let bracket = Token::Open(proc_macro2::Delimiter::Bracket);
    (tokens.is_punct(index, '#') && tokens.token(open) == Some(&bracket)).then_some(open)
}

/// True when the name at `index` is the first segment of its path.
fn begins_path(tokens: &Tokens, index: usize) -> bool {
    if tokens.follows_path_separator(index) {
        // A leading `::` starts an absolute path; any other `::` has a segment before it.
        let before = index.checked_sub(3);
        return match before.and_then(|before| tokens.token(before)) {
            Some(Token::Ident(name)) => is_keyword_before_path(name),
            Some(Token::Punct { char: '>', .. }) => {
                // `-> ::std::…` and `=> ::std::…` against `Vec<u8>::new`.
                index >= 4 && (tokens.is_punct(index - 4, '-') || tokens.is_punct(index - 4, '='))
            }
            _ => true,
        };
    }
    let field = index >= 1 && tokens.is_punct(index - 1, '.');
    let range = index >= 2 && field && tokens.is_punct(index - 2, '.');
    !field || range
}

/// Words after which `::` can only be the start of an absolute path.
fn is_keyword_before_path(word: &str) -> bool {
    matches!(
        word,
        "as" | "break"
            | "const"
            | "dyn"
            | "else"
            | "for"
            | "if"
            | "impl"
            | "in"
            | "match"
            | "move"
            | "mut"
            | "ref"
            | "return"
            | "use"
            | "where"
            | "while"
            | "unsafe"
    )
}

/// `lab::…::__name`: hidden names that a solution has no business with.
fn private_of_lab(path: &[String]) -> Option<String> {
    let in_lab = path.first().is_some_and(|root| root == "lab");
    let hidden = path.iter().any(|segment| segment.starts_with("__"));
    (in_lab && hidden).then(|| path.join("::"))
}

/// All imports of the file, and for each token whether it belongs to one.
fn imports(tokens: &Tokens, tests: &[bool]) -> (Vec<Import>, Vec<bool>) {
    let mut all = Vec::new();
    let mut in_use = vec![false; tokens.len()];
    for index in 0..tokens.len() {
        if in_use[index] || tests[index] {
            continue;
        }
        if tokens.is_ident(index, "use")
            && let Some((imports, end)) = parse_use(tokens, index)
        {
            all.extend(imports);
            in_use[index..end.min(tokens.len())].fill(true);
        }
        // `extern crate std as s;` gives a name, too.
        if tokens.is_ident(index, "extern")
            && tokens.is_ident(index + 1, "crate")
            && let Some(name) = tokens.ident(index + 2)
        {
            let alias = if tokens.is_ident(index + 3, "as") {
                tokens.ident(index + 4)
            } else {
                None
            };
            all.push(Import {
                path: vec![name.to_owned()],
                glob: false,
                name: Some(alias.unwrap_or(name).to_owned()),
                absolute: true,
                at: index + 2,
                endless: false,
            });
        }
    }
    (all, in_use)
}

/// Marks the items that are compiled only into the learner's own unit tests.
///
/// Only `#[cfg(test)]` itself counts, and only at the top level of the file, where no macro can
/// take the attribute away.
fn test_only(tokens: &Tokens) -> Vec<bool> {
    let mut marked = vec![false; tokens.len()];
    let mut index = 0;
    while index < tokens.len() {
        if !is_cfg_test(tokens, index) {
            index = if tokens.is_open(index) {
                tokens.closing(index) + 1
            } else {
                index + 1
            };
            continue;
        }
        let start = index;
        index = tokens.closing(index + 1) + 1;
        while tokens.is_punct(index, '#') && tokens.is_open(index + 1) {
            index = tokens.closing(index + 1) + 1;
        }
        let item = index;
        let end = match tokens.ident(item) {
            Some("mod") if tokens.is_brace(item + 2) => Some(tokens.closing(item + 2)),
            Some("use") => (item..tokens.len()).find(|at| tokens.is_punct(*at, ';')),
            Some("fn") => (item..tokens.len())
                .find(|at| tokens.is_brace(*at))
                .map(|brace| tokens.closing(brace)),
            _ => None,
        };
        if let Some(end) = end {
            marked[start..=end.min(tokens.len() - 1)].fill(true);
            index = end + 1;
        }
    }
    marked
}

/// True when `#[cfg(test)]` starts at `index`.
fn is_cfg_test(tokens: &Tokens, index: usize) -> bool {
    tokens.is_punct(index, '#')
        && tokens.is_open(index + 1)
        && tokens.is_ident(index + 2, "cfg")
        && tokens.is_open(index + 3)
        && tokens.is_ident(index + 4, "test")
        && tokens.closing(index + 3) == index + 5
        && tokens.closing(index + 1) == index + 6
}

/// True when a macro of the file writes `$name!`, so that its caller decides which macro that is.
fn calls_by_name(tokens: &Tokens) -> bool {
    (0..tokens.len()).any(|index| {
        tokens.is_punct(index, '$')
            && tokens.ident(index + 1).is_some_and(|name| name != "crate")
            && tokens.is_punct(index + 2, '!')
    })
}

/// True when a macro of the file writes `$name::` or `::$name`, so that its caller decides where
/// a path leads.
fn assembles_paths(tokens: &Tokens) -> bool {
    (0..tokens.len()).any(|index| {
        tokens.is_punct(index, '$')
            && tokens.ident(index + 1).is_some_and(|name| name != "crate")
            && (tokens.is_path_separator(index + 2) || tokens.follows_path_separator(index))
    })
}

/// The opening bracket of the macro call or definition whose name is at `index`.
fn macro_arguments(tokens: &Tokens, index: usize) -> Option<usize> {
    tokens.ident(index)?;
    if !tokens.is_punct(index + 1, '!') {
        return None;
    }
    if tokens.is_open(index + 2) {
        return Some(index + 2);
    }
    (tokens.is_ident(index, "macro_rules") && tokens.is_open(index + 3)).then_some(index + 3)
}
