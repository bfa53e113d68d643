//! Which paths of the standard library a solution may use.
//!
//! The list says what is *allowed*: the part of `std` that computes, formats and stores. All the
//! rest is refused, because the checker could not see it (threads, locks, clocks, files) or
//! because nobody has looked at it yet. A longer path beats a shorter one.

use crate::Rules;

/// Why something is refused, which decides the words of the message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Why {
    /// `lab` has a type of the same name that the checker can see.
    Invisible,
    /// `lab::thread_local!` exists.
    ThreadLocal,
    /// The clock: no two executions see the same time.
    Clock,
    /// Files, processes, the network, the environment.
    Outside,
    /// The heap by hand.
    Heap,
    /// Machine code.
    Machine,
    /// The panic hook belongs to the checker.
    Hook,
    /// Cells of std in an exercise about shared cells.
    Cells,
    /// Not on the list of what is known to be harmless.
    Unknown,
    /// A glob import that would hide where a name comes from.
    Glob,
    /// A path that a macro puts together.
    Assembled,
    /// Imports that rename each other without an end.
    Tangled,
    /// Another crate.
    Crate,
    /// `static mut`.
    StaticMut,
    /// `unsafe` where the exercise does not need it.
    Unsafe,
    /// A block of foreign functions.
    Foreign,
    /// A module in another file, or code pulled in from one.
    OtherFile,
    /// A value of the build environment.
    BuildEnvironment,
    /// A question by which the code could tell how it was compiled, or who calls it.
    Judged,
    /// An attribute that changes how the program is linked or what `std` is.
    Attribute,
    /// Private parts of `lab`.
    Private,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Rule {
    Allow,
    Refuse(Why),
}

/// What a path means for the scan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Judgement {
    /// Harmless.
    Allowed,
    /// A module of which one part is allowed and another is not: what counts is how it goes on.
    Mixed,
    /// Not allowed.
    Refused(Why),
}

/// Judges a path below `std`, `core` or `alloc`, given without that first segment.
pub(crate) fn judge(path: &[String], rules: Rules) -> Judgement {
    let rule = rule(path, rules);
    let mixed = ENTRIES.iter().any(|(entry, below)| {
        entry.len() > path.len() && starts_with(entry, path) && *below != rule
    });
    match rule {
        _ if mixed => Judgement::Mixed,
        Rule::Allow => Judgement::Allowed,
        Rule::Refuse(why) => Judgement::Refused(why),
    }
}

/// Judges `use std::…::*`, given the path without `std` and without the star.
///
/// A glob is refused when it would bring in one refused name, since the names it brings in are
/// not in the text any more.
pub(crate) fn judge_glob(path: &[String], rules: Rules) -> Judgement {
    if let Rule::Refuse(why) = rule(path, rules) {
        return Judgement::Refused(if path.is_empty() { Why::Glob } else { why });
    }
    let brings_refused = ENTRIES.iter().any(|(entry, below)| {
        entry.len() == path.len() + 1
            && starts_with(entry, path)
            && matches!(below, Rule::Refuse(_))
    });
    if brings_refused {
        Judgement::Refused(Why::Glob)
    } else {
        Judgement::Allowed
    }
}

fn rule(path: &[String], rules: Rules) -> Rule {
    if rules.std_cells_refused() && path.first().is_some_and(|name| name == "cell") {
        return Rule::Refuse(Why::Cells);
    }
    let longest = ENTRIES
        .iter()
        .filter(|(entry, _)| {
            entry.len() <= path.len() && entry.iter().zip(path).all(|(want, have)| want == have)
        })
        .max_by_key(|(entry, _)| entry.len());
    longest.map_or(Rule::Refuse(Why::Unknown), |(_, rule)| *rule)
}

fn starts_with(entry: &[&str], path: &[String]) -> bool {
    entry.iter().zip(path).all(|(want, have)| want == have)
}

const ALLOW: Rule = Rule::Allow;
const INVISIBLE: Rule = Rule::Refuse(Why::Invisible);
const OUTSIDE: Rule = Rule::Refuse(Why::Outside);
const JUDGED: Rule = Rule::Refuse(Why::Judged);

