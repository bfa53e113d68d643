//! A small course with one chapter, in a temporary folder.

use std::fs;
use std::path::PathBuf;

use course_book::finding::Findings;
use course_book::publish::{Built, Options, build};
use tempfile::TempDir;

const CHAPTER: &str = r##"---
title: "The lost update"
exercise: ex02
minutes: { concept: 8, exercise: 15, debrief: 10 }
topics: ["S0.3"]
misconceptions: ["M1"]
objectives:
  - see the lost update
---

# The lost update

See [the glossary](../glossary.md#lost-update) and [below](#fix-it).
<!-- source: a recorded run -->
The starter:

```rust,ignore
{{#include ../../../solutions/ex02/starter.rs:hit}}
```

{{#counterexample ex02}}

![Two arrows that cross](arrows.svg)

## Fix it

{{#exercise ex02}}

{{#quiz 02}}

{{#transcript lost-update}}

<details class="speaker"><summary>Speaker notes</summary>

- A list in a fold.

</details>
"##;

const FILES: &[(&str, &str)] = &[
    (
        "book.toml",
        "[book]\ntitle = \"A small course\"\nsrc = \"book/src\"\n[build]\nbuild-dir = \"target/book\"\n[output.html]\ndefault-theme = \"light\"\n[output.html.print]\nenable = false\n",
    ),
    (
        "book/src/SUMMARY.md",
        "# Summary\n\n[Introduction](introduction.md)\n\n- [The lost update](part1/02-lost-update.md)\n\n[Glossary](glossary.md)\n",
    ),
    (
        "book/src/introduction.md",
        "---\ndescription: What it is \"about\".\n---\n# Introduction\n\nWrite `\\{{#quiz 02}}` for a quiz.\n",
    ),
    (
        "book/src/glossary.md",
        "# Glossary\n\n## Lost update\n\nAn update that is gone.\n",
    ),
    ("book/src/404.md", "# This page does not exist\n"),
    ("book/src/part1/02-lost-update.md", CHAPTER),
    (
        "book/src/part1/arrows.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
    ),
    (
        "book/quizzes/02.toml",
        "[[question]]\nid = \"how-many\"\nprompt = \"How many?\"\n[[question.option]]\ntext = \"One or two.\"\nright = true\nexplain = \"Some orders lose one.\"\n[[question.option]]\ntext = \"Two.\"\nexplain = \"Not in every order.\"\n",
    ),
    (
        "book/transcripts/lost-update.json",
        r#"{"v":1,"command":"python hits.py","program":"book/python/hits.py","recordings":[{"version":"3.14.7","build":"free-threaded","gil":false,"cores":2,"runs":12,"outcomes":[{"text":"too small","count":11}],"output":"a\n\nb < c\n"}]}"#,
    ),
    (
        "solutions/ex02/starter.rs",
        "pub struct Hits;\n\n// ANCHOR: hit\npub fn hit() {\n\n}\n// ANCHOR_END: hit\n",
    ),
    (
        "exercises/ex02/exercise.toml",
        "format = 1\nid = \"ex02\"\ntitle = \"The visit counter\"\npart = 1\nchapter = \"part1/02-lost-update.md\"\nminutes = { concept = 8, exercise = 15, debrief = 10 }\ntopics = [\"S0.3\"]\nmisconceptions = [\"M1\"]\nloom = \"yes\"\nstarter = { model = \"same_page\", verdict = \"violated\", kind = \"lost-update\" }\nhints = [\"a\", \"b\", \"c\"]\n",
    ),
    (
        "exercises/stats.json",
        r#"{"v":1,"exercises":{"ex02":{"models":[{"model":"same_page","promise":"two hits on one page are both counted","coverage":"every","fewest":3,"most":1400}],"starter":[{"model":"same_page","verdict":"violated","kind":"lost-update","executions":3}],"right":{},"wrong":{}}}}"#,
    ),
    (
        "exercises/ex02/counterexample.json",
        r#"{"v":1,"headline":"counted 1 of 2","threads":[{"name":"main"},{"name":"A"}],"objects":[{"name":"hits","kind":"racy"}],"events":[{"thread":0,"action":{"do":"load","value":"0"},"object":0,"source":{"file":"src/lib.rs","line":4,"text":"let seen = self.hits < 1;"}},{"thread":1,"action":{"do":"panic","message":"counted 1 of 2"},"switch":"preempted"}],"surprises":{"preemptions":1},"calmest":true,"execution":3}"#,
    ),
];

/// A small course that builds without a finding.
pub(crate) struct Fixture {
    folder: TempDir,
    pub(crate) options: Options,
}

impl Fixture {
    pub(crate) fn new() -> Fixture {
        let folder = tempfile::tempdir().unwrap();
        let options = Options {
            root: folder.path().to_path_buf(),
            destination: None,
            site_url: None,
            draft: false,
        };
        let fixture = Fixture { folder, options };
        for (path, text) in FILES {
            fixture.write(path, text);
        }
        fixture
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub(crate) fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Replaces a text that must be there exactly once.
    pub(crate) fn change(&self, path: &str, old: &str, new: &str) {
        let text = fs::read_to_string(self.path(path)).unwrap();
        assert_eq!(text.matches(old).count(), 1, "`{old}` in {path}");
        self.write(path, text.replacen(old, new, 1));
    }

    pub(crate) fn remove(&self, path: &str) {
        fs::remove_file(self.path(path)).unwrap();
    }

    pub(crate) fn build(&self) -> anyhow::Result<Built> {
        build(&self.options)
    }

    /// The page of a book that must build, by its path below the book.
    pub(crate) fn page(&self, path: &str) -> String {
        self.build().unwrap();
        fs::read_to_string(self.path("target/book").join(path)).unwrap()
    }

    /// What is found in a course that must not build; findings or another error, one a line.
    pub(crate) fn refused(&self) -> Vec<String> {
        let error = self.build().expect_err("the book must not be built");
        match error.downcast_ref::<Findings>() {
            Some(findings) => findings.list().iter().map(ToString::to_string).collect(),
            None => {
                let root = self.folder.path().canonicalize().unwrap();
                vec![format!("{error:#}").replace(&*root.to_string_lossy(), "ROOT")]
            }
        }
    }
}
