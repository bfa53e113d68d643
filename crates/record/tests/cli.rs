//! The recorder from outside, with interpreters that say what the test wants.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use snapbox::cmd::{Command, OutputAssert};
use transcripts::Transcript;

const PROGRAM: &str = "# what: two threads add one\n# runs: 3\n# claim: gil 3.10+: always exact\n# claim: free-threaded: can lost\n# explore: no: a test\n\nprint('exact')\n";

/// A course with one program.
struct Course {
    folder: tempfile::TempDir,
}

impl Course {
    fn new(program: &str) -> Course {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for name in ["exercises", "solutions", "book/python"] {
            fs::create_dir_all(folder.path().join(name)).expect("writable");
        }
        fs::write(folder.path().join("Cargo.toml"), "").expect("writable");
        let course = Course { folder };
        course.program(program);
        course
    }

    fn root(&self) -> &Path {
        self.folder.path()
    }

    fn program(&self, text: &str) {
        fs::write(self.root().join("book/python/02-add.py"), text).expect("writable");
    }

    fn script(&self, name: &str, text: &str) -> PathBuf {
        let path = self.root().join(name);
        fs::write(&path, format!("#!/bin/sh\n{text}\n")).expect("writable");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("settable");
        path
    }

    /// An interpreter of this version that runs these commands of the shell as every program.
    fn python(&self, version: &str, gil: bool, runs: &str) -> PathBuf {
        let about = format!(
            r#"{{"implementation":"CPython","version":"{version}","free_threaded":{},"gil":{gil},"flags":["--disable-test-modules"],"cores":2,"machine":"Linux x86_64"}}"#,
            !gil
        );
        let script = format!("case \"$*\" in *' -c '*) echo '{about}' ;; *) {runs} ;; esac");
        self.script(&format!("python{version}"), &script)
    }

    fn record(&self, arguments: &[&str], pythons: &[&Path]) -> OutputAssert {
        let mut command = Command::new(env!("CARGO_BIN_EXE_record"))
            .current_dir(self.root())
            .args(arguments);
        if !pythons.is_empty() {
            command = command.arg("--only");
        }
        for python in pythons {
            command = command.arg("--python").arg(python);
        }
        command.assert()
    }

    fn transcript(&self) -> Transcript {
        let path = self.root().join("book/transcripts/02-add.json");
        let text = fs::read_to_string(path).expect("it was written");
        Transcript::parse("02-add.json", &text).expect("its own form")
    }

    /// The interpreters that are recorded, with their outcomes.
    fn recorded(&self) -> Vec<String> {
        let line = |recording: &transcripts::Recording| {
            let outcomes: Vec<String> = recording
                .outcomes
                .iter()
                .map(|outcome| format!("{} × {}", outcome.count, outcome.text))
                .collect();
            format!("{}: {}", recording.interpreter.name(), outcomes.join(", "))
        };
        self.transcript().recordings.iter().map(line).collect()
    }
}

#[test]
fn what_every_interpreter_prints_is_counted_and_merged() {
    let course = Course::new(PROGRAM);
    let gil = course.python("3.12.1", true, "echo exact");
    let free = course.python("3.14.7", false, "echo lost");
    course.record(&["02-add"], &[&free]).code(1);
    course.record(&["02"], &[&gil]).success().stdout_eq(
        "02-add: two threads add one\n  gil 3.10+: always exact: seen in 3 of 3 runs\n  free-threaded: can lost: seen in 3 of 3 runs\n1 program, 2 claims: all of it holds\n",
    );
    assert_eq!(
        course.recorded(),
        ["3.12.1: 3 × exact", "3.14.7t: 3 × lost"]
    );
    let about = &course.transcript().recordings[1].interpreter;
    assert_eq!(about.flags, ["--disable-test-modules"]);
    assert!(!about.gil);
    let json = fs::read_to_string(course.root().join("book/transcripts/02-add.json"));
    let root = course.root().to_string_lossy().into_owned();
    assert!(
        !json.expect("readable").contains(&root),
        "a path of this machine"
    );
    course.record(&["--check"], &[&gil, &free]).success();
}

#[test]
fn a_claim_that_the_recording_contradicts_names_its_line() {
    let course = Course::new(PROGRAM);
    let gil = course.python("3.12.1", true, "echo lost");
    course.record(&[], &[&gil]).code(1).stdout_eq(
        "02-add: two threads add one\n  gil 3.10+: always exact: 3.12.1 printed 3 × `lost`\n  free-threaded: can lost: nothing is recorded for free-threaded\nbook/python/02-add.py:3: key `claim`: `gil 3.10+: always exact` does not hold: 3.12.1 printed 3 × `lost`\nbook/python/02-add.py:4: key `claim`: `free-threaded: can lost` is not shown: nothing is recorded for free-threaded\n1 program, 2 claims: 2 mistakes\n",
    );
}

