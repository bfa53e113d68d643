//! The game: it reads its moves line by line, with or without a terminal.

use std::io::Write as _;

use crate::{COUNTER, LOCKS, command, stderr, stdout};

/// Plays a program with these moves and gives the transcript.
fn play(program: &str, moves: &str) -> String {
    let mut file = tempfile::Builder::new()
        .prefix("counter")
        .suffix(".py")
        .tempfile()
        .expect("a file");
    file.write_all(program.as_bytes()).expect("a file");
    let output = command()
        .arg("play")
        .arg(file.path())
        .args(["--rules", "gil_every"])
        .stdin(moves)
        .assert()
        .success();
    let name = file.path().display().to_string();
    stdout(&output).replace(&name, "counter.py")
}

#[test]
fn a_lost_update_is_found_by_choosing_threads() {
    insta::assert_snapshot!("a_lost_update", play(COUNTER, "A\nB\nA B\n"));
}

#[test]
fn a_deadlock_is_found_with_hints_and_blocked_threads_say_why() {
    insta::assert_snapshot!("a_deadlock", play(LOCKS, "h\nA\nh\nB\nA\nu\nq\n"));
}

#[test]
fn steps_can_be_taken_back_to_the_start_and_no_further() {
    let text = play(COUNTER, "A\nu\nu\nr\n");
    assert!(text.contains("This is the start: there is no step to take back."));
    assert_eq!(
        text.matches("From here 4 of 6 continuations lose an update.")
            .count(),
        3
    );
}

#[test]
fn unknown_moves_lose_nothing() {
    let text = play(COUNTER, "A\nx\nC\n99\nmain\n?\nB\nquit\n");
    for unknown in ["`x`", "`C`", "`99`"] {
        assert!(
            text.contains(&format!("There is no thread or command {unknown}")),
            "{text}"
        );
    }
    assert!(
        text.contains("Thread main waits for the end of the other threads."),
        "{text}"
    );
    assert!(text.contains("B line 5: LOAD_GLOBAL n"), "{text}");
}

#[test]
fn a_program_without_a_bad_end_says_so_and_can_be_played() {
    let text = play("print(1)\n", "main\n");
    assert!(text.contains("There is no bad end to look for."), "{text}");
    assert!(text.contains("prints 1"), "{text}");
}

#[test]
fn a_broken_program_is_no_game() {
    let mut file = tempfile::NamedTempFile::new().expect("a file");
    file.write_all(b"x = = 1\n").expect("a file");
    let output = command().arg("play").arg(file.path()).assert().code(2);
    assert!(stderr(&output).starts_with("line 1, column 5: "));
}
