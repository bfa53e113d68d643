//! A small course with one chapter, in a temporary folder.

use std::fs;
use std::path::PathBuf;

use course_book::finding::Findings;
use course_book::publish::{Built, Options, build};
use tempfile::TempDir;
use transcripts::program::digest_of_body;
use transcripts::{Explored, Interpreter, Outcome, Program, Recording, Transcript, Verdict};

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

{{#transcript 02-hits}}

{{#transcript 02-listing}}

<details class="speaker"><summary>Speaker notes</summary>

- A list in a fold.

</details>

<!-- correction: increment -->
"##;

const TRACKS: &str = "[[track]]
id = \"half-day\"
title = \"Half a day\"
start = \"09:00\"
end = \"12:00\"
block = 90
pause = 15
chapters = [
    { chapter = 2 },
]
";

const PRESENTER: &str = "# ex02: The visit counter\n\n## Goal\n\nSee it.\n\n## Script\n\n- 8 min: vote\n- 15 min: exercise\n- 10 min: debrief\n\n## Ask the room\n\n- Why?\n\n## What they will write\n\n- `a.rs`: \"a?\"\n- `b.rs`: \"b?\"\n- `c.rs`: \"c?\"\n\n## Valves\n\n- Skip: saves 3 minutes.\n\n## If the demo fails\n\nDraw it.\n";

const FILES: &[(&str, &str)] = &[
    (
        "book.toml",
        "[book]\ntitle = \"A small course\"\nsrc = \"book/src\"\n[build]\nbuild-dir = \"target/book\"\n[output.html]\ndefault-theme = \"light\"\n[output.html.print]\nenable = false\n",
    ),
    (
        "book/src/SUMMARY.md",
        "# Summary\n\n[Introduction](introduction.md)\n\n- [The lost update](part1/02-lost-update.md)\n- [ex02](instructors/ex02.md)\n\n[Glossary](glossary.md)\n",
    ),
    (
        "book/src/introduction.md",
        "---\ndescription: What it is \"about\".\n---\n# Introduction\n\nWrite `\\{{#quiz 02}}` for a quiz.\n\n{{#timetable half-day}}\n\n{{#handout}}\n\n{{#cards ex02}}\n",
    ),
    (
        "book/src/glossary.md",
        "# Glossary\n\n## Lost update\n\nAn update that is gone.\n",
    ),
    ("book/tracks.toml", TRACKS),
    ("book/src/instructors/ex02.md", PRESENTER),
    (
        "book/corrections.toml",
        "[[correction]]\nid = \"increment\"\ntopics = [\"S0.4\"]\nsays = \"It loses.\"\nfact = \"Not always.\"\nchapter = 2\nprograms = [\"02-hits\"]\n",
    ),
    ("solutions/ex02/wrong/a.rs", ""),
    ("solutions/ex02/wrong/b.rs", ""),
    ("solutions/ex02/wrong/c.rs", ""),
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
    ("book/python/02-hits.py", PROGRAM),
    ("book/python/02-hits-small.py", SMALL),
    ("book/python/02-listing.py", LISTING),
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

const PROGRAM: &str = "# what: two visitors of one page\n# runs: 12\n# claim: gil 3.10+: always exact\n# claim: free-threaded: can too small\n# explore: 02-hits-small.py\n\nprint('exact')\n";

const SMALL: &str = "# what: the same with one visit each\n\nprint('exact')\n";

const LISTING: &str = "# what: the instructions\n# show: output\n\nprint('a')\n";

/// What was recorded about the two programs, as the recorder writes it.
fn transcripts() -> [(&'static str, String); 2] {
    let about = |version: &str, build: &str| Interpreter {
        implementation: "CPython".to_owned(),
        version: version.parse().unwrap(),
        build: build.to_owned(),
        flags: vec!["--with-assertions".to_owned()],
        gil: build.is_empty(),
        cores: 2,
        machine: "Linux x86_64".to_owned(),
    };
    let runs = |interpreter, outcomes: &[(&str, u32)]| Recording {
        interpreter,
        runs: outcomes.iter().map(|(_, count)| count).sum(),
        outcomes: outcomes
            .iter()
            .map(|(text, count)| Outcome {
                text: (*text).to_owned(),
                count: *count,
            })
            .collect(),
        output: String::new(),
    };
    let program = Program::parse("02-hits", "book/python/02-hits.py", PROGRAM).unwrap();
    let mut hits = Transcript::of(&program);
    hits.add(runs(about("3.12.1", ""), &[("exact", 12)]));
    hits.add(runs(about("3.13.0", ""), &[("exact", 12)]));
    hits.add(runs(
        about("3.14.7", "free-threaded"),
        &[("too small", 11), ("exact", 1)],
    ));
    let verdict = |python: &str, outcomes: &[&str]| Verdict {
        python: python.to_owned(),
        gil: !python.ends_with('t'),
        complete: true,
        outcomes: outcomes.iter().map(|text| (*text).to_owned()).collect(),
    };
    hits.explored = Some(Explored {
        program: "book/python/02-hits-small.py".to_owned(),
        sha256: digest_of_body(SMALL),
        verdicts: vec![
            verdict("3.12", &["exact"]),
            verdict("3.13", &["exact"]),
            verdict("3.14t", &["exact", "too small"]),
        ],
    });
    hits.claims = hits.judged(&program);
    let program = Program::parse("02-listing", "book/python/02-listing.py", LISTING).unwrap();
    let mut listing = Transcript::of(&program);
    listing.add(Recording {
        output: "a\n\nb < c\n".to_owned(),
        runs: 1,
        ..runs(about("3.12.1", ""), &[])
    });
    [
        ("book/transcripts/02-hits.json", hits.to_json()),
        ("book/transcripts/02-listing.json", listing.to_json()),
    ]
}

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
        for (path, text) in transcripts() {
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