/// The list. Types are allowed or refused by their own path; everything below a path shares its
/// fate unless a longer entry says otherwise.
const ENTRIES: &[(&[&str], Rule)] = &[
    (&[], Rule::Refuse(Why::Unknown)),
    // Modules that compute and store.
    (&["any"], ALLOW),
    (&["any", "type_name"], JUDGED),
    (&["any", "type_name_of_val"], JUDGED),
    (&["array"], ALLOW),
    (&["ascii"], ALLOW),
    (&["borrow"], ALLOW),
    (&["boxed"], ALLOW),
    (&["cell"], ALLOW),
    (&["char"], ALLOW),
    (&["clone"], ALLOW),
    (&["cmp"], ALLOW),
    (&["collections"], ALLOW),
    (&["convert"], ALLOW),
    (&["default"], ALLOW),
    (&["error"], ALLOW),
    (&["fmt"], ALLOW),
    (&["future"], ALLOW),
    (&["hash"], ALLOW),
    (&["iter"], ALLOW),
    (&["marker"], ALLOW),
    (&["mem"], ALLOW),
    (&["num"], ALLOW),
    (&["ops"], ALLOW),
    (&["option"], ALLOW),
    (&["panic"], ALLOW),
    (&["path"], ALLOW),
    (&["pin"], ALLOW),
    (&["prelude"], ALLOW),
    (&["primitive"], ALLOW),
    (&["ptr"], ALLOW),
    (&["range"], ALLOW),
    (&["rc"], ALLOW),
    (&["result"], ALLOW),
    (&["slice"], ALLOW),
    (&["str"], ALLOW),
    (&["string"], ALLOW),
    (&["task"], ALLOW),
    (&["vec"], ALLOW),
    // The modules of the number types.
    (&["u8"], ALLOW),
    (&["u16"], ALLOW),
    (&["u32"], ALLOW),
    (&["u64"], ALLOW),
    (&["u128"], ALLOW),
    (&["usize"], ALLOW),
    (&["i8"], ALLOW),
    (&["i16"], ALLOW),
    (&["i32"], ALLOW),
    (&["i64"], ALLOW),
    (&["i128"], ALLOW),
    (&["isize"], ALLOW),
    (&["f32"], ALLOW),
    (&["f64"], ALLOW),
    // Macros with a path.
    (&["assert"], ALLOW),
    (&["assert_eq"], ALLOW),
    (&["assert_ne"], ALLOW),
    (&["cfg"], ALLOW),
    (&["column"], ALLOW),
    (&["compile_error"], ALLOW),
    (&["concat"], ALLOW),
    (&["dbg"], ALLOW),
    (&["debug_assert"], ALLOW),
    (&["debug_assert_eq"], ALLOW),
    (&["debug_assert_ne"], ALLOW),
    (&["eprint"], ALLOW),
    (&["eprintln"], ALLOW),
    (&["file"], ALLOW),
    (&["format"], ALLOW),
    (&["format_args"], ALLOW),
    (&["line"], ALLOW),
    (&["matches"], ALLOW),
    (&["module_path"], ALLOW),
    (&["print"], ALLOW),
    (&["println"], ALLOW),
    (&["stringify"], ALLOW),
    (&["todo"], ALLOW),
    (&["unimplemented"], ALLOW),
    (&["unreachable"], ALLOW),
    (&["write"], ALLOW),
    (&["writeln"], ALLOW),
    (&["include"], Rule::Refuse(Why::OtherFile)),
    (&["include_bytes"], Rule::Refuse(Why::OtherFile)),
    (&["include_str"], Rule::Refuse(Why::OtherFile)),
    (&["option_env"], Rule::Refuse(Why::BuildEnvironment)),
    (&["thread_local"], Rule::Refuse(Why::ThreadLocal)),
    // Threads and locks: only the words for results and orderings are plain data.
    (&["hint"], ALLOW),
    (&["hint", "spin_loop"], INVISIBLE),
    (&["sync"], INVISIBLE),
    (&["sync", "LockResult"], ALLOW),
    (&["sync", "PoisonError"], ALLOW),
    (&["sync", "TryLockError"], ALLOW),
    (&["sync", "TryLockResult"], ALLOW),
    (&["sync", "atomic"], INVISIBLE),
    (&["sync", "atomic", "Ordering"], ALLOW),
    (&["thread"], INVISIBLE),
    // Time has lengths, but no clock.
    (&["time"], Rule::Refuse(Why::Clock)),
    (&["time", "Duration"], ALLOW),
    (&["time", "TryFromFloatSecsError"], ALLOW),
    // The world outside.
    (&["env"], OUTSIDE),
    (&["fs"], OUTSIDE),
    (&["net"], OUTSIDE),
    (&["os"], OUTSIDE),
    (&["process"], OUTSIDE),
    // What std's own `Arc` does when its count is about to overflow. A model that gets there has
    // crashed, which is a verdict.
    (&["process", "abort"], ALLOW),
    (&["io"], OUTSIDE),
    (&["io", "BufRead"], ALLOW),
    (&["io", "Cursor"], ALLOW),
    (&["io", "Error"], ALLOW),
    (&["io", "ErrorKind"], ALLOW),
    (&["io", "Read"], ALLOW),
    (&["io", "Result"], ALLOW),
    (&["io", "Stderr"], ALLOW),
    (&["io", "Stdout"], ALLOW),
    (&["io", "Write"], ALLOW),
    (&["io", "prelude"], ALLOW),
    (&["io", "stderr"], ALLOW),
    (&["io", "stdout"], ALLOW),
    // The machine.
    (&["alloc"], Rule::Refuse(Why::Heap)),
    (&["arch"], Rule::Refuse(Why::Machine)),
    (&["panic", "Location"], JUDGED),
    (&["panic", "set_hook"], Rule::Refuse(Why::Hook)),
    (&["panic", "take_hook"], Rule::Refuse(Why::Hook)),
    (&["panic", "update_hook"], Rule::Refuse(Why::Hook)),
];

