//! `cargo course book`: starts the book's own program.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use crate::Outcome;
use crate::context::Context;
use crate::failure::Failure;
use crate::{terminal, toolchain};
use processes::Group;

/// Builds the book, serves it, and stays until it ends.
///
/// # Errors
///
/// When the book's program does not build or ends with an error, which it has shown.
pub(crate) fn run(port: Option<u16>, open: bool) -> Outcome {
    let context = Context::find()?;
    let mut command = toolchain::cargo();
    command.current_dir(context.layout.root());
    command.args(["run", "--quiet", "--package", "course-book", "--", "serve"]);
    if let Some(port) = port {
        command.arg("--port").arg(port.to_string());
    }
    if open {
        command.arg("--open");
    }
    terminal::remark("building the book; the first time this takes a minute or two …");
    command.stdin(Stdio::null()).stdout(Stdio::piped());
    let mut group =
        Group::start(&mut command).map_err(|error| toolchain::missing("cargo", error))?;
    let mut to_open = open;
    for line in group
        .take_stdout()
        .map(BufReader::new)
        .into_iter()
        .flat_map(BufRead::lines)
    {
        let Ok(line) = line else { break };
        terminal::line(&line)?;
        // The address is announced when it is served, not before.
        if let Some(address) = address_in(&line).filter(|_| to_open) {
            to_open = false;
            open_in_browser(address);
        }
    }
    let status = group
        .wait()
        .map_err(Failure::io("wait for", "course-book".as_ref()))?;
    if status.success() {
        return Ok(());
    }
    let help = "look at the message above; another port is chosen with `--port`".to_owned();
    Err(Failure::Usage {
        problem: format!("the book ended with {status}"),
        help,
    })
}

/// The address that a line announces.
fn address_in(line: &str) -> Option<&str> {
    let start = line.find("http://")?;
    line[start..].split_whitespace().next()
}

/// Opens an address in the browser; when that fails the reader still has the address.
fn open_in_browser(address: &str) {
    let (program, before): (&str, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(windows) {
        ("cmd", &["/C", "start", ""])
    } else {
        ("xdg-open", &[])
    };
    let mut command = Command::new(program);
    command.args(before).arg(address);
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    // The browser outlives this program, so it does not belong to its groups.
    if command.spawn().is_err() {
        terminal::remark(format_args!(
            "no browser could be started: open {address} yourself"
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_is_found_in_the_announcement() {
        let line = "31 pages; the book is at http://127.0.0.1:3000/ (Ctrl-C stops)";
        assert_eq!(address_in(line), Some("http://127.0.0.1:3000/"));
        assert_eq!(address_in("31 pages, no findings"), None);
    }
}
