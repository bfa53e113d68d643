//! `from __future__ import …`, as `Python/future.c`.

use super::Target;
use super::fold::docstring;
use crate::code::Version;
use crate::source::Diagnostic;
use crate::syntax::ast::{Module, Stmt, StmtKind};

/// What a program can ask for; all but the last are the rule in every version that the explorer knows.
const FEATURES: [&str; 9] = [
    "nested_scopes",
    "generators",
    "division",
    "absolute_import",
    "with_statement",
    "print_function",
    "unicode_literals",
    "generator_stop",
    "annotations",
];

/// Reads what the program asks for at its start.
pub(super) fn target(module: &Module, version: Version) -> Result<Target, Diagnostic> {
    let mut target = Target {
        version,
        annotations_are_strings: false,
        end_of_future: 0,
    };
    let start = usize::from(docstring(&module.body).is_some());
    let asks = |stmt: &&Stmt| matches!(&stmt.kind, StmtKind::ImportFrom { module, .. } if module.name == "__future__");
    for stmt in module.body[start..].iter().take_while(asks) {
        let StmtKind::ImportFrom { names, .. } = &stmt.kind else {
            break;
        };
        for name in names.iter().map(|alias| &alias.name) {
            let message = match name.name.as_str() {
                "annotations" => {
                    target.annotations_are_strings = true;
                    continue;
                }
                known if FEATURES.contains(&known) => continue,
                "braces" => "not a chance".to_owned(),
                "barry_as_FLUFL" => {
                    return Err(Diagnostic::new(
                        name.span,
                        "`barry_as_FLUFL` is not supported by the explorer",
                    )
                    .with_hint("leave it out and write `!=`"));
                }
                unknown => format!("future feature {unknown} is not defined"),
            };
            return Err(Diagnostic::new(stmt.span, message));
        }
        target.end_of_future = stmt.span.end;
    }
    Ok(target)
}
