//! From the events of an execution to what a reader sees: names, lines, values.

use std::collections::BTreeMap;
use std::path::PathBuf;

use interleaving::{Counterexample, Event, Object, ObjectKind, Source, Thread};

use crate::execution::Loc;
use crate::search::Shown;

/// The source files, read once.
struct Sources {
    roots: Vec<PathBuf>,
    files: BTreeMap<String, Option<Vec<String>>>,
}

impl Sources {
    /// The compiler writes paths relative to the workspace, and a test runs in its package, so each
    /// folder above is tried.
    fn new() -> Self {
        let starts = [
            std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from),
            std::env::current_dir().ok(),
        ];
        let roots = starts
            .into_iter()
            .flatten()
            .flat_map(|start| start.ancestors().map(PathBuf::from).collect::<Vec<_>>())
            .collect();
        Sources {
            roots,
            files: BTreeMap::new(),
        }
    }

    fn line(&mut self, file: &str, line: u32) -> Option<String> {
        let roots = &self.roots;
        let lines = self.files.entry(file.to_owned()).or_insert_with(|| {
            let text = roots
                .iter()
                .find_map(|root| std::fs::read_to_string(root.join(file)).ok())?;
            Some(text.lines().map(str::to_owned).collect())
        });
        lines.as_ref()?.get(line.checked_sub(1)? as usize).cloned()
    }

    fn source(&mut self, loc: Loc) -> Source {
        let text = self
            .line(loc.file(), loc.line())
            .unwrap_or_default()
            .trim()
            .to_owned();
        Source {
            file: loc.file().replace('\\', "/"),
            line: loc.line(),
            text,
        }
    }

    /// The name the source gives to what is created at `loc`: a `let`, a `static` or a field.
    fn name(&mut self, loc: Loc) -> Option<String> {
        let line = self.line(loc.file(), loc.line())?;
        let before: String = line.chars().take(loc.column() as usize - 1).collect();
        if let Some(name) = name_before(&before) {
            return Some(name);
        }
        // `let visits = Arc::new(` may stand on the line above.
        let above = self.line(loc.file(), loc.line() - 1)?;
        let above = above.trim_end();
        let continues = before.trim().is_empty() && !above.ends_with([';', '}', ',']);
        continues.then(|| name_before(above)).flatten()
    }
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn name_before(text: &str) -> Option<String> {
    for keyword in ["let ", "static "] {
        let Some(at) = text.rfind(keyword) else {
            continue;
        };
        let rest = text[at + keyword.len()..]
            .trim_start()
            .trim_start_matches("mut ");
        let name: String = rest.chars().take_while(|c| is_name(*c)).collect();
        if !name.is_empty() && !rest.contains('{') {
            return Some(name);
        }
    }
    // A field: `name: Mutex::new(…)`; `::` is not the end of a name.
    let bytes = text.as_bytes();
    for at in (0..bytes.len()).rev() {
        let single = bytes[at] == b':'
            && bytes.get(at + 1) != Some(&b':')
            && (at == 0 || bytes[at - 1] != b':');
        if single {
            let before = text[..at].trim_end();
            let reversed: String = before.chars().rev().take_while(|c| is_name(*c)).collect();
            let name: String = reversed.chars().rev().collect();
            return (!name.is_empty()).then_some(name);
        }
    }
    None
}

fn generic_name(kind: ObjectKind) -> &'static str {
    match kind {
        ObjectKind::Mutex => "mutex",
        ObjectKind::RwLock => "rwlock",
        ObjectKind::Condvar => "condvar",
        ObjectKind::Barrier => "barrier",
        ObjectKind::Once => "once",
        ObjectKind::Atomic => "atomic",
        ObjectKind::Cell => "cell",
        ObjectKind::Racy => "racy",
        ObjectKind::Channel => "channel",
        ObjectKind::Arc => "arc",
        ObjectKind::Allocation => "allocation",
        _ => "object",
    }
}

/// A name for each object. In `let till = Arc::new(Mutex::new(0))` it is the lock that a reader
/// means by `till`, so the counts of `Arc` are named last.
fn names(sources: &mut Sources, objects: Vec<(ObjectKind, Loc)>) -> Vec<Object> {
    let mut used: BTreeMap<String, u32> = BTreeMap::new();
    let bases: Vec<(String, ObjectKind)> = objects
        .into_iter()
        .map(|(kind, created)| {
            let name = sources
                .name(created)
                .unwrap_or_else(|| generic_name(kind).to_owned());
            (name, kind)
        })
        .collect();
    let mut names = vec![String::new(); bases.len()];
    for counts in [false, true] {
        for (number, (base, kind)) in bases.iter().enumerate() {
            if (*kind == ObjectKind::Arc) != counts {
                continue;
            }
            let taken = used.contains_key(base);
            let base = if counts && taken {
                format!("Arc of {base}")
            } else {
                base.clone()
            };
            let count = used.entry(base.clone()).or_insert(0);
            *count += 1;
            names[number] = if *count == 1 {
                base
            } else {
                format!("{base}#{count}")
            };
        }
    }
    let kinds = bases.into_iter().map(|(_, kind)| kind);
    names
        .into_iter()
        .zip(kinds)
        .map(|(name, kind)| Object { name, kind })
        .collect()
}

/// The counterexample of a recorded execution.
pub(crate) fn counterexample(shown: Shown) -> Counterexample {
    let mut sources = Sources::new();
    let mut result = Counterexample::new(shown.failure.headline);
    result.remarks = shown.failure.remarks;
    result.surprises = shown.surprises;
    result.calmest = shown.calmest;
    result.execution = shown.execution;
    let Some(recorded) = shown.recorded else {
        return result;
    };
    result.threads = recorded
        .threads
        .into_iter()
        .map(|name| Thread { name })
        .collect();
    result.objects = names(&mut sources, recorded.objects);
    result.events = recorded
        .record
        .events
        .into_iter()
        .map(|event| Event {
            thread: event.thread as u16,
            action: event.action,
            object: event.object.map(|object| object as u16),
            source: event.loc.map(|loc| sources.source(loc)),
            switch: event.switch,
        })
        .collect();
    result
}

/// The text of a counterexample for a panic message: a table, without colour.
pub(crate) fn text(shown: &Counterexample) -> String {
    let style = interleaving::render::Style {
        width: 112,
        plain: false,
        color: false,
    };
    interleaving::render::render(shown, &style)
}

#[cfg(test)]
mod tests {
    use super::name_before;

    #[test]
    fn names_come_from_lets_and_fields() {
        let cases = [
            ("    let hits = ", Some("hits")),
            ("let mut hits = Arc::new(", Some("hits")),
            ("Board { open: ", Some("open")),
            ("    open: Arc::new(", Some("open")),
            ("static COUNT: AtomicU64 = ", Some("COUNT")),
            ("Arc::new(", None),
            ("let board = Board { open: ", Some("open")),
        ];
        for (text, name) in cases {
            assert_eq!(name_before(text).as_deref(), name, "{text}");
        }
    }
}
