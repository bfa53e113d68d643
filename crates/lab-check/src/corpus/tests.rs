//! A corpus whose headers do not say what happens must be found out.

use std::fs;

use interleaving::{Coverage, Kind, Limit, Report, Verdict};
use source_scan::Rules;

use super::{Candidate, Corpus, Expected};
use crate::args::Options;
use crate::judgement::{Exit, Runner};
use crate::model::Model;
use crate::process::{Failure, Outcome};

/// Answers instead of children: the first verdict whose file and model fit; otherwise it holds.
struct Answers(Vec<(&'static str, &'static str, Option<Verdict>)>);

impl Runner for Answers {
    fn run(&self, candidate: &str, model: &Model) -> Result<Outcome, Failure> {
        let answer = self
            .0
            .iter()
            .find(|(file, name, _)| *file == candidate && *name == model.name);
        let verdict = match answer {
            Some((.., None)) => return Err(Failure::Killed),
            Some((.., Some(verdict))) => verdict.clone(),
            None => Verdict::Holds {
                coverage: Coverage::Every,
            },
        };
        let report = Report {
            verdict,
            executions: 10,
            counterexample: None,
        };
        Ok(Outcome {
            report,
            contradiction: None,
            output: String::new(),
        })
    }
}

fn lost_update() -> Option<Verdict> {
    let message = "one hit is gone".to_owned();
    Some(Verdict::Violated {
        kind: Kind::LostUpdate,
        message,
    })
}

fn deadlock() -> Option<Verdict> {
    Some(Verdict::Deadlock {
        kind: Kind::LockOrder,
    })
}

fn models() -> Vec<Model> {
    vec![
        Model::new("same_page", || ()),
        Model::new("two_pages", || ()),
    ]
}

fn by(model: &'static str, verdict: &'static str, kind: Kind) -> Expected {
    Expected::Rejected {
        by: model,
        verdict,
        kind: Some(kind),
    }
}

/// A corpus in which everything is as documented, and its folder.
fn corpus() -> (tempfile::TempDir, Corpus) {
    let folder = tempfile::tempdir().unwrap();
    let files = [
        ("starter.rs", "pub fn hit() {}\n"),
        ("right/one_lock.rs", "use lab::sync::Mutex;\n"),
        ("wrong/two_locks.rs", "use lab::sync::Mutex;\n"),
        ("wrong/std_lock.rs", "use std::sync::Mutex;\n"),
        ("wrong/cell.rs", "use std::cell::Cell;\n"),
    ];
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let strict = Rules::strict();
    let lost = by("same_page", "violated", Kind::LostUpdate);
    let order = by("two_pages", "deadlock", Kind::LockOrder);
    let scan = Expected::Rejected {
        by: "scan",
        verdict: "refused",
        kind: None,
    };
    let compiler = Expected::Rejected {
        by: "compiler",
        verdict: "compile-error",
        kind: None,
    };
    let corpus = Corpus::new("ex99", folder.path()).candidates(vec![
        Candidate::new("starter.rs", strict, lost).models(models),
        Candidate::new("right/one_lock.rs", strict, Expected::Holds).models(models),
        Candidate::new("wrong/two_locks.rs", strict, order)
            .models(models)
            .about("two locks"),
        Candidate::new("wrong/std_lock.rs", strict, scan),
        Candidate::new("wrong/cell.rs", strict, compiler),
    ]);
    (folder, corpus)
}

/// The answers that the headers promise.
fn as_documented() -> Answers {
    Answers(vec![
        ("starter.rs", "same_page", lost_update()),
        ("wrong/two_locks.rs", "two_pages", deadlock()),
    ])
}

fn judged(corpus: &Corpus, answers: &Answers, args: &[&str]) -> (String, Exit) {
    let options = Options::parse(args.iter().map(|arg| (*arg).to_owned())).unwrap();
    let mut out = Vec::new();
    let exit = corpus.judge(&options, answers, &mut out);
    (String::from_utf8(out).unwrap(), exit)
}

#[test]
fn a_corpus_that_tells_the_truth_passes() {
    let (_folder, corpus) = corpus();
    let (text, exit) = judged(&corpus, &as_documented(), &[]);
    assert_eq!(exit, Exit::Holds, "{text}");
    insta::assert_snapshot!(text);
}

