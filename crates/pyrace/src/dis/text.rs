//! The text of `dis.dis`.

use std::collections::BTreeMap;
use std::fmt::{self, Write};

use super::{Entry, end_of, entries};
use crate::code::{CodeObject, Const, Handler, Program, Version};

/// Stands for a missing line (3.13 and later).
const NO_LINE: &str = "  --";

/// The listing of a whole program, inner code objects included, as `dis.dis` prints it.
#[must_use]
pub fn disassemble(program: &Program) -> String {
    let mut text = String::new();
    // Writing to a string does not fail.
    let _ = write_program(&mut text, program);
    text
}

/// Writes the listing of a whole program, inner code objects included.
///
/// # Errors
///
/// What the writer answers.
pub fn write_program(out: &mut impl Write, program: &Program) -> fmt::Result {
    write_nested(out, program, program.module())
}

fn write_nested(out: &mut impl Write, program: &Program, code: &CodeObject) -> fmt::Result {
    write_code(out, program, code)?;
    for value in &code.consts {
        if let Const::Code(id) = value {
            let inner = program.code(*id);
            writeln!(
                out,
                "\nDisassembly of <code object {}, line {}>:",
                inner.name, inner.first_line
            )?;
            write_nested(out, program, inner)?;
        }
    }
    Ok(())
}

/// Writes the listing of one code object.
///
/// # Errors
///
/// What the writer answers.
pub fn write_code(out: &mut impl Write, program: &Program, code: &CodeObject) -> fmt::Result {
    let entries = entries(program, code);
    if program.version >= Version::V3_13 {
        write_with_labels(out, program, code, &entries)
    } else {
        write_with_offsets(out, program, code, &entries)
    }
}

/// The offset at which an instruction starts, its prefixes included.
fn start_of(code: &CodeObject, index: u32, version: Version) -> u32 {
    let before = index
        .checked_sub(1)
        .and_then(|i| code.instrs.get(i as usize));
    before.map_or(0, |instr| end_of(instr, version))
}

fn handler_offsets(code: &CodeObject, handler: &Handler, version: Version) -> (u32, u32, u32) {
    (
        start_of(code, handler.start, version),
        start_of(code, handler.end, version),
        start_of(code, handler.target, version),
    )
}

fn digits(number: u32) -> usize {
    number.to_string().len()
}

/// To 3.12: every line has its offset, and targets are marked.
fn write_with_offsets(
    out: &mut impl Write,
    program: &Program,
    code: &CodeObject,
    entries: &[Entry],
) -> fmt::Result {
    let version = program.version;
    let greatest = entries
        .iter()
        .filter_map(|entry| entry.line)
        .max()
        .unwrap_or(0);
    let line_width = digits(greatest).max(3);
    let last = code
        .instrs
        .last()
        .map_or(0, |instr| end_of(instr, version) - 2);
    let offset_width = digits(last).max(4);
    let mut targets: Vec<u32> = entries.iter().filter_map(|entry| entry.jump).collect();
    let handlers = code.exception_table.iter();
    targets.extend(handlers.map(|handler| handler_offsets(code, handler, version).2));
    let mut line = None;
    for entry in entries {
        let mut number = String::new();
        if let Some(new) = entry.line
            && entry.line != line
        {
            line = entry.line;
            number = new.to_string();
            if entry.offset > 0 {
                writeln!(out)?;
            }
        }
        let mark = if targets.contains(&entry.offset) {
            ">>"
        } else {
            "  "
        };
        let offset = entry.offset;
        let start = format!("{number:>line_width$}     {mark} {offset:>offset_width$}");
        let meaning = match entry.jump {
            Some(to) if shows_target(entry, version) => format!("to {to}"),
            _ => entry.meaning.clone(),
        };
        write_entry(out, &start, entry, &meaning)?;
    }
    if !code.exception_table.is_empty() {
        writeln!(out, "ExceptionTable:")?;
    }
    for handler in &code.exception_table {
        let (start, end, target) = handler_offsets(code, handler, version);
        let lasti = if handler.lasti { " lasti" } else { "" };
        let depth = handler.depth;
        writeln!(out, "  {start} to {} -> {target} [{depth}]{lasti}", end - 2)?;
    }
    Ok(())
}

/// 3.8 and 3.9 leave absolute jumps without an explanation.
fn shows_target(entry: &Entry, version: Version) -> bool {
    version >= Version::V3_10 || entry.arg != entry.jump || is_relative_name(entry.name)
}

fn is_relative_name(name: &str) -> bool {
    matches!(
        name,
        "JUMP_FORWARD" | "FOR_ITER" | "SETUP_FINALLY" | "SETUP_WITH" | "CALL_FINALLY"
    )
}

fn write_entry(out: &mut impl Write, start: &str, entry: &Entry, meaning: &str) -> fmt::Result {
    let mut text = format!("{start} {:<20}", entry.name);
    if let Some(arg) = entry.arg {
        let width = 5usize.saturating_sub(entry.name.len().saturating_sub(20));
        let width = if start.ends_with("   ") { width } else { 5 };
        write!(text, " {arg:>width$}")?;
        if !meaning.is_empty() {
            write!(text, " ({meaning})")?;
        }
    }
    writeln!(out, "{}", text.trim_end())
}

/// From 3.13 on: targets and the borders of protected code have labels.
fn write_with_labels(
    out: &mut impl Write,
    program: &Program,
    code: &CodeObject,
    entries: &[Entry],
) -> fmt::Result {
    let version = program.version;
    let mut places: Vec<u32> = entries.iter().filter_map(|entry| entry.jump).collect();
    for handler in &code.exception_table {
        let (start, end, target) = handler_offsets(code, handler, version);
        places.extend([start, end, target]);
    }
    places.sort_unstable();
    places.dedup();
    let labels: BTreeMap<u32, usize> = places.into_iter().zip(1..).collect();
    let label_width = 4 + labels.len().to_string().len();
    let greatest = entries
        .iter()
        .filter_map(|entry| entry.line)
        .max()
        .unwrap_or(0);
    let without_line = entries.iter().any(|entry| entry.line.is_none());
    let line_width = digits(greatest)
        .max(3)
        .max(if without_line { NO_LINE.len() } else { 0 });
    let mut line = None;
    for entry in entries {
        let starts = line != Some(entry.line);
        if starts && entry.offset > 0 {
            writeln!(out)?;
        }
        line = Some(entry.line);
        let number = match (starts, entry.line) {
            (false, _) => String::new(),
            (true, None) => NO_LINE.to_owned(),
            (true, Some(line)) => line.to_string(),
        };
        let label = labels.get(&entry.offset);
        let label = label.map_or(String::new(), |label| format!("L{label}:"));
        let start = format!("{number:>line_width$} {label:>label_width$}    ");
        let meaning = match entry.jump.and_then(|to| labels.get(&to)) {
            Some(label) => format!("to L{label}"),
            None => entry.meaning.clone(),
        };
        write_entry(out, &start, entry, &meaning)?;
    }
    if !code.exception_table.is_empty() {
        writeln!(out, "ExceptionTable:")?;
    }
    for handler in &code.exception_table {
        let (start, end, target) = handler_offsets(code, handler, version);
        let label = |offset: u32| labels.get(&offset).copied().unwrap_or(0);
        let lasti = if handler.lasti { " lasti" } else { "" };
        let (start, end, target) = (label(start), label(end), label(target));
        let depth = handler.depth;
        writeln!(out, "  L{start} to L{end} -> L{target} [{depth}]{lasti}")?;
    }
    Ok(())
}
