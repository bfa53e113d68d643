//! The explorer as its users meet it. What it finds is tested in `pyrace`.

mod cli;
mod html;
mod json;
mod play;
mod python;

use snapbox::cmd::{Command, OutputAssert, cargo_bin};

/// Two threads, one increment each.
const COUNTER: &str = "\
import threading
n = 0
def work():
    global n
    n += 1
threads = [threading.Thread(target=work) for _ in range(2)]
for t in threads: t.start()
for t in threads: t.join()
";

/// Two threads that take two locks in opposite order.
const LOCKS: &str = "\
import threading
a = threading.Lock()
b = threading.Lock()
def there():
    with a:
        with b:
            pass
def back():
    with b:
        with a:
            pass
t1 = threading.Thread(target=there)
t2 = threading.Thread(target=back)
t1.start(); t2.start()
t1.join(); t2.join()
";

/// The explorer, without what the terminal of whoever runs the tests says about itself.
fn command() -> Command {
    Command::new(cargo_bin!("explore"))
        .env_remove("COLUMNS")
        .env_remove("NO_COLOR")
        .env_remove("CLICOLOR_FORCE")
}

/// Explores a program from the standard input.
fn explore(program: impl AsRef<[u8]>, arguments: &[&str]) -> OutputAssert {
    let input = program.as_ref().to_vec();
    command().arg("-").args(arguments).stdin(input).assert()
}

fn stdout(output: &OutputAssert) -> String {
    String::from_utf8(output.get_output().stdout.clone()).expect("UTF-8")
}

fn stderr(output: &OutputAssert) -> String {
    String::from_utf8(output.get_output().stderr.clone()).expect("UTF-8")
}
