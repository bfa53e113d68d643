//! The command `course-book`: build, check or serve the book.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Result, bail};
use course_book::coverage;
use course_book::publish::{Options, build};
use course_book::serve::serve;
use lexopt::{Arg, Parser, ValueExt as _};

const HELP: &str = "\
Builds, checks and serves the book of the course.

Usage: course-book <COMMAND> [OPTIONS]

Commands:
  build     Check the book and build it
  check     Check the book and build it into a folder that is removed again
  coverage  List every topic, claim and correction with its place; exit code 1 when one lacks it
  serve     Build the book, serve it on this machine, build again when a file changes

Options:
  --root DIR       The folder of book.toml [default: the closest one from here upwards]
  --dest DIR       Where the book shall stand [default: build-dir of book.toml]
  --site-url PATH  The path under which the book will be published [default: /]
  --port N         The port of `serve`; 0 takes any free one [default: 3000]
  --draft          Accept pages whose numbers are not recorded yet
  -h, --help       Print this help
";

/// What the command line asks for.
#[derive(Debug)]
enum Task {
    Help,
    Build(Options),
    Check(Options),
    Coverage(PathBuf),
    Serve(Options, u16),
}

fn main() -> ExitCode {
    let task = match parse(Parser::from_env()) {
        Ok(task) => task,
        Err(error) => {
            complain(&format!(
                "{error}\nrun `course-book --help` to see what is possible"
            ));
            return ExitCode::from(2);
        }
    };
    match run(task) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(&format!("{error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn complain(message: &str) {
    // There is nobody left to tell when standard error is closed.
    let _ = writeln!(io::stderr().lock(), "{message}");
}

fn run(task: Task) -> Result<()> {
    let mut out = io::stdout().lock();
    match task {
        Task::Help => write!(out, "{HELP}")?,
        Task::Build(options) => {
            let built = build(&options)?;
            writeln!(
                out,
                "{} pages, no findings: {}",
                built.pages,
                built.destination.display()
            )?;
        }
        Task::Check(mut options) => {
            let folder = options.root.join("target").join("book-check");
            options.destination = Some(folder.clone());
            let built = build(&options)?;
            std::fs::remove_dir_all(folder)?;
            writeln!(out, "{} pages, no findings", built.pages)?;
        }
        Task::Coverage(root) => {
            let found = coverage::of(&root)?;
            write!(out, "{}", found.report)?;
            let things = found.missing.len();
            if things > 0 {
                writeln!(out, "\nMissing\n-------")?;
                for finding in &found.missing {
                    writeln!(out, "{finding}")?;
                }
                let plural = if things == 1 { "" } else { "s" };
                bail!("{things} thing{plural} missing");
            }
            writeln!(out, "\nnothing is missing")?;
        }
        Task::Serve(options, port) => serve(&options, port, &mut out)?,
    }
    Ok(())
}

fn parse(mut arguments: Parser) -> Result<Task, lexopt::Error> {
    let mut command = None;
    let mut port = 3000;
    let mut options = Options {
        root: root(),
        destination: None,
        site_url: None,
        draft: false,
    };
    while let Some(argument) = arguments.next()? {
        match argument {
            Arg::Short('h') | Arg::Long("help") => return Ok(Task::Help),
            Arg::Long("root") => options.root = arguments.value()?.into(),
            Arg::Long("dest") => options.destination = Some(arguments.value()?.into()),
            Arg::Long("site-url") => options.site_url = Some(arguments.value()?.string()?),
            Arg::Long("port") => port = arguments.value()?.parse()?,
            Arg::Long("draft") => options.draft = true,
            Arg::Value(word) if command.is_none() => command = Some(word.string()?),
            other => return Err(other.unexpected()),
        }
    }
    match command.as_deref() {
        Some("build") => Ok(Task::Build(options)),
        Some("check") => Ok(Task::Check(options)),
        Some("coverage") => Ok(Task::Coverage(options.root)),
        Some("serve") => Ok(Task::Serve(options, port)),
        Some(other) => Err(format!("`{other}` is not a command").into()),
        None => Err("a command is missing".into()),
    }
}

/// The closest folder with a `book.toml`, from the current one upwards.
fn root() -> PathBuf {
    let here = std::env::current_dir().unwrap_or_default();
    let found = here
        .ancestors()
        .find(|folder| folder.join("book.toml").is_file());
    found.map_or_else(|| here.clone(), PathBuf::from)
}