impl Why {
    /// Why the checker refuses it, as one sentence.
    pub(crate) fn reason(self) -> &'static str {
        match self {
            Why::Invisible => {
                "the checker sees a step only when a type of `lab` takes it, so this code would be judged without its threads and locks"
            }
            Why::ThreadLocal => {
                "the checker reuses its threads, so a thread-local of std would keep its value from one execution to the next"
            }
            Why::Clock => {
                "a schedule has no clock, and a verdict must not depend on the time of day"
            }
            Why::Outside => {
                "your code runs once for every interleaving, so it must not touch files, processes, the network or the environment"
            }
            Why::Heap => "the checker cannot see memory that std's allocator functions hand out",
            Why::Machine => "the checker cannot see machine instructions",
            Why::Hook => "the checker uses the panic hook itself",
            Why::Cells => {
                "this exercise is about sharing a cell between threads, and the checker cannot see the cells of std"
            }
            Why::Unknown => "it is not on the list of what the checker knows to be harmless",
            Why::Glob => {
                "a glob hides which of these names you use, and some of them are invisible to the checker"
            }
            Why::Assembled => "the checker cannot see which path a macro puts together",
            Why::Tangled => "the imports of this file are too long to follow",
            Why::Crate => "only `lab` and `std` are there in an exercise",
            Why::StaticMut => {
                "a `static mut` is shared memory without a lock, and the checker cannot see it"
            }
            Why::Unsafe => "this exercise has a solution in safe Rust",
            Why::Foreign => "the checker cannot see what foreign functions do",
            Why::OtherFile => "the checker reads this file only, so all of your code must be in it",
            Why::BuildEnvironment => "a verdict must not depend on the machine it was compiled on",
            Why::Judged => {
                "the code that is judged must be the code that runs elsewhere, so it must not ask how it was compiled or who calls it"
            }
            Why::Attribute => {
                "it changes how the program is put together, and the checker cannot follow that"
            }
            Why::Private => "names with two leading underscores belong to the checker",
        }
    }

    /// What to write instead of the refused `what`.
    pub(crate) fn instead(self, what: &str) -> String {
        match self {
            Why::Invisible => format!("`lab{}`", what.strip_prefix("std").unwrap_or(what)),
            Why::ThreadLocal => "`lab::thread_local!`".to_owned(),
            Why::Clock => {
                "only `std::time::Duration`; to wait for something, use a condition variable or a channel of `lab`".to_owned()
            }
            Why::Outside => "take what you need as an argument; for a debugging line, use `eprintln!`".to_owned(),
            Why::Heap => "`lab::alloc`, or `Box`".to_owned(),
            Why::Machine => "the atomics of `lab::sync::atomic`".to_owned(),
            Why::Hook => "nothing: panics are reported in any case".to_owned(),
            Why::Cells => "`lab::cell::UnsafeCell`, or a lock or atomic of `lab::sync`".to_owned(),
            Why::Unknown => "something from `lab`, or a part of std that computes and stores".to_owned(),
            Why::Glob => "the names you need, one by one".to_owned(),
            Why::Assembled => "the whole path, in one piece".to_owned(),
            Why::Tangled => "each import with its whole path".to_owned(),
            Why::Crate => "your own code, or what `lab` and `std` offer".to_owned(),
            Why::StaticMut => "a field, or a `static` of a type from `lab::sync`".to_owned(),
            Why::Unsafe => "the same thing without `unsafe`; a hint may help".to_owned(),
            Why::Foreign => "plain Rust".to_owned(),
            Why::OtherFile => "the code itself, in a `mod name { … }` if you like".to_owned(),
            Why::BuildEnvironment => "the value itself".to_owned(),
            Why::Judged => "code that does the same everywhere; for a check of your own, `debug_assert!`".to_owned(),
            Why::Attribute => "the code without this attribute".to_owned(),
            Why::Private => "the public names of `lab`".to_owned(),
        }
    }
}
