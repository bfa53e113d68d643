use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, Command, Stdio};

use crate::course::Course;

/// Starts `cargo course watch` with a keyboard made of a pipe.
fn start(course: &Course) -> Child {
    Command::new(snapbox::cmd::cargo_bin!("course"))
        .arg("watch")
        .current_dir(course.path("."))
        .env("CARGO", course.path("bin/cargo"))
        .env("COURSE_ROOT", course.path(""))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn()
        .expect("it starts")
}

/// Reads lines until one contains the text.
fn wait_for(lines: &mut impl Iterator<Item = std::io::Result<String>>, text: &str) -> String {
    let mut seen = String::new();
    for line in lines {
        let line = line.expect("UTF-8");
        seen.push_str(&line);
        seen.push('\n');
        if line.contains(text) {
            return seen;
        }
    }
    panic!("`{text}` did not come; before the end came:\n{seen}");
}

#[test]
fn saving_judges_again_and_keys_work() {
    let course = Course::new();
    course.judge(
        "ex02",
        "check",
        "echo \"judged $(wc -c < src/lib.rs) bytes\"; exit 1",
    );
    let mut watch = start(&course);
    let mut keys = watch.stdin.take().expect("piped");
    let mut lines = BufReader::new(watch.stdout.take().expect("piped")).lines();

    let bytes = course.read("exercises/ex02/src/lib.rs").len();
    let start = wait_for(&mut lines, &format!("judged {bytes} bytes"));
    assert!(start.contains("0 of 3 exercises solved"), "{start}");
    wait_for(&mut lines, "keys with Enter");

    course.write("exercises/ex02/src/lib.rs", "pub fn a() {}\n");
    wait_for(&mut lines, "saved: checking again");
    wait_for(&mut lines, "judged 14 bytes");

    writeln!(keys, "h").expect("it listens");
    wait_for(&mut lines, "ex02, hint 1 of 3");
    writeln!(keys, "n").expect("it listens");
    wait_for(&mut lines, "ex07  Render it once");
    writeln!(keys, "q").expect("it listens");
    wait_for(&mut lines, "your progress is kept");
    assert!(watch.wait().expect("it ends").success());
    assert!(
        course
            .read(".course/progress.toml")
            .contains("current = \"ex07\"")
    );
}

#[test]
fn a_file_that_cannot_be_judged_does_not_end_the_watch() {
    let course = Course::new();
    course.judge("ex02", "check", "echo judged; exit 0");
    course.write("exercises/ex02/src/lib.rs", "");
    let mut watch = start(&course);
    let mut keys = watch.stdin.take().expect("piped");
    let mut lines = BufReader::new(watch.stdout.take().expect("piped")).lines();
    // The error itself goes to stderr.
    wait_for(&mut lines, "keys with Enter");
    wait_for(&mut lines, "keys with Enter");
    course.write("exercises/ex02/src/lib.rs", "pub fn a() {}\n");
    wait_for(&mut lines, "judged");
    let end = wait_for(&mut lines, "ex02 is solved");
    assert!(end.contains("go on with ex07"), "{end}");
    writeln!(keys, "q").expect("it listens");
    assert!(watch.wait().expect("it ends").success());
}

#[test]
fn the_end_of_the_input_ends_the_watch_after_the_check() {
    let course = Course::new();
    course.judge("ex02", "check", "echo judged; exit 1");
    let mut watch = start(&course);
    drop(watch.stdin.take());
    let mut lines = BufReader::new(watch.stdout.take().expect("piped")).lines();
    wait_for(&mut lines, "judged");
    wait_for(&mut lines, "your progress is kept");
    assert!(watch.wait().expect("it ends").success());
}

/// Both ways to stop a judge that would go on for ever leave nothing behind.
#[test]
fn quitting_and_interrupting_leave_no_orphans() {
    for by_signal in [false, true] {
        let course = Course::new();
        let judge = "sleep 1000 & echo $! > child; echo started; wait";
        course.judge("ex02", "check", judge);
        let mut watch = start(&course);
        let mut keys = watch.stdin.take().expect("piped");
        let mut lines = BufReader::new(watch.stdout.take().expect("piped")).lines();
        wait_for(&mut lines, "started");
        if by_signal {
            let id = watch.id().to_string();
            let sent = Command::new("kill")
                .args(["-INT", &id])
                .status()
                .expect("kill");
            assert!(sent.success());
        } else {
            writeln!(keys, "q").expect("it listens");
        }
        let status = watch.wait().expect("it ends");
        assert_eq!(status.code(), Some(if by_signal { 130 } else { 0 }));
        let child = course.read("exercises/ex02/child");
        let gone = processes::has_ended(child.trim(), std::time::Duration::from_secs(20));
        assert!(gone, "process {child} is an orphan");
    }
}
