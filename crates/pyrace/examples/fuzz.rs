//! Feeds the explorer with texts that nobody would write, and counts panics.
//!
//! `cargo run --release -p pyrace --example fuzz -- INPUTS [SEED] [--record]`
//!
//! Of ten inputs nine go to the compiler alone (bytes, token soup, mutated programs), one is a
//! mutated program that is explored with small limits. The same seed gives the same inputs. `--record`
//! writes the result into `README.md`.

#![expect(clippy::print_stdout, reason = "a command tells its result")]

#[path = "shared/recorded.rs"]
mod recorded;

use std::fmt::Write as _;
use std::panic::catch_unwind;
use std::path::PathBuf;
use std::time::Instant;

use pyrace::{Explorer, Limits, Program, Rules};

/// A small generator of numbers (xorshift64*; Vigna, "An experimental exploration of Marsaglia's
/// xorshift generators, scrambled", 2016).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() >> 33) as usize % end.max(1)
    }

    fn pick<'a>(&mut self, from: &'a [String]) -> &'a str {
        &from[self.below(from.len())]
    }
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The programs that are mutated.
fn programs() -> std::io::Result<Vec<String>> {
    let mut programs = Vec::new();
    for folder in ["corpus", "tests/programs", "tests/dis", "tests/semantics"] {
        let mut paths: Vec<PathBuf> = std::fs::read_dir(root().join(folder))?
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(|path| path.extension().is_some_and(|end| end == "py"))
            .collect();
        paths.sort();
        for path in paths {
            programs.push(std::fs::read_to_string(path)?);
        }
    }
    Ok(programs)
}

/// The words of a program: names, numbers, runs of blanks, single signs.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut kind = 0;
    for c in text.chars() {
        let next = match c {
            c if c.is_alphanumeric() || c == '_' => 1,
            ' ' => 2,
            _ => 0,
        };
        match words.last_mut() {
            Some(word) if next == kind && next > 0 => word.push(c),
            _ => words.push(c.to_string()),
        }
        kind = next;
    }
    words
}

fn bytes(numbers: &mut Numbers) -> String {
    let length = numbers.below(60);
    let bytes: Vec<u8> = (0..length).map(|_| numbers.next() as u8).collect();
    String::from_utf8_lossy(&bytes).into_owned()
}

fn soup(numbers: &mut Numbers, vocabulary: &[String]) -> String {
    (0..numbers.below(40))
        .map(|_| numbers.pick(vocabulary))
        .collect()
}

/// A program with some words or lines changed.
fn mutated(numbers: &mut Numbers, programs: &[Vec<String>], vocabulary: &[String]) -> String {
    let mut words = programs[numbers.below(programs.len())].clone();
    for _ in 0..=numbers.below(4) {
        let at = numbers.below(words.len());
        match numbers.below(5) {
            0 => {
                words.remove(at);
            }
            1 => words.insert(at, numbers.pick(vocabulary).to_owned()),
            2 => words[at] = numbers.pick(vocabulary).to_owned(),
            3 => {
                let other = numbers.below(words.len());
                words.swap(at, other);
            }
            _ => {
                // A piece of another program.
                let other = &programs[numbers.below(programs.len())];
                let from = numbers.below(other.len());
                let to = (from + numbers.below(30)).min(other.len());
                words.splice(at..at, other[from..to].iter().cloned());
            }
        }
        if words.is_empty() {
            break;
        }
    }
    words.concat()
}

/// Explores with limits that keep every input short.
fn explore(source: &str, rules: Rules) {
    if let Ok(program) = Program::compile(source, rules) {
        let limits = Limits {
            states: 60,
            bytecode_states: 0,
            steps: 6_000,
        };
        let report = Explorer::new(&program).limits(limits).run();
        let _ = report.to_json();
    }
}

fn main() -> std::io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut plain = arguments.iter().filter_map(|word| word.parse::<u64>().ok());
    let inputs = plain.next().unwrap_or(100_000);
    let seed = plain.next().unwrap_or(1);
    let sources = programs()?;
    let programs: Vec<Vec<String>> = sources.iter().map(|source| words(source)).collect();
    let mut vocabulary: Vec<String> = programs.iter().flatten().cloned().collect();
    vocabulary.sort();
    vocabulary.dedup();
    vocabulary
        .extend(["\n    ", "\n", "f'{", "'''", "10**10**10", "\\\n", "\u{0}"].map(str::to_owned));
    let mut numbers = Numbers(seed.wrapping_mul(2).wrapping_add(1));
    std::panic::set_hook(Box::new(|_| {}));
    let started = Instant::now();
    let (mut explored, mut crashes) = (0_u64, Vec::new());
    for number in 0..inputs {
        let (source, run) = match number % 10 {
            0..=2 => (bytes(&mut numbers), false),
            3..=6 => (soup(&mut numbers, &vocabulary), false),
            7 | 8 => (mutated(&mut numbers, &programs, &vocabulary), false),
            _ => (mutated(&mut numbers, &programs, &vocabulary), true),
        };
        let rules = Rules::ALL[numbers.below(Rules::ALL.len())];
        explored += u64::from(run);
        let result = catch_unwind(|| {
            if run {
                explore(&source, rules);
            } else {
                let _ = Program::compile(&source, rules);
            }
        });
        if result.is_err() {
            println!("--- crash under {rules}:\n{source}");
            crashes.push(number);
        }
    }
    let mut line = String::new();
    let _ = write!(
        line,
        "{inputs} inputs with seed {seed}, {explored} of them explored: {} crashes",
        crashes.len()
    );
    println!("{line} ({} s)", started.elapsed().as_secs());
    if arguments.iter().any(|word| word == "--record") {
        recorded::record(&line, " inputs with seed ")?;
    }
    Ok(())
}
