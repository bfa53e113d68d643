//! Schedules forced on a real interpreter, compared with what the explorer says.

use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::time::Duration;

use pyrace::Rules;
use pyrace::replay::{Comparison, HARNESS, Replayed, Schedule, document};
use serde_json::Value;

use crate::Failure;
use crate::explored::Explored;
use crate::input::Problem;
use crate::interpreter::{Interpreter, last_line};
use crate::show::rules_in_words;

/// No more outcomes than this are replayed: each takes a fraction of a second.
const REPLAYED: usize = 50;

/// How long all replays may take together, if each thread comes in time.
const PATIENCE: Duration = Duration::from_secs(180);

/// What the replays of all outcomes say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Agreement {
    /// Each schedule ended as the explorer says.
    All,
    /// One ended in another way, or did not end in time: nothing is said then.
    NotAll,
}

/// The rules that an interpreter is compared with.
///
/// # Errors
///
/// The rules that were asked for are about another version.
pub(crate) fn rules(interpreter: &Interpreter, wanted: Option<Rules>) -> Result<Rules, Problem> {
    if let Some(wanted) = wanted {
        let fits = wanted.version == interpreter.version && wanted.gil && interpreter.gil;
        return if fits {
            Ok(wanted.of_release(interpreter.patch))
        } else {
            Err(Problem {
                message: format!(
                    "{} cannot be replayed on CPython {}",
                    rules_in_words(&wanted),
                    interpreter.full
                ),
                help: "leave --python and --rules out, or choose those of the interpreter's version",
            })
        };
    }
    // Without the GIL threads do not stop between two instructions by themselves; a tracer makes them.
    let own = Rules::versions()
        .iter()
        .find(|rules| rules.version == interpreter.version && rules.gil && interpreter.gil);
    Ok(own
        .copied()
        .unwrap_or_else(|| Rules::every_instruction(interpreter.version))
        .of_release(interpreter.patch))
}

/// Replays the schedule of every outcome. A thread may take `patience` for one step.
///
/// # Errors
///
/// The interpreter does not work, or the output cannot be written.
pub(crate) fn replay(
    interpreter: &Interpreter,
    explored: &Explored,
    patience: Duration,
    aside: bool,
) -> Result<Agreement, Failure> {
    let Some(program) = &explored.program else {
        return Ok(Agreement::All);
    };
    let mut left_out: Vec<String> = Vec::new();
    let mut schedules: Vec<Schedule> = Vec::new();
    for counted in explored.report.counted.iter().take(REPLAYED) {
        let schedule = match &counted.witness {
            Some(witness) => program.schedule(&witness.decisions),
            None => Err(None),
        };
        match schedule {
            Ok(schedule) => schedules.push(schedule),
            Err(reason) => left_out.push(reason.map_or_else(
                || "no schedule is known".to_owned(),
                |reason| reason.to_string(),
            )),
        }
    }
    let document = document(program, &schedules, patience);
    let found = run(interpreter, &document, schedules.len(), PATIENCE + patience)?;
    let (mut agree, mut notes) = (0, Vec::new());
    for (schedule, real) in schedules.iter().zip(&found) {
        match schedule.compare(real) {
            Comparison::Agrees => agree += 1,
            Comparison::Differs(difference) => notes.push(format!("differs: {difference}")),
            Comparison::NotFinished(place) => notes.push(format!(
                "not finished: {place}; nothing is said about this schedule"
            )),
            Comparison::OtherCode(code) => return Err(other_code(interpreter, &code).into()),
        }
    }
    let agreement = if notes.is_empty() {
        Agreement::All
    } else {
        Agreement::NotAll
    };
    left_out.sort();
    left_out.dedup();
    notes.extend(left_out.iter().map(|reason| format!("left out: {reason}")));
    let more = explored.report.counted.len().saturating_sub(REPLAYED);
    if more > 0 {
        notes.push(format!("left out: {more} outcomes more"));
    }
    let mut text = format!(
        "Replayed on CPython {}: {agree} of {} schedules end as the explorer says.\n",
        interpreter.full,
        schedules.len()
    );
    for note in &notes {
        let _ = writeln!(text, "  {note}");
    }
    if aside {
        anstream::stderr().lock().write_all(text.as_bytes())?;
    } else {
        anstream::stdout().lock().write_all(text.as_bytes())?;
    }
    Ok(agreement)
}

