//! The command line, as a reader meets it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Output, Stdio};

use crate::fixture::Fixture;

fn course_book(fixture: &Fixture, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_course-book"));
    command.args(arguments).arg("--root").arg(fixture.path("."));
    command
}

fn said(output: &Output) -> (Option<i32>, String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (
        output.status.code(),
        text(&output.stdout),
        text(&output.stderr),
    )
}

#[test]
fn build_and_check_say_how_many_pages_are_fine() {
    let fixture = Fixture::new();
    let (code, out, err) = said(&course_book(&fixture, &["check"]).output().unwrap());
    assert_eq!(
        (code, out.as_str(), err.as_str()),
        (Some(0), "4 pages, no findings\n", "")
    );
    assert!(!fixture.path("target/book").exists() && !fixture.path("target/book-check").exists());
    let (code, out, _) = said(&course_book(&fixture, &["build"]).output().unwrap());
    assert!(
        code == Some(0) && out.starts_with("4 pages, no findings: "),
        "{out}"
    );
    assert!(fixture.path("target/book/index.html").exists());
}

#[test]
fn findings_go_to_standard_error_and_the_exit_code_is_1() {
    let fixture = Fixture::new();
    fixture.change("book/src/glossary.md", "An update", "[x](y.md)");
    let (code, out, err) = said(&course_book(&fixture, &["build"]).output().unwrap());
    assert_eq!((code, out.as_str()), (Some(1), ""));
    assert_eq!(
        err,
        "book/src/glossary.md:5: `y.md`: the page does not exist\nthe book was not built: 1 finding\n"
    );
}

#[test]
fn a_wrong_command_line_is_exit_code_2() {
    let fixture = Fixture::new();
    for (arguments, why) in [
        (&["publish"][..], "`publish` is not a command"),
        (&[], "a command is missing"),
        (&["build", "--fast"], "invalid option '--fast'"),
        (&["serve", "--port", "99999"], "99999"),
    ] {
        let (code, _, err) = said(&course_book(&fixture, arguments).output().unwrap());
        assert_eq!(code, Some(2), "{arguments:?}");
        assert!(
            err.contains(why) && err.contains("--help"),
            "{arguments:?}: {err}"
        );
    }
}

#[test]
fn a_taken_port_is_a_clear_error() {
    let fixture = Fixture::new();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let (code, _, err) = said(
        &course_book(&fixture, &["serve", "--port", &port])
            .output()
            .unwrap(),
    );
    assert_eq!(code, Some(1));
    assert!(
        err.contains(&format!(
            "port {port} is taken; choose another one with --port"
        )),
        "{err}"
    );
}

/// A server that is ended when the test ends, whatever way.
struct Serving(Child);

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn serve_announces_an_address_that_answers() {
    let fixture = Fixture::new();
    let mut child = course_book(&fixture, &["serve", "--port", "0"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let _serving = Serving(child);
    let mut line = String::new();
    out.read_line(&mut line).unwrap();
    let address = line
        .split("http://")
        .nth(1)
        .and_then(|rest| rest.split('/').next())
        .expect(&line);
    assert!(address.starts_with("127.0.0.1:"), "{line}");
    let get = |method: &str, path: &str| {
        let mut stream = TcpStream::connect(address).unwrap();
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    };
    assert!(get("GET", "/").starts_with("HTTP/1.1 200"));
    assert!(
        get("GET", "/part1/02-lost-update.html?notes")
            .contains("Content-Type: text/html; charset=utf-8")
    );
    let missing = get("GET", "/no/such/page.html");
    assert!(
        missing.starts_with("HTTP/1.1 404") && missing.contains("This page does not exist"),
        "{missing}"
    );
    assert!(get("GET", "/../book.toml").starts_with("HTTP/1.1 404"));
    assert!(get("POST", "/").starts_with("HTTP/1.1 405"));
    assert!(get("GET", "/__build").ends_with('0'));
}
