//! The lines that `cargo … --message-format=json` prints.
//!
//! Their form is described at <https://doc.rust-lang.org/cargo/reference/external-tools.html>.

use std::path::PathBuf;

use serde::Deserialize;

/// A target of a package, such as a library or a test.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Target {
    /// Its name.
    pub(crate) name: String,
}

/// How something was compiled.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Profile {
    pub(crate) opt_level: String,
    #[serde(default)]
    pub(crate) debuginfo: serde_json::Value,
    pub(crate) debug_assertions: bool,
    pub(crate) overflow_checks: bool,
}

/// Something that was made, or was there already.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Artifact {
    package_id: String,
    pub(crate) target: Target,
    pub(crate) profile: Profile,
    pub(crate) filenames: Vec<PathBuf>,
    pub(crate) executable: Option<PathBuf>,
}

impl Artifact {
    /// The name of the package.
    pub(crate) fn package(&self) -> &str {
        package_name(&self.package_id)
    }
}

/// The name inside a package id: `path+file:///course/exercises/ex02#0.0.0`, or with the name
/// where it is not the last part of the path: `path+file:///course/solutions/ex02#ex02-corpus@0.0.0`.
fn package_name(id: &str) -> &str {
    let (url, fragment) = id.rsplit_once('#').unwrap_or((id, ""));
    match fragment.split_once('@') {
        Some((name, _)) => name,
        None => url.rsplit('/').next().unwrap_or(url),
    }
}

/// How bad a message of the compiler is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Level {
    /// Nothing was made.
    Error,
    /// Something looks wrong.
    Warning,
    /// A remark.
    Other,
}

/// A message of the compiler.
#[derive(Clone, Debug)]
pub(crate) struct Diagnostic {
    /// The name of the package.
    pub(crate) package: String,
    /// The name of the target.
    pub(crate) target: String,
    /// How bad it is.
    pub(crate) level: Level,
    /// The compiler's own text, ready to be shown.
    pub(crate) rendered: String,
}

#[derive(Deserialize)]
#[serde(tag = "reason")]
enum Message {
    #[serde(rename = "compiler-artifact")]
    Artifact(Artifact),
    #[serde(rename = "compiler-message")]
    Compiler {
        package_id: String,
        target: Target,
        message: CompilerMessage,
    },
    #[serde(other)]
    Other,
}

#[derive(Deserialize)]
struct CompilerMessage {
    level: String,
    rendered: Option<String>,
}

/// Reads the messages; lines that are none of Cargo's are skipped.
pub(crate) fn read(stdout: &[u8]) -> (Vec<Artifact>, Vec<Diagnostic>) {
    let (mut artifacts, mut diagnostics) = (Vec::new(), Vec::new());
    for line in stdout.split(|byte| *byte == b'\n') {
        match serde_json::from_slice(line) {
            Ok(Message::Artifact(artifact)) => artifacts.push(artifact),
            Ok(Message::Compiler {
                package_id,
                target,
                message,
            }) => {
                let level = match message.level.as_str() {
                    "warning" => Level::Warning,
                    level if level.starts_with("error") => Level::Error,
                    _ => Level::Other,
                };
                diagnostics.push(Diagnostic {
                    package: package_name(&package_id).to_owned(),
                    target: target.name,
                    level,
                    rendered: message.rendered.unwrap_or_default(),
                });
            }
            Ok(Message::Other) | Err(_) => {}
        }
    }
    (artifacts, diagnostics)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_is_found_in_both_forms_of_a_package_id() {
        assert_eq!(
            package_name("path+file:///course/exercises/ex02#0.0.0"),
            "ex02"
        );
        assert_eq!(
            package_name("path+file:///course/solutions/ex02#ex02-corpus@0.0.0"),
            "ex02-corpus"
        );
        assert_eq!(
            package_name("registry+https://index.example#serde@1.0.229"),
            "serde"
        );
    }

    #[test]
    fn messages_are_read_and_other_lines_skipped() {
        let text = r#"{"reason":"compiler-message","package_id":"path+file:///c/exercises/ex02#0.0.0","manifest_path":"/c/exercises/ex02/Cargo.toml","target":{"kind":["lib"],"crate_types":["lib"],"name":"ex02","src_path":"/c/exercises/ex02/src/lib.rs","edition":"2024"},"message":{"rendered":"error: oh\n","level":"error","code":null,"children":[],"spans":[],"message":"oh"}}
something a build script said
{"reason":"compiler-artifact","package_id":"path+file:///c/exercises/ex02#0.0.0","manifest_path":"/c/exercises/ex02/Cargo.toml","target":{"kind":["test"],"crate_types":["bin"],"name":"check","src_path":"/c/exercises/ex02/tests/check.rs","edition":"2024"},"profile":{"opt_level":"0","debuginfo":1,"debug_assertions":true,"overflow_checks":true,"test":true},"features":[],"filenames":["/c/target/debug/deps/check-1"],"executable":"/c/target/debug/deps/check-1","fresh":false}
{"reason":"build-finished","success":false}
"#;
        let (artifacts, diagnostics) = read(text.as_bytes());
        assert_eq!(artifacts.len(), 1);
        assert_eq!(artifacts[0].package(), "ex02");
        assert_eq!(diagnostics.len(), 1);
        assert_eq!(diagnostics[0].level, Level::Error);
        assert_eq!(diagnostics[0].rendered, "error: oh\n");
    }
}
