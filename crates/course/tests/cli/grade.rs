use std::fs;
use std::os::unix::fs::symlink;

use snapbox::str;

use crate::course::Course;

#[test]
fn a_path_that_leads_nowhere_is_wrong_usage() {
    let course = Course::new();
    course
        .run(&["grade", "7", "--file", "nothing.rs", "--json"])
        .code(2)
        .stdout_eq("")
        .stderr_eq(str![[r#"
error: there is no file nothing.rs
next: name the file with the solution, usually a `lib.rs`

"#]]);
    course
        .run(&["grade", "7", "--file", "exercises"])
        .code(2)
        .stderr_eq(str![[r#"
error: exercises is a folder, not a file
next: name the file with the solution, usually a `lib.rs`

"#]]);
    symlink(course.path("Cargo.toml"), course.path("link.rs")).expect("links work");
    course
        .run(&["grade", "7", "--file", "link.rs"])
        .code(2)
        .stderr_eq(str![[r#"
error: link.rs is a link, and only a plain file is judged
next: copy the file it points to into its place

"#]]);
    course
        .run(&["grade", "7", "--file", "/dev/zero"])
        .code(2)
        .stderr_eq(str![[r#"
error: /dev/zero is not a plain file
next: name the file with the solution, usually a `lib.rs`

"#]]);
}

#[test]
fn a_file_without_a_program_in_it_gets_a_verdict() {
    let course = Course::new();
    course.write("empty.rs", "");
    course
        .run(&["grade", "7", "--file", "empty.rs", "--json"])
        .code(1)
        .stdout_eq(str![[r#"
{"exercise":"ex07","verdict":"refused","model":"scan","executions":0,"exhaustive":false,"kind":null,"matches":[],"counterexample":null}

"#]])
        .stderr_eq(str![[r#"
empty.rs is empty

"#]]);
    course.write("large.rs", vec![b'/'; 10 << 20]);
    course
        .run(&["grade", "7", "--file", "large.rs", "--json"])
        .code(1)
        .stdout_eq(str![[r#"
{"exercise":"ex07","verdict":"refused","model":"scan","executions":0,"exhaustive":false,"kind":null,"matches":[],"counterexample":null}

"#]])
        .stderr_eq(str![[r#"
large.rs has 10485760 bytes, and a solution has at most 262144

"#]]);
    course.write("latin.rs", b"// caf\xe9\n");
    course
        .run(&["grade", "7", "--file", "latin.rs", "--json"])
        .code(1)
        .stdout_eq(str![[r#"
{"exercise":"ex07","verdict":"refused","model":"scan","executions":0,"exhaustive":false,"kind":null,"matches":[],"counterexample":null}

"#]])
        .stderr_eq(str![[r#"
latin.rs is not UTF-8 text: line 1

"#]]);
}

#[test]
fn a_file_with_an_open_bracket_does_not_compile() {
    let course = Course::new();
    course.write("open.rs", "fn visit() {\n");
    course
        .run(&["grade", "7", "--file", "open.rs", "--json"])
        .code(1)
        .stdout_eq(str![[r#"
{"exercise":"ex07","verdict":"compile-error","model":"compiler","executions":0,"exhaustive":false,"kind":null,"matches":[],"counterexample":null}

"#]]);
}

#[test]
fn what_could_reach_out_is_refused_before_the_compiler_sees_it() {
    let course = Course::new();
    let mut passed = Vec::new();
    for hostile in [
        "pub const A: &str = include_str!(\"/etc/passwd\");",
        "pub const A: &[u8] = include_bytes!(\"/etc/passwd\");",
        "include!(\"/etc/passwd\");",
        "pub const A: &str = env!(\"HOME\");",
        "pub const A: Option<&str> = option_env!(\"HOME\");",
        "#[path = \"/etc/passwd\"] mod secrets;",
        "mod secrets;",
        "macro_rules! read { ($name:ident) => { $name!(\"/etc/passwd\") } } pub const A: &str = read!(include_str);",
        "pub const A: &str = std::include_str!(\"/etc/passwd\");",
        "use std::include_str as read; pub const A: &str = read!(\"/etc/passwd\");",
        "pub const A: &str = r#include_str!(\"/etc/passwd\");",
        "extern crate proc_macro;",
        "std::arch::global_asm!(\"nop\");",
        "unsafe extern \"C\" { fn system(command: *const u8) -> i32; }",
        "#[unsafe(no_mangle)] pub fn main() {}",
        "#[unsafe(link_section = \".init_array\")] static A: fn() = a; fn a() {}",
        "#[cfg_attr(all(), unsafe(link_section = \".init_array\"))] static A: fn() = a; fn a() {}",
        "#[unsafe(export_name = \"malloc\")] pub fn a() {}",
        "#![cfg_attr(all(), path = \"/etc/passwd\")]",
        "pub fn a() { std::process::exit(0) }",
        "pub fn a() { let _ = std::fs::read(\"/etc/passwd\"); }",
        "pub fn a() { let _ = std::net::TcpStream::connect(\"127.0.0.1:1\"); }",
        "pub fn a() { let _ = std::env::vars(); }",
    ] {
        course.write("hostile.rs", hostile);
        let grade = course.run(&["grade", "7", "--file", "hostile.rs", "--json"]);
        let text = String::from_utf8_lossy(&grade.get_output().stdout).into_owned();
        let refused = text.contains("\"verdict\":\"refused\",\"model\":\"scan\"");
        if !refused || grade.get_output().status.code() != Some(1) {
            passed.push(hostile);
        }
    }
    assert!(passed.is_empty(), "these were not refused: {passed:#?}");
    assert_eq!(course.builds(), 0);
    assert!(!course.path("target").exists());
}

#[test]
fn known_files_that_end_the_same_way_are_named() {
    let course = Course::new();
    course.write(
        "solutions/ex07/wrong/reads_a_file.rs",
        "//! wrong: reads a file\n//! killed-by: scan\n//! verdict: refused\n",
    );
    course.write("hostile.rs", "include!(\"/etc/passwd\");");
    let grade = course
        .run(&["grade", "7", "--file", "hostile.rs", "--json"])
        .code(1);
    let text = String::from_utf8_lossy(&grade.get_output().stdout).into_owned();
    assert!(text.contains("\"matches\":[\"reads_a_file\"]"), "{text}");
}

#[test]
fn libraries_that_do_not_build_are_no_verdict() {
    let course = Course::new();
    fs::write(course.path("file.rs"), "pub fn a() {}").expect("writable");
    course
        .run(&["grade", "7", "--file", "file.rs", "--json"])
        .code(3)
        .stdout_eq("");
}
