//! Real interpreters: replay and measurement. Without one the tests say so and do nothing.

use std::path::PathBuf;

use crate::{COUNTER, LOCKS, command, explore, stderr, stdout};

/// A CPython of this version that pyenv has.
fn interpreter(version: &str) -> Option<PathBuf> {
    let home = std::env::var_os("HOME")?;
    let versions = PathBuf::from(home).join(".pyenv/versions");
    let found = std::fs::read_dir(versions).ok()?.filter_map(|entry| {
        let entry = entry.ok()?;
        let name = entry.file_name().into_string().ok()?;
        let python = entry.path().join("bin/python");
        (name.starts_with(&format!("{version}.")) && python.exists()).then_some(python)
    });
    found.max()
}

#[test]
fn the_schedules_are_replayed_on_the_interpreter_that_was_named() {
    for version in ["3.8", "3.9", "3.10", "3.11", "3.12", "3.13"] {
        let Some(python) = interpreter(version) else {
            println!("skipped: pyenv has no CPython {version}");
            continue;
        };
        let python = python.to_str().expect("a readable path");
        for program in [COUNTER, LOCKS] {
            let output = explore(program, &["--replay", python, "--patience", "60"]);
            let text = stdout(&output);
            let last = text.lines().last().unwrap_or_default();
            assert!(
                last.starts_with(&format!("Replayed on CPython {version}."))
                    && last.ends_with("schedules end as the explorer says."),
                "{text}"
            );
            let replayed: Vec<&str> = last
                .split(' ')
                .filter(|word| word.parse::<u32>().is_ok())
                .collect();
            assert_eq!(replayed[0], replayed[1], "{text}");
        }
        // One document stays one document.
        let output =
            explore(COUNTER, &["--replay", python, "--patience", "60", "--json"]).success();
        assert!(stdout(&output).ends_with("]}\n"));
        assert!(stderr(&output).starts_with("Replayed on CPython"));
    }
}

#[test]
fn rules_of_another_version_are_not_replayed() {
    let Some(python) = interpreter("3.9") else {
        println!("skipped: pyenv has no CPython 3.9");
        return;
    };
    let python = python.to_str().expect("a readable path");
    let error = stderr(&explore(COUNTER, &["--replay", python, "--python", "3.12"]).code(2));
    assert!(
        error.starts_with("error: CPython 3.12 cannot be replayed on CPython 3.9."),
        "{error}"
    );
    // These rules are those of the version's instructions.
    let arguments = [
        "--replay",
        python,
        "--patience",
        "60",
        "--rules",
        "gil_every",
    ];
    let text = stdout(&explore(COUNTER, &arguments).success());
    assert!(
        text.contains("2 of 2 schedules end as the explorer says."),
        "{text}"
    );
}

#[test]
fn an_interpreter_that_is_too_slow_neither_agrees_nor_differs() {
    let Some(python) = interpreter("3.9") else {
        println!("skipped: pyenv has no CPython 3.9");
        return;
    };
    let python = python.to_str().expect("a readable path");
    // No thread comes within no time.
    let arguments = ["--replay", python, "--patience", "0"];
    let text = stdout(&explore(COUNTER, &arguments).code(3));
    let (_, after) = text.split_once("Replayed on CPython 3.9.").expect("it ran");
    let lines: Vec<&str> = after.lines().collect();
    assert_eq!(lines.len(), 3, "{text}");
    assert!(
        lines[0].ends_with(": 0 of 2 schedules end as the explorer says."),
        "{text}"
    );
    for (line, place) in lines[1..].iter().zip([
        " did not come within 0 s; ",
        "an earlier schedule did not end in time; ",
    ]) {
        assert!(line.starts_with("  not finished: "), "{line}");
        assert!(line.contains(place), "{line}");
        assert!(
            line.ends_with("nothing is said about this schedule"),
            "{line}"
        );
    }
}

#[test]
fn what_is_no_interpreter_is_said() {
    let error = stderr(&explore(COUNTER, &["--replay", "no-such-python"]).code(2));
    assert!(
        error.starts_with("error: cannot start no-such-python: "),
        "{error}"
    );
    let error = stderr(&explore(COUNTER, &["--replay", "cargo"]).code(2));
    assert!(
        error.starts_with("error: cargo does not say which Python it is"),
        "{error}"
    );
    let output = command()
        .args(["rules", "--measure", "no-such-python"])
        .assert()
        .code(2);
    let error = stderr(&output);
    assert!(
        error.starts_with("error: cannot start no-such-python: "),
        "{error}"
    );
}

#[cfg(unix)]
#[test]
fn ctrl_c_takes_the_interpreter_along() {
    use std::fs;
    use std::os::unix::fs::PermissionsExt as _;
    use std::process::{Command, Stdio};

    let folder = tempfile::tempdir().expect("a temporary folder");
    let started = folder.path().join("started");
    let python = folder.path().join("python");
    let script = format!("#!/bin/sh\necho $$ > {}\nsleep 1000\n", started.display());
    fs::write(&python, script).expect("writable");
    fs::set_permissions(&python, fs::Permissions::from_mode(0o755)).expect("settable");
    let mut explorer = Command::new(env!("CARGO_BIN_EXE_explore"))
        .args(["-", "--replay"])
        .arg(&python)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("it starts");
    // Until the interpreter has said who it is; the test's own limit is that of the test runner.
    let interpreter = loop {
        let text = fs::read_to_string(&started).unwrap_or_default();
        match text.trim().parse::<u32>() {
            Ok(process) => break process,
            Err(_) => std::thread::yield_now(),
        }
    };
    let id = nix::unistd::Pid::from_raw(i32::try_from(explorer.id()).expect("a process id"));
    nix::sys::signal::kill(id, nix::sys::signal::Signal::SIGINT).expect("it runs");
    let status = explorer.wait().expect("it ends");
    assert_eq!(status.code(), Some(130));
    let patience = std::time::Duration::from_secs(30);
    assert!(
        processes::has_ended(&interpreter.to_string(), patience),
        "it still runs"
    );
}
