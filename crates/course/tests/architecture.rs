//! ARCHITECTURE.md says who may know whom. It is compared with the manifests.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// The part of ARCHITECTURE.md between two marks.
fn part(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ARCHITECTURE.md");
    let text = std::fs::read_to_string(path).expect("ARCHITECTURE.md is readable");
    let start = format!("<!-- {name}: begin -->");
    let (_, after) = text.split_once(&start).expect("the part begins");
    let (part, _) = after
        .split_once(&format!("<!-- {name}: end -->"))
        .expect("the part ends");
    part.to_owned()
}

/// The words in backticks.
fn names(text: &str) -> BTreeSet<String> {
    text.split('`')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}

fn cargo(arguments: &[&str]) -> Vec<u8> {
    let output = Command::new(env!("CARGO"))
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("Cargo starts");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    output.stdout
}

#[test]
fn the_table_of_edges_is_that_of_the_manifests() {
    let documented: BTreeMap<String, BTreeSet<String>> = part("edges")
        .lines()
        .filter(|line| line.starts_with("| `"))
        .map(|line| {
            let mut cells = line.split('|').skip(1).map(names);
            let mut next = || cells.next().expect("two cells");
            let (from, to) = (next(), next());
            (from.into_iter().next().expect("a name"), to)
        })
        .collect();

    let metadata: Value =
        serde_json::from_slice(&cargo(&["metadata", "--no-deps", "--format-version", "1"]))
            .expect("JSON");
    let packages = metadata["packages"].as_array().expect("packages");
    let is_tool = |package: &&Value| {
        let path = package["manifest_path"]
            .as_str()
            .unwrap_or_default()
            .replace('\\', "/");
        path.contains("/crates/")
    };
    let tools: BTreeSet<&str> = packages
        .iter()
        .filter(is_tool)
        .filter_map(|package| package["name"].as_str())
        .collect();
    let mut edges = BTreeMap::new();
    for package in packages.iter().filter(is_tool) {
        // The evidence stands beside the course: it may know every part of it.
        let name = package["name"].as_str().expect("a name");
        if name == "evidence" {
            continue;
        }
        let dependencies = package["dependencies"]
            .as_array()
            .expect("dependencies")
            .iter();
        let to: BTreeSet<String> = dependencies
            .filter(|dependency| dependency["kind"].as_str() != Some("dev"))
            .filter_map(|dependency| dependency["name"].as_str())
            .filter(|name| tools.contains(name))
            .map(str::to_owned)
            .collect();
        edges.insert(name.to_owned(), to);
    }
    assert_eq!(
        edges, documented,
        "manifests (left) and ARCHITECTURE.md (right) differ"
    );
}

#[test]
fn a_learner_compiles_the_documented_list_and_no_more() {
    let tree = cargo(&[
        "tree",
        "--package",
        "ex02",
        "--edges",
        "normal,build,dev",
        "--prefix",
        "none",
        "--format",
        "{p}",
    ]);
    let tree = String::from_utf8(tree).expect("UTF-8");
    let compiled: BTreeSet<String> = tree
        .lines()
        .filter_map(|line| line.split(' ').next())
        .filter(|name| !name.is_empty() && *name != "ex02")
        .map(str::to_owned)
        .collect();
    assert_eq!(
        compiled,
        names(&part("learner")),
        "Cargo (left) and ARCHITECTURE.md (right) differ"
    );
}
