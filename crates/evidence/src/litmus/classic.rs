//! The tests that textbooks know.

use std::path::Path;
use std::sync::atomic::Ordering;

use super::cycle::{Style, Uniform, edges, test};
use super::parse::parse;
use super::program::Litmus;

/// The shapes with names in the literature, as cycles. The names are those that diy gives.
pub const SHAPES: &[(&str, &str)] = &[
    ("MP", "PodWW Rfe PodRR Fre"),
    ("SB", "PodWR Fre PodWR Fre"),
    ("LB", "PodRW Rfe PodRW Rfe"),
    ("R", "PodWW Coe PodWR Fre"),
    ("S", "PodWW Rfe PodRW Coe"),
    ("2+2W", "PodWW Coe PodWW Coe"),
    ("WRC", "PodRW Rfe PodRR Fre Rfe"),
    ("RWC", "PodRR Fre PodWR Fre Rfe"),
    ("WWC", "PodRW Rfe PodRW Coe Rfe"),
    ("WRW+WR", "PodRW Coe PodWR Fre Rfe"),
    ("WRR+2W", "PodRR Fre PodWW Coe Rfe"),
    ("WRW+2W", "PodRW Coe PodWW Coe Rfe"),
    ("IRIW", "PodRR Fre Rfe PodRR Fre Rfe"),
    ("IRRWIW", "PodRR Fre Rfe PodRW Coe Rfe"),
    ("IRWIW", "PodRW Coe Rfe PodRW Coe Rfe"),
    ("ISA2", "PodWW Rfe PodRW Rfe PodRR Fre"),
    ("W+RWC", "PodWW Rfe PodRR Fre PodWR Fre"),
    ("Z6.0", "PodWW Rfe PodRW Coe PodWR Fre"),
    ("Z6.1", "PodWW Coe PodWW Rfe PodRW Coe"),
    ("Z6.2", "PodWW Rfe PodRW Rfe PodRW Coe"),
    ("Z6.3", "PodWW Coe PodWW Rfe PodRR Fre"),
    ("Z6.4", "PodWW Coe PodWR Fre PodWR Fre"),
    ("Z6.5", "PodWW Coe PodWW Coe PodWR Fre"),
    ("3.SB", "PodWR Fre PodWR Fre PodWR Fre"),
    ("3.LB", "PodRW Rfe PodRW Rfe PodRW Rfe"),
    ("3.2W", "PodWW Coe PodWW Coe PodWW Coe"),
];

/// The ways in which each shape is made: all accesses alike.
pub const STYLES: &[(&str, Uniform)] = &[
    (
        "rlx",
        Uniform {
            style: Style::Plain(Ordering::Relaxed),
            fence: None,
        },
    ),
    (
        "rel-acq",
        Uniform {
            style: Style::Plain(Ordering::AcqRel),
            fence: None,
        },
    ),
    (
        "sc",
        Uniform {
            style: Style::Plain(Ordering::SeqCst),
            fence: None,
        },
    ),
    (
        "fence-acq-rel",
        Uniform {
            style: Style::Plain(Ordering::Relaxed),
            fence: Some(Ordering::AcqRel),
        },
    ),
    (
        "fence-sc",
        Uniform {
            style: Style::Plain(Ordering::Relaxed),
            fence: Some(Ordering::SeqCst),
        },
    ),
    (
        "rmw-acq-rel",
        Uniform {
            style: Style::Update(Ordering::AcqRel),
            fence: None,
        },
    ),
    (
        "rmw-rlx",
        Uniform {
            style: Style::Update(Ordering::Relaxed),
            fence: None,
        },
    ),
];

/// Every shape in every style.
///
/// # Panics
/// Never: the shapes above are cycles.
#[must_use]
pub fn shapes() -> Vec<Litmus> {
    let mut tests = Vec::new();
    for (shape, text) in SHAPES {
        let edges = edges(text).expect("the shapes above are cycles");
        for (style, uniform) in STYLES {
            tests.push(test(
                &format!("{shape}+{style}"),
                &edges,
                &mut uniform.clone(),
            ));
        }
    }
    tests
}

/// Reads the `.litmus` files of a folder, in the order of their names.
///
/// # Errors
/// The file that cannot be read, and why; or a file whose test has another name than the file.
pub fn written(folder: &Path) -> Result<Vec<Litmus>, String> {
    let problem = |error: std::io::Error| format!("{}: {error}", folder.display());
    let mut paths = Vec::new();
    for entry in folder.read_dir().map_err(problem)? {
        let path = entry.map_err(problem)?.path();
        if path
            .extension()
            .is_some_and(|extension| extension == "litmus")
        {
            paths.push(path);
        }
    }
    paths.sort();
    let mut tests = Vec::new();
    for path in paths {
        let text = std::fs::read_to_string(&path);
        let text = text.map_err(|error| format!("{}: {error}", path.display()))?;
        let test = parse(&text).map_err(|error| format!("{}: {error}", path.display()))?;
        if path
            .file_stem()
            .is_none_or(|stem| stem.to_string_lossy() != test.name)
        {
            return Err(format!(
                "{}: the test is called {}",
                path.display(),
                test.name
            ));
        }
        tests.push(test);
    }
    Ok(tests)
}
