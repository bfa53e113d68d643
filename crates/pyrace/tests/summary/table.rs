//! The table of examples in the README.

use std::fmt::Write as _;
use std::path::Path;

use pyrace::Rules;

use super::corpus::Example;

const START: &str =
    "<!-- examples: made by `PYRACE_RECORD=1 cargo test -p pyrace --test summary` -->\n";
const END: &str = "<!-- end of examples -->\n";

/// The numbers of examples that a title names: `(X15, X19)`.
fn numbers(title: &str) -> Vec<u32> {
    title
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter_map(|word| word.strip_prefix('X')?.parse().ok())
        .collect()
}

/// `3.8`, `3.9` and `3.10` are `3.8 to 3.10`.
fn spans(names: &[&str]) -> String {
    let all: Vec<&str> = Rules::versions().iter().map(|rules| rules.name).collect();
    if names.len() == all.len() {
        return "all".to_owned();
    }
    let mut parts: Vec<(usize, usize)> = Vec::new();
    for name in names {
        let at = all.iter().position(|other| other == name).unwrap();
        match parts.last_mut() {
            // Builds without the GIL start a span of their own.
            Some(part)
                if part.1 + 1 == at && all[at].ends_with('t') == all[part.1].ends_with('t') =>
            {
                part.1 = at;
            }
            _ => parts.push((at, at)),
        }
    }
    let parts: Vec<String> = parts
        .into_iter()
        .map(|(from, to)| match to - from {
            0 => all[from].to_owned(),
            1 => format!("{}, {}", all[from], all[to]),
            _ => format!("{} to {}", all[from], all[to]),
        })
        .collect();
    parts.join(", ")
}

fn render(examples: &[Example]) -> String {
    let mut out = String::from(
        "| example | program | CPython | verdict | outcomes |\n| --- | --- | --- | --- | --- |\n",
    );
    let mut rows: Vec<(u32, &Example)> = examples
        .iter()
        .flat_map(|example| {
            numbers(&example.title)
                .into_iter()
                .map(move |number| (number, example))
        })
        .collect();
    rows.sort_by_key(|row| (row.0, &row.1.file));
    for (number, example) in rows {
        let mut groups: Vec<(&str, &str, Vec<&str>)> = Vec::new();
        for (rules, verdict, outcomes) in &example.versions {
            match groups
                .iter_mut()
                .find(|group| group.0 == verdict && group.1 == outcomes)
            {
                Some(group) => group.2.push(rules.name),
                None => groups.push((verdict, outcomes, vec![rules.name])),
            }
        }
        for (verdict, outcomes, versions) in groups {
            let outcomes: Vec<String> = outcomes
                .split(" / ")
                .map(|outcome| format!("`{}`", outcome.replace('|', "\\|")))
                .collect();
            let _ = writeln!(
                out,
                "| X{number} | [{}](corpus/{}.py) | {} | {verdict} | {} |",
                example.file,
                example.file,
                spans(&versions),
                outcomes.join(" ")
            );
        }
    }
    out
}

/// Compares the table in the README with the examples, or writes it.
pub(crate) fn compare(examples: &[Example], record: bool) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = readme.split_once(START).unwrap();
    let (table, after) = rest.split_once(END).unwrap();
    let new = render(examples);
    let missing: Vec<String> = (1..=22)
        .filter(|number| !new.contains(&format!("| X{number} |")))
        .map(|number| format!("no program of the corpus shows X{number}"))
        .collect();
    if record {
        let temporary = path.with_extension("md.new");
        std::fs::write(&temporary, format!("{before}{START}{new}{END}{after}")).unwrap();
        std::fs::rename(temporary, path).unwrap();
        return missing;
    }
    if table == new {
        missing
    } else {
        vec!["the table of examples in README.md is not that of the corpus: run `PYRACE_RECORD=1 cargo test -p pyrace --test summary`".to_owned()]
    }
}
