//! No process stays behind when the judge is gone.

use std::io::{BufRead as _, BufReader};
use std::process::Stdio;

use libtest_mimic::{Failed, Trial};

use crate::judge::judge;

pub(crate) fn trials() -> Vec<Trial> {
    let linux = cfg!(target_os = "linux");
    vec![
        Trial::test("a_child_does_not_outlive_its_judge", outlive).with_ignored_flag(!linux),
        Trial::test("closed_output_is_no_crash", closed_output),
    ]
}

/// Kills the judge in the middle of a search of minutes and waits until its child is gone, too.
///
/// The child's standard output would be captured, so the test follows it through `/proc`.
fn outlive() -> Result<(), Failed> {
    let mut parent = judge("clean", &["--model", "long_search"])
        .stdout(Stdio::null())
        .spawn()?;
    let children = format!("/proc/{0}/task/{0}/children", parent.id());
    let child: u32 = loop {
        let listed = std::fs::read_to_string(&children)?;
        if let Some(first) = listed.split_whitespace().next() {
            break first.parse()?;
        }
        if parent.try_wait()?.is_some() {
            return Err("the judge ended before it started a child".into());
        }
        std::thread::yield_now();
    };
    parent.kill()?;
    parent.wait()?;
    // Nobody waits for the orphan any more, so its entry disappears with it. Its own limit is ten
    // minutes of processor time: without the watchdog this loop would not end before that.
    while std::fs::read_to_string(format!("/proc/{child}/stat")).is_ok_and(|stat| !is_dead(&stat)) {
        std::thread::yield_now();
    }
    Ok(())
}

/// An orphan that nobody reaps stays listed as a zombie, or as dead.
fn is_dead(stat: &str) -> bool {
    stat.rsplit_once(") ")
        .is_some_and(|(_, rest)| rest.starts_with(['Z', 'X']))
}

/// `cargo test … | head -1` closes the pipe early.
fn closed_output() -> Result<(), Failed> {
    let mut parent = judge("clean", &["t6_while"])
        .stdout(Stdio::piped())
        .spawn()?;
    let mut first = String::new();
    let pipe = parent.stdout.take().ok_or("the output is piped")?;
    BufReader::new(pipe).read_line(&mut first)?;
    let status = parent.wait()?;
    assert_eq!(status.code(), Some(0), "after {first:?}");
    Ok(())
}
