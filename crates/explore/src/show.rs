//! What was found, for people and for programs.

use std::io::{self, IsTerminal as _, Write};
use std::path::Path;

use interleaving::render::{Style, Terminal, render, render_steps};
use pyrace::policy::Evidence;
use pyrace::report::words::{grouped, in_full};
use pyrace::{Program, Report, Rules};

use crate::explored::Explored;

/// How many outcomes are listed for people, and how many characters of each: a loop that appends until it
/// is told to stop has thousands, each longer than the last.
const SHOWN: usize = 50;
const LONGEST: usize = 500;

/// One JSON document, or a list of them under several rules.
pub(crate) fn json(explored: &[Explored]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    if let [one] = explored {
        return writeln!(out, "{}", one.report.to_json());
    }
    let documents: Vec<String> = explored.iter().map(|one| one.report.to_json()).collect();
    writeln!(out, "[{}]", documents.join(",\n"))
}

/// The bytecode under each of the rules. The exit code is that of a program that is not supported, or 0.
pub(crate) fn listings(rules: &[Rules], source: &str) -> io::Result<u8> {
    let mut out = anstream::stdout().lock();
    let mut refused = Vec::new();
    for one in rules {
        if rules.len() > 1 {
            writeln!(out, "{one}")?;
        }
        match pyrace::code::compile(source, one.version) {
            Ok(code) => writeln!(out, "{}", pyrace::dis::disassemble(&code))?,
            Err(diagnostics) => refused.push(Report::of_refused(source, *one, diagnostics)),
        }
    }
    diagnostics(refused.iter(), source)?;
    Ok(if refused.len() == rules.len() {
        crate::USAGE
    } else {
        0
    })
}

/// A sentence, then the outcomes, with a table for each if `tables` is set.
pub(crate) fn text(
    explored: &[Explored],
    source: &str,
    file: &Path,
    tables: bool,
) -> io::Result<()> {
    diagnostics(explored.iter().map(|one| &one.report), source)?;
    let mut out = anstream::stdout().lock();
    for (at, one) in explored.iter().enumerate() {
        if explored.len() > 1 {
            let before = if at > 0 { "\n" } else { "" };
            writeln!(out, "{before}{}", rules_in_words(&one.rules))?;
        }
        writeln!(out, "{}", one.report.headline())?;
        if let Some(next) = one.report.next_step() {
            writeln!(out, "{next} `--max-states` sets the limit.")?;
        }
        if let Some(program) = &one.program {
            outcomes(&mut out, program, &one.report, file, tables)?;
        }
    }
    Ok(())
}

/// `CPython 3.9`, `CPython 3.14t, without the GIL`, or the name of rules for teaching.
pub(crate) fn rules_in_words(rules: &Rules) -> String {
    match (rules.evidence, rules.gil) {
        (Evidence::Teaching, _) => format!("the rules {rules}"),
        (_, true) => format!("CPython {rules}"),
        (_, false) => format!("CPython {rules}, without the GIL"),
    }
}

fn outcomes(
    out: &mut impl Write,
    program: &Program,
    report: &Report,
    file: &Path,
    tables: bool,
) -> io::Result<()> {
    let counts: Vec<String> = report
        .counted
        .iter()
        .take(SHOWN)
        .map(|counted| {
            let count = counted.count.as_ref();
            count.map_or_else(|| "?".to_owned(), |count| grouped(&count.to_string()))
        })
        .collect();
    let widest = counts.iter().map(String::len).max().unwrap_or(0);
    for (at, (counted, count)) in report.counted.iter().zip(&counts).enumerate() {
        let mut words = in_full(&counted.outcome);
        if let Some((end, _)) = words.char_indices().nth(LONGEST) {
            words.truncate(end);
            words.push('…');
        }
        writeln!(out, "  {count:>widest$} × {words}")?;
        if tables && let Some(mut shown) = report.counterexample(program, at) {
            for event in &mut shown.events {
                if let Some(source) = &mut event.source {
                    source.file = if file == Path::new("-") {
                        "the standard input".to_owned()
                    } else {
                        file.display().to_string()
                    };
                }
            }
            let is_calm = !Report::is_bad(&counted.outcome) && !Report::is_surprising(counted);
            // What needs no surprise and breaks nothing is no failure.
            let table = if is_calm {
                render_steps(&shown, &style())
            } else {
                render(&shown, &style())
            };
            writeln!(out, "\n{}", table.trim_end())?;
            if let Some(ahead) = report.traces.get(&at).and_then(|t| t.ahead_in_words()) {
                writeln!(out, "\n{ahead}")?;
            }
            writeln!(out)?;
        }
    }
    let more = report.counted.len().saturating_sub(SHOWN);
    if more > 0 {
        let more = grouped(&more.to_string());
        writeln!(out, "  and {more} more; `--json` has all of them")?;
    }
    Ok(())
}

/// Everything that is wrong with the program, once even when it is wrong under all rules.
pub(crate) fn diagnostics<'r>(
    reports: impl Iterator<Item = &'r Report>,
    source: &str,
) -> io::Result<()> {
    let mut said: Vec<String> = Vec::new();
    let mut err = anstream::stderr().lock();
    for report in reports {
        for diagnostic in &report.diagnostics {
            let text = diagnostic.render(source);
            if !said.contains(&text) {
                writeln!(err, "{text}")?;
                said.push(text);
            }
        }
    }
    Ok(())
}

/// Where each CPython can switch threads, and how that is known.
pub(crate) fn rules() -> io::Result<()> {
    let mut out = anstream::stdout().lock();
    for rules in &Rules::ALL {
        let evidence = match rules.evidence {
            Evidence::Measured => "measured",
            Evidence::BySource => "by source",
            Evidence::Teaching => "for teaching",
        };
        let gil = if rules.gil { "GIL" } else { "no GIL" };
        writeln!(
            out,
            "{:<14} {gil:<7} {evidence:<13} {}",
            rules.name, rules.source
        )?;
    }
    writeln!(
        out,
        "\nTo compare a row with an interpreter: cargo course explore rules --measure PYTHON"
    )
}

/// How tables look where the output goes.
pub(crate) fn style() -> Style {
    let variable = |name| std::env::var(name).ok();
    let (no_color, term) = (variable("NO_COLOR"), variable("TERM"));
    let columns = variable("COLUMNS").or_else(|| {
        let (width, _) = terminal_size::terminal_size_of(io::stdout())?;
        Some(width.0.to_string())
    });
    Style::detect(&Terminal {
        is_tty: io::stdout().is_terminal(),
        no_color: no_color.as_deref(),
        term: term.as_deref(),
        columns: columns.as_deref(),
        wanted: None,
    })
}
