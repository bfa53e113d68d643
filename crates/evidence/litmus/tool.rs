//! The litmus tests, for the recorder and for whoever wants to look at one.
//!
//! * `litmus print FOLDER` writes every test as a `.litmus` file, and their names into `all`.
//! * `litmus collect FOLDER` makes the record from what the recorder left there.
//! * `litmus show NAME` tells what the engine and the record say about one test.
//! * `litmus run FILE` tells what the engine says about a `.litmus` file.
#![expect(clippy::print_stdout, reason = "a command line tool")]

use std::error::Error;
use std::path::Path;

use checker::{Check, Reduction};
use evidence::litmus::compare::{compare, explore};
use evidence::litmus::parse::parse;
use evidence::litmus::program::Litmus;
use evidence::litmus::record::{Oracle, Record, from_herd, show, write};
use evidence::litmus::suite;

type Done = Result<(), Box<dyn Error>>;

fn main() -> Done {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args[..] {
        ["print", to] => print(Path::new(to)),
        ["collect", from] => collect(Path::new(from)),
        ["show", name] => look(name),
        ["run", file] => run(&parse(&std::fs::read_to_string(file)?)?),
        _ => Err("usage: litmus print FOLDER | collect FOLDER | show NAME | run FILE".into()),
    }
}

fn print(folder: &Path) -> Done {
    let mut names = String::new();
    for test in suite::all()? {
        let file = format!("{}.litmus", test.name);
        std::fs::write(folder.join(&file), test.to_string())?;
        names.push_str(&file);
        names.push('\n');
    }
    Ok(std::fs::write(folder.join("all"), names)?)
}

fn collect(folder: &Path) -> Done {
    let text = |name: &str| std::fs::read_to_string(folder.join(name));
    let model = text("rc11.cat")?;
    let changed = model.lines().find(|line| line.starts_with("let rs ="));
    let oracle = Oracle {
        herd7: text("version")?.trim().to_owned(),
        model: model.lines().next().unwrap_or_default().to_owned(),
        changed: changed.ok_or("rc11.cat defines no `rs`")?.to_owned(),
    };
    let tests = from_herd(&text("herd7.log")?, &suite::all()?)?;
    print!("{}", write(&Record { oracle, tests })?);
    Ok(())
}

fn look(name: &str) -> Done {
    let tests = suite::all()?;
    let test = tests
        .iter()
        .find(|test| test.name == name)
        .ok_or("no test has this name")?;
    let record = suite::recorded()?;
    let recorded = record.tests.get(name).ok_or("the test is not recorded")?;
    print!("{}", compare(Reduction::States, test, recorded));
    run(test)
}

fn run(test: &Litmus) -> Done {
    let found = explore(&Check::default(), test);
    for outcome in &found.outcomes {
        println!("{}", show(test, outcome));
    }
    for trouble in &found.troubles {
        println!("trouble: {trouble}");
    }
    println!(
        "{} outcomes, {} executions",
        found.outcomes.len(),
        found.executions
    );
    Ok(())
}