fn other_code(interpreter: &Interpreter, code: &str) -> Problem {
    Problem {
        message: format!(
            "CPython {} compiles {code} to other instructions than the explorer, which follows another \
             release of {}",
            interpreter.full, interpreter.version
        ),
        help: "name another interpreter with --replay",
    }
}

fn run(
    interpreter: &Interpreter,
    document: &str,
    schedules: usize,
    limit: Duration,
) -> Result<Vec<Replayed>, Problem> {
    let failed = |message: String| Problem {
        message: format!("CPython {} did not replay: {message}", interpreter.full),
        help: "try it without --replay; if the interpreter works, please report this",
    };
    let output = interpreter
        .run(HARNESS, &[], document, limit)
        .map_err(|error: io::Error| failed(error.to_string()))?;
    let text = String::from_utf8_lossy(&output.stdout);
    let given_up = output.status.is_none().then_some(limit);
    read(&text, schedules, given_up).ok_or_else(|| failed(last_line(&output)))
}

/// Reads the reports, one a line. If the interpreter was given up, what it did not report is not finished; if it
/// was not, there must be a report for each schedule.
fn read(text: &str, schedules: usize, given_up: Option<Duration>) -> Option<Vec<Replayed>> {
    let mut found: Vec<Replayed> = text
        .lines()
        .map_while(|line| parse(&serde_json::from_str(line).ok()?))
        .collect();
    if let Some(limit) = given_up {
        found.resize_with(schedules, || Replayed {
            unfinished: Some(format!(
                "all schedules together took longer than {} s",
                limit.as_secs()
            )),
            ..Replayed::default()
        });
    }
    (found.len() == schedules).then_some(found)
}

/// Reads what the interpreter reported for one schedule.
fn parse(value: &Value) -> Option<Replayed> {
    let thread = |value: &Value| u16::try_from(value.as_u64()?).ok();
    let text = |value: &Value| Some(value.as_str()?.to_owned());
    let exception = |entry: &Value| {
        let line = u32::try_from(entry.get(2)?.as_u64()?).ok()?;
        Some((thread(entry.get(0)?)?, text(entry.get(1)?)?, line))
    };
    let vars = value.get("vars")?.as_object()?.iter();
    let text_or_none = |name: &str| Some(value.get(name)?.as_str().map(str::to_owned));
    Some(Replayed {
        other_code: text_or_none("other_code")?,
        problem: text_or_none("problem")?,
        unfinished: text_or_none("unfinished")?,
        left: value
            .get("left")?
            .as_array()?
            .iter()
            .map(thread)
            .collect::<Option<_>>()?,
        vars: vars
            .map(|(name, value)| Some((name.clone(), text(value)?)))
            .collect::<Option<_>>()?,
        out: value
            .get("out")?
            .as_array()?
            .iter()
            .map(text)
            .collect::<Option<_>>()?,
        exceptions: value
            .get("exceptions")?
            .as_array()?
            .iter()
            .map(exception)
            .collect::<Option<_>>()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const REPORT: &str = r#"{"other_code": null, "problem": null, "unfinished": null, "left": [],
 "vars": {"n": "1"}, "out": [], "exceptions": [[2, "ValueError", 3]]}"#;

    #[test]
    fn what_an_interpreter_reported_before_it_was_given_up_counts() {
        let line = REPORT.replace('\n', "");
        let cut = format!("{line}\n{}", &line[..20]);
        assert_eq!(read(&cut, 2, None), None);
        let limit = Some(Duration::from_secs(9));
        let found = read(&cut, 3, limit).expect("one report and two that are missing");
        assert_eq!(found[0].exceptions, [(2, "ValueError".to_owned(), 3)]);
        assert_eq!(found[0].unfinished, None);
        for missing in &found[1..] {
            assert_eq!(
                missing.unfinished.as_deref(),
                Some("all schedules together took longer than 9 s")
            );
        }
    }
}