#[test]
fn the_json_says_the_same() {
    let (_folder, corpus) = corpus();
    let (text, exit) = judged(&corpus, &as_documented(), &["--json"]);
    assert_eq!(exit, Exit::Holds);
    let document: serde_json::Value = serde_json::from_str(&text).unwrap();
    insta::assert_snapshot!(serde_json::to_string_pretty(&document).unwrap());
}

/// A second search that contradicts the answer about the second model of a file.
struct Doubts(Answers);

impl Runner for Doubts {
    fn run(&self, candidate: &str, model: &Model) -> Result<Outcome, Failure> {
        let mut outcome = self.0.run(candidate, model)?;
        if (candidate, model.name) == ("right/one_lock.rs", "two_pages") {
            outcome.contradiction = Some("it holds, but another search finds: leak".to_owned());
        }
        Ok(outcome)
    }
}

#[test]
fn a_second_search_that_agrees_confirms() {
    let (_folder, corpus) = corpus();
    let options = Options::parse(["--confirm".to_owned()]).unwrap();
    // The code under test may say what it wants: its words are no answer of the second search.
    let message = "it holds, but another search finds: leak".to_owned();
    let kind = Kind::BrokenRule;
    let mut answers = as_documented();
    answers.0[0].2 = Some(Verdict::Violated { kind, message });
    let mut out = Vec::new();
    let exit = corpus.confirm(&options, &answers, &mut out);
    insta::assert_snapshot!(String::from_utf8(out).unwrap(), @"
    starter.rs: 1 confirmed
    right/one_lock.rs: 2 confirmed
    wrong/two_locks.rs: 2 confirmed
    ex99: 5 confirmed, 0 not finished, 0 contradicted
    ");
    assert_eq!(exit, Exit::Holds);
}

#[test]
fn a_process_that_crashed_confirms_nothing() {
    let (_folder, corpus) = corpus();
    let options = Options::parse(["--confirm".to_owned()]).unwrap();
    let mut answers = as_documented();
    answers.0[0].2 = Some(Verdict::Crashed {
        message: "it ended by signal 6".to_owned(),
    });
    let mut out = Vec::new();
    let exit = corpus.confirm(&options, &answers, &mut out);
    insta::assert_snapshot!(String::from_utf8(out).unwrap(), @"
    starter.rs: 0 confirmed, not finished: same_page
    right/one_lock.rs: 2 confirmed
    wrong/two_locks.rs: 2 confirmed
    ex99: 4 confirmed, 1 not finished, 0 contradicted
    ");
    assert_eq!(exit, Exit::Holds);
}

#[test]
fn a_contradiction_rejects_and_says_what_the_second_search_finds() {
    let (_folder, corpus) = corpus();
    let options = Options::parse(["--confirm".to_owned()]).unwrap();
    let mut out = Vec::new();
    let exit = corpus.confirm(&options, &Doubts(as_documented()), &mut out);
    insta::assert_snapshot!(String::from_utf8(out).unwrap(), @"
    starter.rs: 1 confirmed
    right/one_lock.rs: 1 confirmed, CONTRADICTED: two_pages: it holds, but another search finds: leak
    wrong/two_locks.rs: 2 confirmed
    ex99: 4 confirmed, 0 not finished, 1 contradicted
    ");
    assert_eq!(exit, Exit::Rejected);
}

/// Every way in which a header can be wrong.
#[test]
fn every_lie_is_found() {
    let (_folder, corpus) = corpus();
    let starter = || ("starter.rs", "same_page", lost_update());
    let lies = [
        (
            "a right one is rejected",
            Answers(vec![
                starter(),
                ("right/one_lock.rs", "two_pages", deadlock()),
                ("wrong/two_locks.rs", "two_pages", deadlock()),
            ]),
        ),
        (
            "a wrong one holds",
            Answers(vec![
                starter(),
                ("right/one_lock.rs", "two_pages", deadlock()),
            ]),
        ),
        (
            "another model is faster",
            Answers(vec![
                starter(),
                ("wrong/two_locks.rs", "same_page", deadlock()),
            ]),
        ),
        (
            "another kind of bug",
            Answers(vec![
                starter(),
                (
                    "wrong/two_locks.rs",
                    "two_pages",
                    Some(Verdict::Deadlock {
                        kind: Kind::SelfDeadlock,
                    }),
                ),
            ]),
        ),
        (
            "another verdict",
            Answers(vec![
                starter(),
                (
                    "wrong/two_locks.rs",
                    "two_pages",
                    Some(Verdict::Stuck {
                        kind: Kind::LockOrder,
                        message: "the same kind, another word".to_owned(),
                    }),
                ),
            ]),
        ),
        (
            "nothing was proved",
            Answers(vec![
                starter(),
                (
                    "right/one_lock.rs",
                    "same_page",
                    Some(Verdict::Inconclusive {
                        limit: Limit::Executions(500_000),
                    }),
                ),
                ("wrong/two_locks.rs", "two_pages", deadlock()),
            ]),
        ),
        (
            "the starter holds",
            Answers(vec![("wrong/two_locks.rs", "two_pages", deadlock())]),
        ),
    ];
    let texts: Vec<String> = lies
        .iter()
        .map(|(lie, answers)| {
            let (text, exit) = judged(&corpus, answers, &["--quiet"]);
            assert_eq!(exit, Exit::Rejected, "{lie}");
            format!("{lie}:\n{text}")
        })
        .collect();
    insta::assert_snapshot!(texts.join("\n"));
}

#[test]
fn a_file_that_only_the_scan_could_refuse_must_be_refused() {
    let (folder, corpus) = corpus();
    fs::write(
        folder.path().join("wrong/std_lock.rs"),
        "use lab::sync::Mutex;\n",
    )
    .unwrap();
    let (text, exit) = judged(&corpus, &as_documented(), &["--quiet"]);
    assert_eq!(exit, Exit::Rejected);
    assert!(
        text.contains("documented: refused by scan; measured: the scan finds nothing"),
        "{text}"
    );
}

#[test]
fn a_model_that_rejects_nothing_is_told() {
    let (_folder, mut corpus) = corpus();
    corpus
        .candidates
        .retain(|candidate| candidate.file != "wrong/two_locks.rs");
    let (text, exit) = judged(&corpus, &as_documented(), &["--quiet"]);
    assert_eq!(exit, Exit::Rejected);
    assert!(
        text.starts_with("FAIL  the model two_pages rejects nothing"),
        "{text}"
    );
    // A run over a part of the corpus cannot know.
    assert_eq!(
        judged(&corpus, &as_documented(), &["starter"]).1,
        Exit::Holds
    );
}

#[test]
fn a_judge_that_cannot_judge_says_so() {
    let (folder, corpus) = corpus();
    let killed = Answers(vec![("right/one_lock.rs", "same_page", None)]);
    let (text, exit) = judged(&corpus, &killed, &["right", "--quiet"]);
    assert_eq!(exit, Exit::NotJudged);
    assert!(
        text.contains("not judged: something outside of the check ended the process"),
        "{text}"
    );

    let (text, _) = judged(&corpus, &killed, &["right", "--json"]);
    let document: serde_json::Value = serde_json::from_str(&text).unwrap();
    let candidate = &document["candidates"][0];
    assert_eq!(candidate["agrees"], false);
    assert_eq!(candidate["models"][0]["verdict"], "inconclusive");

    fs::remove_file(folder.path().join("right/one_lock.rs")).unwrap();
    let (text, exit) = judged(&corpus, &as_documented(), &["right", "--quiet"]);
    assert_eq!(exit, Exit::NotJudged);
    assert!(text.contains("not judged: there is no file"), "{text}");
}

#[test]
fn one_model_can_be_asked_for() {
    let (_folder, corpus) = corpus();
    let (text, exit) = judged(
        &corpus,
        &as_documented(),
        &["--model", "two_pages", "two_locks"],
    );
    assert_eq!(exit, Exit::Holds, "{text}");
    let (text, exit) = judged(
        &corpus,
        &as_documented(),
        &["--model", "same_page", "two_locks"],
    );
    assert_eq!(exit, Exit::Holds);
    assert!(
        text.contains("rejected by another model: deadlock: lock order by two_pages"),
        "{text}"
    );
}

#[test]
fn candidates_are_listed_as_tests() {
    let (_folder, corpus) = corpus();
    let (text, _) = judged(
        &corpus,
        &as_documented(),
        &["--list", "--format", "terse", "right"],
    );
    assert_eq!(text, "right/one_lock.rs: test\n");
}
