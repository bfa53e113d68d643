//! The corpus: programs with what can happen in them, for every row of the table of rules.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use pyrace::report::thread_name;
use pyrace::{Explorer, Limits, Outcome, Program, Rules, Status};

/// Starts a line of a header: `# expect 3.8, 3.9, gil_every: 1 / 2`.
const EXPECT: &str = "# expect ";

/// What exploring the corpus gave.
pub(crate) struct Explored {
    pub programs: usize,
    /// How many programs under how many rules.
    pub pairs: usize,
    pub differences: Vec<String>,
    /// The examples of the source material, under all versions.
    pub examples: Vec<Example>,
}

/// An example of the source material.
pub(crate) struct Example {
    /// What the first line of the file says.
    pub title: String,
    pub file: String,
    /// For every version: the verdict and the outcomes.
    pub versions: Vec<(Rules, String, String)>,
}

/// One outcome: the printed lines, then what went wrong.
fn text(outcome: &Outcome) -> String {
    let mut parts = outcome.out.clone();
    parts.extend(outcome.exceptions.iter().map(|uncaught| {
        format!(
            "{} in {}, line {}",
            uncaught.class,
            thread_name(usize::from(uncaught.thread)),
            uncaught.line
        )
    }));
    match outcome.status {
        Status::Deadlock => parts.push("DEADLOCK".to_owned()),
        Status::Stuck => parts.push("STUCK".to_owned()),
        Status::Ok | Status::Exception => {}
    }
    parts.join(" | ")
}

/// The verdict and the set of outcomes.
fn outcomes(source: &str, rules: Rules) -> Result<(String, String), String> {
    let program = Program::compile(source, rules).map_err(|found| found[0].render(source))?;
    let report = Explorer::new(&program)
        .limits(Limits {
            bytecode_states: 0,
            ..Limits::default()
        })
        .run();
    if let Some(diagnostic) = report.diagnostics.first() {
        return Err(diagnostic.render(source));
    }
    if report.limit_reached().is_some() {
        return Err("not complete".to_owned());
    }
    let mut texts: Vec<String> = report
        .counted
        .iter()
        .map(|counted| text(&counted.outcome))
        .collect();
    texts.sort();
    texts.dedup();
    Ok((report.verdict_in_words().to_owned(), texts.join(" / ")))
}

/// The first line and the program below the header.
fn parts(text: &str) -> (&str, Vec<&str>, &str) {
    let (title, rest) = text.split_once('\n').unwrap();
    let mut expectations = Vec::new();
    let mut rest = rest;
    while let Some((line, below)) = rest.split_once('\n')
        && let Some(expectation) = line.strip_prefix(EXPECT)
    {
        expectations.push(expectation);
        rest = below;
    }
    (title.trim_start_matches("# "), expectations, rest)
}

/// The header: rules with the same outcomes in one line.
fn header(title: &str, found: &[(Rules, String)]) -> String {
    let mut groups: Vec<(&str, Vec<&str>)> = Vec::new();
    for (rules, outcomes) in found {
        match groups.iter_mut().find(|group| group.0 == outcomes) {
            Some(group) => group.1.push(rules.name),
            None => groups.push((outcomes, vec![rules.name])),
        }
    }
    let mut out = format!("# {title}\n");
    for (outcomes, rules) in groups {
        let _ = writeln!(out, "{EXPECT}{}: {outcomes}", rules.join(", "));
    }
    out
}

fn expected(expectations: &[&str]) -> BTreeMap<String, String> {
    expectations
        .iter()
        .filter_map(|line| {
            line.split_once(": ")
                .or_else(|| line.strip_suffix(':').map(|r| (r, "")))
        })
        .flat_map(|(rules, outcomes)| {
            rules
                .split(", ")
                .map(|name| (name.to_owned(), outcomes.to_owned()))
        })
        .collect()
}

/// Explores the corpus under the rules for teaching and one version each, examples of the source material
/// under all. `record` writes the headers again.
pub(crate) fn explore(record: bool) -> Explored {
    let mut explored = Explored {
        programs: 0,
        pairs: 0,
        differences: Vec::new(),
        examples: Vec::new(),
    };
    for (number, file) in super::programs("corpus").iter().enumerate() {
        explored.programs += 1;
        let name = file.file_stem().unwrap().to_str().unwrap().to_owned();
        let text = std::fs::read_to_string(file).unwrap();
        let (title, expectations, body) = parts(&text);
        let example = name.starts_with('x');
        let versions = Rules::versions();
        let rules: Vec<Rules> = Rules::ALL
            .into_iter()
            .filter(|rules| {
                record
                    || example
                    || Rules::teaching().contains(rules)
                    || versions[number % versions.len()] == *rules
            })
            .collect();
        // Lines in outcomes are those of the file, so the header has to have its final length.
        let mut source = text.clone();
        let mut found = explore_one(&source, &rules, &name, &mut explored.differences);
        if record {
            let plain = |found: &[(Rules, String, String)]| -> Vec<(Rules, String)> {
                found
                    .iter()
                    .map(|entry| (entry.0, entry.2.clone()))
                    .collect()
            };
            loop {
                let next = format!("{}{body}", header(title, &plain(&found)));
                if next == source {
                    break;
                }
                source = next;
                found = explore_one(&source, &rules, &name, &mut explored.differences);
            }
            write(file, &source);
        } else {
            let expected = expected(&expectations);
            for (rules, _, outcomes) in &found {
                explored.pairs += 1;
                match expected.get(rules.name) {
                    Some(recorded) if recorded == outcomes => {}
                    recorded => explored.differences.push(format!(
                        "{name} under {rules}: recorded {recorded:?}, now {outcomes:?}"
                    )),
                }
            }
        }
        if example {
            found.retain(|entry| versions.contains(&entry.0));
            explored.examples.push(Example {
                title: title.to_owned(),
                file: name,
                versions: found,
            });
        }
    }
    explored
}

fn explore_one(
    source: &str,
    rules: &[Rules],
    name: &str,
    differences: &mut Vec<String>,
) -> Vec<(Rules, String, String)> {
    let mut found = Vec::new();
    for rules in rules {
        match outcomes(source, *rules) {
            Ok((verdict, outcomes)) => found.push((*rules, verdict, outcomes)),
            Err(problem) => differences.push(format!("{name} under {rules}: {problem}")),
        }
    }
    found
}

fn write(file: &Path, text: &str) {
    let temporary = file.with_extension("py.new");
    std::fs::write(&temporary, text).unwrap();
    std::fs::rename(temporary, file).unwrap();
}
