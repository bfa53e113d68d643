//! Makes the tables of upper and lower case from those of the standard library, which take four times the
//! space in a page.

use std::fmt::Write as _;
use std::path::Path;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let mut tables = String::new();
    mappings(&mut tables, "LOWER", |c| c.to_lowercase().collect());
    mappings(&mut tables, "UPPER", |c| c.to_uppercase().collect());
    ignorable(&mut tables);
    let folder =
        std::env::var("OUT_DIR").expect("Cargo names the folder for what a build script makes");
    std::fs::write(Path::new(&folder).join("case_tables.rs"), tables)
        .expect("the folder can be written to");
}

/// All characters that may have a case: planes 2 and 3 are ideographs, and the rest is for private use.
fn characters() -> impl Iterator<Item = char> {
    ('\0'..='\u{1ffff}').chain('\u{e0000}'..='\u{e0fff}')
}

/// Characters that follow each other and are all mapped to one that is equally far away, and the few that
/// become several.
fn mappings(tables: &mut String, name: &str, mapped: fn(char) -> Vec<char>) {
    let mut runs: Vec<(u32, u32, u32, i32)> = Vec::new();
    let mut many = String::new();
    for c in characters().filter(|c| !c.is_ascii()) {
        match mapped(c)[..] {
            [to] if to == c => {}
            [to] => {
                let (at, delta) = (c as u32, to as i32 - c as i32);
                match runs.last_mut() {
                    // Where upper and lower case take turns, every second character is mapped.
                    Some((first, last, step, same))
                        if *same == delta
                            && at - *last <= 2
                            && (first == last || *step == at - *last) =>
                    {
                        (*last, *step) = (at, at - *last);
                    }
                    _ => runs.push((at, at, 1, delta)),
                }
            }
            ref to => {
                let text: String = to.iter().collect();
                let _ = writeln!(many, "    ({c:?}, {text:?}),");
            }
        }
    }
    let _ = writeln!(tables, "static {name}: &[Run] = &[");
    for (first, last, step, delta) in runs {
        let _ = writeln!(
            tables,
            "    Run {{ first: {first}, last: {last}, step: {step}, delta: {delta} }},"
        );
    }
    let _ = writeln!(
        tables,
        "];\nstatic {name}_MANY: &[(char, &str)] = &[\n{many}];"
    );
}

/// The ranges of characters that do not count where a word ends. The standard library does not tell them,
/// but its small sigma does: it has a form of its own at the end of a word.
fn ignorable(tables: &mut String) {
    let is_final = |text: String| text.to_lowercase().chars().nth(1) == Some('ς');
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    for c in characters() {
        if is_final(format!("aΣ{c}")) && !is_final(format!("aΣ{c}a")) {
            match ranges.last_mut() {
                Some((_, last)) if *last + 1 == c as u32 => *last = c as u32,
                _ => ranges.push((c as u32, c as u32)),
            }
        }
    }
    let _ = writeln!(tables, "static IGNORABLE: &[(u32, u32)] = &{ranges:?};");
}
