//! Explores a file under the given rules and prints what was found.
//!
//! ```text
//! cargo run --release -p pyrace --example explore -- transfer.py gil_every
//! ```

use std::time::Instant;

use pyrace::{Explorer, Program, Rules};

fn main() {
    let mut args = std::env::args().skip(1);
    let (Some(file), Some(rules)) = (args.next(), args.next()) else {
        eprintln!("usage: explore FILE.py RULES [raw] [nosym]");
        std::process::exit(2);
    };
    let rest: Vec<String> = args.collect();
    let rules: Rules = match rules.parse() {
        Ok(rules) => rules,
        Err(error) => {
            eprintln!("{error}");
            std::process::exit(2);
        }
    };
    let source = std::fs::read_to_string(&file).expect("the file can be read");
    let program = match Program::compile(&source, rules) {
        Ok(program) => program,
        Err(diagnostics) => {
            for diagnostic in diagnostics {
                println!("{}", diagnostic.render(&source));
            }
            std::process::exit(2);
        }
    };
    let start = Instant::now();
    let report = Explorer::new(&program)
        .reduction(!rest.iter().any(|arg| arg == "raw"))
        .symmetry(!rest.iter().any(|arg| arg == "nosym"))
        .run();
    let seconds = start.elapsed().as_secs_f64();
    for diagnostic in &report.diagnostics {
        println!("{}", diagnostic.render(&source));
    }
    if rest.iter().any(|arg| arg == "out") {
        let mut shown: Vec<&[String]> = Vec::new();
        for counted in &report.counted {
            if !shown.contains(&counted.outcome.out.as_slice()) {
                println!("{}", counted.outcome.out.join("\n"));
                shown.push(&counted.outcome.out);
            }
            for uncaught in &counted.outcome.exceptions {
                println!(
                    "!! {} {} line {}",
                    uncaught.class, uncaught.message, uncaught.line
                );
            }
        }
        for diagnostic in &report.diagnostics {
            println!("{}", diagnostic.render(&source));
        }
        return;
    }
    println!("{}", report.headline());
    if rest.iter().any(|arg| arg == "json") {
        println!("{}", report.to_json());
    }
    if rest.iter().any(|arg| arg == "table")
        && let Some(counterexample) = report.counterexample(&program, 0)
    {
        let style = interleaving::render::Style::plain();
        println!("{}", interleaving::render::render(&counterexample, &style));
    }
    println!(
        "{}: complete {}, {} states, bytecode {:?}, visible {:?}, {seconds:.3} s",
        report.rules,
        report.complete,
        report.states,
        report.schedules.bytecode.as_ref().map(ToString::to_string),
        report.schedules.visible.as_ref().map(ToString::to_string),
    );
    for counted in &report.counted {
        let outcome = &counted.outcome;
        if rest.iter().any(|arg| arg == "lines") || std::env::var_os("OUT_LINES").is_some() {
            let end = match outcome.status {
                pyrace::Status::Deadlock | pyrace::Status::Stuck => "DEADLOCK".to_owned(),
                _ => outcome.out.join(" | "),
            };
            let classes: Vec<&str> = outcome
                .exceptions
                .iter()
                .map(|e| e.class.as_str())
                .collect();
            println!("OUT\t{end}\t{}", classes.join(","));
        }
        println!(
            "  {} {} {:?} {:?} {:?} {:?}",
            outcome.status.name(),
            counted
                .count
                .as_ref()
                .map_or_else(|| "?".to_owned(), ToString::to_string),
            outcome.vars,
            outcome.out,
            outcome.exceptions,
            counted
                .witness
                .as_ref()
                .map(|witness| (witness.preemptions, witness.decisions.len())),
        );
    }
}