#[test]
fn a_check_refutes_what_must_always_be_and_leaves_luck_alone() {
    let course = Course::new(PROGRAM);
    let gil = course.python("3.12.1", true, "echo exact");
    let free = course.python("3.14.7", false, "echo lost");
    course.record(&[], &[&gil, &free]).success();
    // What can happen need not happen again.
    let lucky = course.python("3.15.0", false, "echo exact");
    course.record(&["--check"], &[&lucky]).success();
    let newer = course.python("3.16.0", true, "echo lost");
    course.record(&["--check"], &[&newer]).code(1).stdout_eq(
        "1 run on 1 interpreter of this machine\nbook/python/02-add.py:3: key `claim`: `gil 3.10+: always exact` does not hold: 3.16.0 printed `lost`\n1 program, 2 claims: 1 mistake\n",
    );
    assert_eq!(course.recorded().len(), 2, "a check writes nothing");
}

#[test]
fn a_recording_of_another_program_is_no_evidence_and_is_dropped() {
    let course = Course::new(PROGRAM);
    let gil = course.python("3.12.1", true, "echo exact");
    let free = course.python("3.14.7", false, "echo lost");
    course.record(&[], &[&gil, &free]).success();
    course.program(&PROGRAM.replace("print('exact')", "print('exact')  # now"));
    course.record(&["--check"], &[&gil]).code(1).stdout_eq(
        "1 run on 1 interpreter of this machine\nbook/transcripts/02-add.json: book/python/02-add.py has changed since it was recorded; run `cargo course record 02-add`\n1 program, 2 claims: 1 mistake\n",
    );
    course.record(&[], &[&gil]).code(1);
    assert_eq!(course.recorded(), ["3.12.1: 3 × exact"]);
}

#[test]
fn other_claims_need_no_other_runs() {
    let course = Course::new(PROGRAM);
    let gil = course.python("3.12.1", true, "echo exact");
    course.record(&[], &[&gil]).code(1);
    course.program(&PROGRAM.replace("free-threaded: can lost", "all: never lost"));
    course.record(&["--claims"], &[]).success();
    assert_eq!(course.transcript().claims[1].claim, "all: never lost");
}

#[test]
fn the_explorer_has_the_last_word_about_what_can_happen() {
    let program = PROGRAM
        .replace("# claim: free-threaded: can lost\n", "")
        .replace("no: a test", "self");
    let course = Course::new(&program);
    let gil = course.python("3.12.1", true, "echo exact");
    let answer = r#"echo '[{"v":1,"python":"3.12","gil":true,"complete":true,"outcomes":[{"status":"ok","out":["exact"],"exceptions":[]},{"status":"ok","out":["lost"],"exceptions":[]}]}]'"#;
    let explorer = course.script("explorer", answer);
    let explorer = explorer.to_string_lossy().into_owned();
    let output = course
        .record(&["--explorer", &explorer], &[&gil])
        .code(1)
        .get_output()
        .stdout
        .clone();
    let output = String::from_utf8(output).expect("UTF-8");
    let line = "book/python/02-add.py:3: key `claim`: `gil 3.10+: always exact` does not hold: on 3.12 the explorer reaches `exact`, `lost`\n";
    assert!(output.contains(line), "{output}");
}

#[test]
fn ends_that_nobody_foresaw_are_mistakes_unless_a_claim_names_them() {
    let course = Course::new(PROGRAM);
    let crash = course.python("3.12.1", true, "kill -SEGV $$");
    let output = course
        .record(&[], &[&crash])
        .code(1)
        .get_output()
        .stdout
        .clone();
    let output = String::from_utf8(output).expect("UTF-8");
    assert!(
        output.contains("no claim names the outcome `killed by SIGSEGV`"),
        "{output}"
    );
    course.program(
        &PROGRAM
            .replace("always exact", "always killed by SIGSEGV")
            .replace("# claim: free-threaded: can lost\n", ""),
    );
    course.record(&[], &[&crash]).success();
}

#[test]
fn a_program_prints_one_line() {
    let course = Course::new(PROGRAM);
    let chatty = course.python("3.12.1", true, "echo one; echo two");
    let output = course
        .record(&[], &[&chatty])
        .code(1)
        .get_output()
        .stdout
        .clone();
    let output = String::from_utf8(output).expect("UTF-8");
    let line = "book/python/02-add.py: on 3.12.1: it printed 2 lines; print one line that names the outcome\n";
    assert!(output.contains(line), "{output}");
}

