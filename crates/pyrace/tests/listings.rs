//! Compares the listings of compiled snippets with those that `dis` of each interpreter recorded.
//!
//! See `record_dis.py` for the format and for how to record.

use std::fmt::{self, Write as _};
use std::path::Path;

use pyrace::code::{CodeObject, Const, Program, Version, compile};
use pyrace::dis::{disassemble, entries};

/// Renders a program in the format of `record_dis.py`.
fn render(program: &Program, code: &CodeObject, out: &mut String) -> fmt::Result {
    let group = |names: &[String]| match names {
        [] => "-".to_owned(),
        names => names.join(","),
    };
    let flags = u32::from(code.flags.optimized)
        | u32::from(code.params.star_args) << 2
        | u32::from(code.params.star_kwargs) << 3
        | u32::from(code.flags.nested) << 4
        | u32::from(code.flags.generator) << 5;
    let params = code.params;
    writeln!(
        out,
        ": {} {} {} {} {} {flags} {} {} {} {}",
        code.name,
        code.first_line,
        params.positional,
        params.positional_only,
        params.keyword_only,
        group(&code.names),
        group(&code.varnames),
        group(&code.cellvars),
        group(&code.freevars),
    )?;
    let entries = entries(program, code);
    let mut previous = None;
    for entry in &entries {
        let line = match entry.line {
            None => "-".to_owned(),
            line if previous == line => ".".to_owned(),
            Some(line) => line.to_string(),
        };
        previous = entry.line;
        write!(out, "{line} {} {}", entry.offset, entry.name)?;
        if let Some(arg) = entry.arg {
            write!(out, " {arg}")?;
        }
        let relative = [
            "JUMP_FORWARD",
            "FOR_ITER",
            "SETUP_FINALLY",
            "SETUP_WITH",
            "CALL_FINALLY",
        ];
        if let Some(to) = entry.jump
            && (program.version >= Version::V3_10 || relative.contains(&entry.name))
        {
            write!(out, " to {to}")?;
        } else if !entry.meaning.is_empty() {
            write!(out, " {}", entry.meaning)?;
        }
        out.push('\n');
    }
    let starts: Vec<u32> = (0..code.instrs.len())
        .map(|i| {
            let first = entries.iter().find(|entry| entry.instr as usize == i);
            first.map_or(0, |entry| entry.offset)
        })
        .collect();
    let end = pyrace::dis::size(program, code);
    let offset = |i: u32| starts.get(i as usize).copied().unwrap_or(end);
    for handler in &code.exception_table {
        let lasti = if handler.lasti { " lasti" } else { "" };
        let (start, end) = (offset(handler.start), offset(handler.end));
        let target = offset(handler.target);
        writeln!(out, "! {start} {end} {target} {}{lasti}", handler.depth)?;
    }
    for value in &code.consts {
        if let Const::Code(id) = value {
            render(program, program.code(*id), out)?;
        }
    }
    Ok(())
}

#[derive(Default)]
struct Tally {
    codes: usize,
    instructions: usize,
    differences: usize,
    report: String,
}

/// Compares one recorded file. Files that the version does not list are not compiled.
fn compare(recording: &Path, sources: &Path, version: Version) -> Tally {
    let recorded = std::fs::read_to_string(recording).expect("every version is recorded");
    let mut tally = Tally::default();
    for part in recorded.split("\n= ").skip(1) {
        let (file, expected) = part.split_once('\n').expect("a file has code");
        let source = std::fs::read_to_string(sources.join(file)).expect("a recorded file exists");
        let mut actual = String::new();
        match compile(&source, version) {
            Ok(program) => {
                render(&program, program.module(), &mut actual).expect("strings take any text");
            }
            Err(errors) => {
                let errors: Vec<String> = errors.iter().map(|e| e.render(&source)).collect();
                actual = errors.join("\n");
            }
        }
        compare_text(
            file,
            version,
            expected.trim_end(),
            actual.trim_end(),
            &mut tally,
        );
    }
    tally
}

fn compare_text(file: &str, version: Version, expected: &str, actual: &str, tally: &mut Tally) {
    let codes = |text: &str| -> Vec<Vec<String>> {
        let mut codes: Vec<Vec<String>> = Vec::new();
        for line in text.lines() {
            if line.starts_with(": ") || codes.is_empty() {
                codes.push(Vec::new());
            }
            if let Some(code) = codes.last_mut() {
                code.push(line.to_owned());
            }
        }
        codes
    };
    let (expected, actual) = (codes(expected), codes(actual));
    for (i, code) in expected.iter().enumerate() {
        tally.codes += 1;
        tally.instructions += code
            .iter()
            .filter(|line| !line.starts_with([':', '!']))
            .count();
        let found = actual.get(i).map_or(&[][..], Vec::as_slice);
        if found == code.as_slice() {
            continue;
        }
        tally.differences += 1;
        let at = (0..code.len()).find(|at| code.get(*at) != found.get(*at));
        let at = at.unwrap_or(code.len());
        let mut report = format!("{file} in {version}, {}\n", code[0]);
        for line in at.saturating_sub(4)..(at + 6) {
            let [left, right] = [code.get(line), found.get(line)].map(|l| l.map_or("", |l| l));
            let mark = if left == right { ' ' } else { '*' };
            report += &format!("  {mark} {left:<50} {right}\n");
        }
        tally.report += &report;
    }
}

#[test]
fn listings_are_those_of_the_interpreters() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/dis");
    let recordings = std::env::var_os("PYRACE_LISTINGS").map_or(directory.clone(), Into::into);
    let sources = std::env::var_os("PYRACE_SOURCES").map_or(directory, Into::into);
    let mut differences = 0;
    let only = std::env::var("PYRACE_VERSION").ok();
    for version in Version::ALL {
        if only
            .as_ref()
            .is_some_and(|only| *only != version.to_string())
        {
            continue;
        }
        let recording = recordings.join(format!("{version}.txt"));
        let tally = compare(&recording, &sources, version);
        print!("{}", tally.report);
        println!(
            "{version}: {} code objects, {} instructions compared, {} differences",
            tally.codes, tally.instructions, tally.differences
        );
        differences += tally.differences;
    }
    assert_eq!(differences, 0);
}

#[test]
fn text_is_that_of_dis() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/dis");
    let source = std::fs::read_to_string(directory.join("exceptions.py")).unwrap();
    for version in Version::ALL {
        let recording = directory.join(format!("text/{version}.txt"));
        let expected = std::fs::read_to_string(recording).unwrap();
        let program = compile(&source, version).unwrap();
        let actual = disassemble(&program);
        let pairs = expected.lines().zip(actual.lines()).enumerate();
        for (i, (expected, actual)) in pairs {
            assert_eq!(expected, actual, "line {} in {version}", i + 1);
        }
        assert_eq!(
            expected.lines().count(),
            actual.lines().count(),
            "{version}"
        );
    }
}
