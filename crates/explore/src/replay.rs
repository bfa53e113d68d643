//! Schedules forced on a real interpreter, compared with what the explorer says.

use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::time::Duration;

use pyrace::Rules;
use pyrace::replay::{HARNESS, Replayed, Schedule, document};
use serde_json::Value;

use crate::Failure;
use crate::explored::Explored;
use crate::input::Problem;
use crate::interpreter::{Interpreter, last_line};
use crate::show::rules_in_words;

/// No more outcomes than this are replayed: each takes a fraction of a second.
const REPLAYED: usize = 50;

/// How long all replays may take together.
const PATIENCE: Duration = Duration::from_secs(180);

/// The rules that an interpreter is compared with.
///
/// # Errors
///
/// The rules that were asked for are about another version.
pub(crate) fn rules(interpreter: &Interpreter, wanted: Option<Rules>) -> Result<Rules, Problem> {
    if let Some(wanted) = wanted {
        let fits = wanted.version == interpreter.version && wanted.gil && interpreter.gil;
        return if fits {
            Ok(wanted)
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
        .unwrap_or_else(|| Rules::every_instruction(interpreter.version)))
}

/// Replays the schedule of every outcome. True if the interpreter did what the explorer says, each time.
///
/// # Errors
///
/// The interpreter does not work, or the output cannot be written.
pub(crate) fn replay(
    interpreter: &Interpreter,
    explored: &Explored,
    aside: bool,
) -> Result<bool, Failure> {
    let Some(program) = &explored.program else {
        return Ok(true);
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
    let found = run(interpreter, &document(program, &schedules), schedules.len())?;
    if let Some(code) = found.iter().find_map(|real| real.other_code.as_ref()) {
        let message = format!(
            "CPython {} compiles {code} to other instructions than the explorer, which follows another \
             release of {}",
            interpreter.full, interpreter.version
        );
        return Err(Failure::from(Problem {
            message,
            help: "name another interpreter with --replay",
        }));
    }
    let differences: Vec<String> = schedules
        .iter()
        .zip(&found)
        .filter_map(|(schedule, real)| schedule.compare(real).err())
        .collect();
    let mut text = format!(
        "Replayed on CPython {}: {} of {} schedules end as the explorer says.\n",
        interpreter.full,
        schedules.len() - differences.len(),
        schedules.len()
    );
    for difference in &differences {
        let _ = writeln!(text, "  differs: {difference}");
    }
    left_out.sort();
    left_out.dedup();
    for reason in &left_out {
        let _ = writeln!(text, "  left out: {reason}");
    }
    let more = explored.report.counted.len().saturating_sub(REPLAYED);
    if more > 0 {
        let _ = writeln!(text, "  left out: {more} outcomes more");
    }
    if aside {
        anstream::stderr().lock().write_all(text.as_bytes())?;
    } else {
        anstream::stdout().lock().write_all(text.as_bytes())?;
    }
    Ok(differences.is_empty())
}

fn run(
    interpreter: &Interpreter,
    document: &str,
    schedules: usize,
) -> Result<Vec<Replayed>, Problem> {
    let failed = |message: String| Problem {
        message: format!("CPython {} did not replay: {message}", interpreter.full),
        help: "try it without --replay; if the interpreter works, please report this",
    };
    let output = interpreter
        .run(HARNESS, &[], document, PATIENCE)
        .map_err(|error: io::Error| failed(error.to_string()))?;
    let text = String::from_utf8_lossy(&output.stdout);
    let found: Option<Vec<Replayed>> = text
        .lines()
        .map(|line| parse(&serde_json::from_str(line).ok()?))
        .collect();
    match found {
        Some(found) if found.len() == schedules => Ok(found),
        _ => Err(failed(last_line(&output))),
    }
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
