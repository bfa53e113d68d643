//! One program under several rules.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use pyrace::{Explorer, Limits, Program, Report, Rules};

use crate::arguments::Arguments;
use crate::input::Problem;

/// What came out under one set of rules.
pub(crate) struct Explored {
    /// The rules.
    pub(crate) rules: Rules,
    /// The compiled program; `None` if it does not compile or is not supported.
    pub(crate) program: Option<Program>,
    /// What was found, or what is wrong with the program.
    pub(crate) report: Report,
}

impl Explored {
    /// The exit code for all rules together: what is bad under one of them is bad; what was not
    /// finished is not decided; what is not supported under all of them is wrong usage.
    pub(crate) fn exit_code(explored: &[Explored]) -> u8 {
        let codes: Vec<u8> = explored.iter().map(|one| one.report.exit_code()).collect();
        [1, 3, 0]
            .into_iter()
            .find(|code| codes.contains(code))
            .unwrap_or(crate::USAGE)
    }
}

/// Explores the program under each of the rules, in their order.
///
/// # Errors
///
/// A variable to look at that the program does not have.
pub(crate) fn explore(source: &str, arguments: &Arguments) -> Result<Vec<Explored>, Problem> {
    let mut programs = Vec::with_capacity(arguments.rules.len());
    for rules in &arguments.rules {
        programs.push(compile(source, *rules, arguments)?.ok());
    }
    let reports = reports(source, arguments);
    let explored = arguments.rules.iter().zip(programs).zip(reports);
    Ok(explored
        .map(|((rules, program), report)| Explored {
            rules: *rules,
            program,
            report,
        })
        .collect())
}

/// Compiles the program, to look at the chosen variables.
///
/// # Errors
///
/// A variable that the program does not have. What is wrong with the program is the inner error.
pub(crate) fn compile(
    source: &str,
    rules: Rules,
    arguments: &Arguments,
) -> Result<Result<Program, Report>, Problem> {
    let mut program = match Program::compile(source, rules) {
        Ok(program) => program,
        Err(diagnostics) => {
            return Ok(Err(Report::of_refused(source, rules, diagnostics)));
        }
    };
    if !arguments.watch.is_empty() {
        program.watch(&arguments.watch).map_err(|error| Problem {
            message: error.to_string(),
            help: "give --watch the name of a variable of the module",
        })?;
    }
    Ok(Ok(program))
}

/// The reports, in the order of the rules. They do not depend on each other, so each core takes the
/// next set of rules that nobody has taken.
fn reports(source: &str, arguments: &Arguments) -> Vec<Report> {
    let rules = &arguments.rules;
    let next = AtomicUsize::new(0);
    let found: Vec<Mutex<Option<Report>>> = rules.iter().map(|_| Mutex::new(None)).collect();
    let work = || {
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let (Some(rules), Some(slot)) = (rules.get(at), found.get(at)) else {
                break;
            };
            let report = report(source, *rules, arguments);
            if let Ok(mut slot) = slot.lock() {
                *slot = Some(report);
            }
        }
    };
    let workers = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 1..workers.min(rules.len()) {
            scope.spawn(work);
        }
        work();
    });
    let reports = found.into_iter().zip(rules).map(|(slot, rules)| {
        let report = slot.into_inner().ok().flatten();
        report.unwrap_or_else(|| Report::of_refused(source, *rules, Vec::new()))
    });
    reports.collect()
}

fn report(source: &str, rules: Rules, arguments: &Arguments) -> Report {
    match compile(source, rules, arguments) {
        Ok(Ok(program)) => {
            let limits = Limits {
                states: arguments.max_states.unwrap_or(Limits::default().states),
                ..Limits::default()
            };
            Explorer::new(&program).limits(limits).run()
        }
        Ok(Err(report)) => report,
        // The caller has compiled the same before and told what is wrong.
        Err(_) => Report::of_refused(source, rules, Vec::new()),
    }
}
