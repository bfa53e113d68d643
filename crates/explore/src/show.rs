//! What was found, for people and for programs.

use std::io::{self, IsTerminal as _, Write};

use interleaving::render::{Style, Terminal, render};
use pyrace::{Outcome, Program, Report, Status};

use crate::Explored;

/// One JSON document, or a list of them under several rules. A program that is not supported
/// has its diagnostics on stderr and no document.
pub(crate) fn json(explored: &[Explored]) -> io::Result<()> {
    let documents: Vec<String> = explored
        .iter()
        .filter_map(|explored| explored.result.as_ref().ok())
        .map(|(_, report)| report.to_json())
        .collect();
    let mut out = io::stdout().lock();
    match documents.as_slice() {
        [] => Ok(()),
        [document] if explored.len() == 1 => writeln!(out, "{document}"),
        documents => writeln!(out, "[{}]", documents.join(",\n")),
    }
}

/// The bytecode under each of the rules.
pub(crate) fn listings(explored: &[Explored], source: &str) -> io::Result<()> {
    let mut out = anstream::stdout().lock();
    for one in explored {
        if explored.len() > 1 {
            writeln!(out, "{}", one.rules)?;
        }
        match pyrace::code::compile(source, one.rules.version) {
            Ok(code) => writeln!(out, "{}", pyrace::dis::disassemble(&code))?,
            Err(_) => writeln!(out, "not supported")?,
        }
    }
    Ok(())
}

/// A sentence, then the outcomes; under several rules one line each.
pub(crate) fn text(explored: &[Explored], source: &str, tables: bool) -> io::Result<()> {
    let mut out = anstream::stdout().lock();
    diagnostics(explored, source)?;
    if let [one] = explored {
        return match &one.result {
            Ok((program, report)) => outcomes(&mut out, program, report, tables),
            Err(_) => Ok(()),
        };
    }
    for one in explored {
        match &one.result {
            Ok((_, report)) => writeln!(out, "{}", report.summary())?,
            Err(_) => writeln!(out, "{}: not supported", one.rules)?,
        }
    }
    Ok(())
}

fn outcomes(
    out: &mut impl Write,
    program: &Program,
    report: &Report,
    tables: bool,
) -> io::Result<()> {
    writeln!(out, "{}", report.headline())?;
    for (at, counted) in report.counted.iter().enumerate() {
        let ends = ends(&counted.outcome);
        match &counted.count {
            Some(count) => writeln!(out, "  {count} times: {ends}")?,
            None => writeln!(out, "  {ends}")?,
        }
        if tables && let Some(counterexample) = report.counterexample(program, at) {
            writeln!(out, "\n{}", render(&counterexample, &style()))?;
        }
    }
    Ok(())
}

/// `n = 1, done = True, prints 5`, or what went wrong.
fn ends(outcome: &Outcome) -> String {
    let mut parts: Vec<String> = Vec::new();
    if outcome.status != Status::Ok {
        parts.push(outcome.status.name().to_owned());
    }
    for uncaught in &outcome.exceptions {
        let thread = pyrace::report::thread_name(usize::from(uncaught.thread));
        let message = if uncaught.message.is_empty() {
            ""
        } else {
            ": "
        };
        parts.push(format!(
            "{}{message}{} in thread {thread}, line {}",
            uncaught.class, uncaught.message, uncaught.line
        ));
    }
    parts.extend(
        outcome
            .vars
            .iter()
            .map(|(name, value)| format!("{name} = {value}")),
    );
    parts.extend(outcome.out.iter().map(|line| format!("prints {line}")));
    if parts.is_empty() {
        "nothing to see".to_owned()
    } else {
        parts.join(", ")
    }
}

/// Everything that is wrong with the program, once even when it is wrong under all rules.
fn diagnostics(explored: &[Explored], source: &str) -> io::Result<()> {
    let mut said: Vec<String> = Vec::new();
    let mut err = anstream::stderr().lock();
    for one in explored {
        let found = match &one.result {
            Ok((_, report)) => &report.diagnostics,
            Err(diagnostics) => diagnostics,
        };
        for diagnostic in found {
            let text = diagnostic.render(source);
            if !said.contains(&text) {
                writeln!(err, "{text}")?;
                said.push(text);
            }
        }
    }
    Ok(())
}

fn style() -> Style {
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