#[test]
fn the_whole_output_is_kept_when_it_is_asked_for() {
    let course = Course::new("# what: a listing\n# show: output\n\nprint(1)\n");
    let python = course.python("3.12.1", true, "echo LOAD; echo STORE");
    course.record(&[], &[&python]).success();
    assert_eq!(course.transcript().recordings[0].output, "LOAD\nSTORE\n");
}

#[test]
fn an_interpreter_that_cannot_be_used_is_named() {
    let course = Course::new(PROGRAM);
    let silent = course.script("silent", "exit 3");
    let output = course
        .record(&[], &[&silent])
        .code(2)
        .get_output()
        .stderr
        .clone();
    let output = String::from_utf8(output).expect("UTF-8");
    assert!(
        output.contains("silent cannot be used: it does not start"),
        "{output}"
    );
    let old = course.python("2.7.18", true, "echo exact");
    let output = course
        .record(&[], &[&old])
        .code(2)
        .get_output()
        .stderr
        .clone();
    let output = String::from_utf8(output).expect("UTF-8");
    assert!(output.contains("it is version 2.7.18"), "{output}");
    let missing = course.root().join("missing");
    course.record(&[], &[&missing]).code(2);
}

#[test]
fn a_broken_header_stops_its_own_program_only() {
    let course = Course::new(PROGRAM);
    fs::write(
        course.root().join("book/python/03-other.py"),
        "# what: another\n# clam: all: always x\n\nprint(1)\n",
    )
    .expect("writable");
    let gil = course.python("3.12.1", true, "echo exact");
    course.record(&["02"], &[&gil]).code(1);
    let output = course
        .record(&["03"], &[&gil])
        .code(2)
        .get_output()
        .stderr
        .clone();
    let output = String::from_utf8(output).expect("UTF-8");
    assert!(
        output.contains("book/python/03-other.py:2: key `clam`: this key is not known"),
        "{output}"
    );
}

#[test]
fn ctrl_c_takes_the_program_along_and_leaves_nothing_behind() {
    let course = Course::new(PROGRAM);
    let scratch = course.root().join("scratch");
    fs::create_dir(&scratch).expect("writable");
    let started = course.root().join("started");
    let run = format!("echo $$ > {}; sleep 1000", started.display());
    let python = course.python("3.12.1", true, &run);
    let mut recorder = std::process::Command::new(env!("CARGO_BIN_EXE_record"))
        .current_dir(course.root())
        .args(["--only", "--python"])
        .arg(&python)
        .env("TMPDIR", &scratch)
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn()
        .expect("it starts");
    // Until the program has said who it is; the test's own limit is that of the test runner.
    let process = loop {
        let text = fs::read_to_string(&started).unwrap_or_default();
        match text.trim().parse::<i32>() {
            Ok(process) => break process,
            Err(_) => std::thread::yield_now(),
        }
    };
    let interrupt = |id: u32| {
        let id = nix::unistd::Pid::from_raw(i32::try_from(id).expect("a process id"));
        nix::sys::signal::kill(id, nix::sys::signal::Signal::SIGINT)
    };
    interrupt(recorder.id()).expect("it runs");
    let status = recorder.wait().expect("it ends");
    assert_eq!(status.code(), Some(130));
    let left = fs::read_dir(&scratch).expect("readable").count();
    assert_eq!(left, 0, "a folder is left");
    let patience = std::time::Duration::from_secs(30);
    assert!(
        processes::has_ended(&process.to_string(), patience),
        "it still runs"
    );
}

#[test]
fn an_unknown_program_is_wrong_usage() {
    let course = Course::new(PROGRAM);
    course
        .record(&["07-lost", "--claims"], &[])
        .code(2)
        .stderr_eq(
            "error: there is no program `07-lost` in book/python\nnext: there are: 02-add\n",
        );
}

#[test]
fn a_program_runs_on_the_real_interpreter_of_this_machine() {
    let probe = std::process::Command::new("python3")
        .arg("--version")
        .output();
    if !probe.is_ok_and(|output| output.status.success()) {
        eprintln!("no python3 here: not tried");
        return;
    }
    let program = PROGRAM
        .replace("gil 3.10+", "all")
        .replace("# claim: free-threaded: can lost\n", "");
    let course = Course::new(&program);
    course.record(&[], &[Path::new("python3")]).success();
    let about = &course.transcript().recordings[0].interpreter;
    assert_eq!(about.implementation, "CPython");
    assert!(about.cores >= 1);
}
