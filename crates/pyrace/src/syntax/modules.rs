//! The modules that programs can import, and what to write instead of others.

/// Modules that the explorer has.
pub(crate) const MODULES: &[&str] = &[
    "threading",
    "queue",
    "collections",
    "collections.abc",
    "concurrent.futures",
    "itertools",
    "time",
    "sys",
    "typing",
    "__future__",
];

/// A module that can be compiled, for listings, and not run.
pub(crate) const COMPILED_ONLY: &str = "functools";

/// What to write instead of importing a module that the explorer does not have.
pub(crate) fn instead_of(module: &str) -> String {
    let package = module.split('.').next().unwrap_or(module);
    let hint = match package {
        "asyncio" | "multiprocessing" | "subprocess" | "signal" | "socket" | "ssl" | "select"
        | "selectors" | "http" | "urllib" | "requests" | "aiohttp" | "sqlite3" | "os"
        | "pathlib" | "io" | "tempfile" | "shutil" | "_thread" | "ctypes" => {
            "the explorer runs the threads of one process and nothing outside of them: write a \
             function that stands for it"
        }
        "random" | "secrets" | "uuid" => {
            "every schedule is tried with the same data: write the values into the program"
        }
        "datetime" | "timeit" | "sched" | "calendar" => {
            "there is no clock here: every moment of a switch is tried, so time does not matter"
        }
        "logging" | "warnings" | "traceback" | "pprint" => "use `print`",
        "functools" => "write it as a function or a class of your own",
        "contextlib" => "write a class with `__enter__` and `__exit__`",
        "dataclasses" | "abc" | "enum" => "write a plain class",
        "types" | "typing_extensions" => "import from `typing`, or leave the type hint out",
        "operator" => "write a `lambda`",
        "copy" => "write `list(items)`, `dict(entries)` or a method of your own",
        _ => return format!("it has {}", MODULES.join(", ")),
    };
    hint.to_owned()
}
