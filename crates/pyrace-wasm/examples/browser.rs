//! Compares the module's answers in a headless Chromium with native ones, over every program at hand.
//!
//! ```text
//! cargo run --release -p pyrace-wasm --example browser -- FOLDER [CHROMIUM]
//! ```
//!
//! FOLDER has `pyrace.wasm` and `pyrace.js`, as `scripts/build-wasm` makes them. A small server gives the
//! page and the programs to Chromium and takes the answers; each is compared byte for byte. The exit code
//! is 0 if all are equal, 1 if one differs, 2 if the comparison could not be made.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use pyrace_wasm::answer;
use serde_json::{Value, json};

/// The rules that each program is explored under.
const RULES: [&str; 6] = [
    "gil_every",
    "gil_calls_310",
    "gil_calls",
    "free_threaded",
    "3.9",
    "3.14",
];

/// States and instructions: enough for most programs, and so few that the search of most is cut.
const LIMITS: [(u32, u32); 2] = [(4_000, 2_000_000), (12, 300)];

/// Differences that are named; the others are counted.
const SHOWN: usize = 20;

/// How long the browser may say nothing.
const PATIENCE: Duration = Duration::from_secs(120);

/// The page: it fetches the programs, and sends each answer as it is.
const PAGE: &str = r#"<!doctype html><meta charset="utf-8"><title>pyrace</title><script type="module">
import { load, Pyrace } from "./pyrace.js";
const send = (path, body) => fetch(path, { method: "POST", body });
try {
  const start = performance.now();
  const pyrace = await load("./pyrace.wasm");
  const loaded = performance.now() - start;
  const { cases, snippets, panics } = await (await fetch("./cases.json")).json();
  // Each in a module of its own: what a reader waits for at the first press of the button.
  const module = await WebAssembly.compile(await (await fetch("./pyrace.wasm")).arrayBuffer());
  const firsts = snippets.map((source) => {
    const before = performance.now();
    new Pyrace(module).explore(source, "3.14");
    return performance.now() - before;
  });
  const times = [];
  for (const [index, { source, rules, limits }] of cases.entries()) {
    const before = performance.now();
    const answer = pyrace.explore(source, rules, limits);
    times.push(performance.now() - before);
    await send(`/answer/${index}`, JSON.stringify(answer));
  }
  const errors = panics.map(({ source, rules }) => pyrace.explore(source, rules, { states: 4294967295, steps: 4294967295 }));
  await send("/done", JSON.stringify({ loaded, firsts, times, errors }));
} catch (error) {
  await send("/failed", String(error?.stack ?? error));
}
</script>"#;

fn main() -> ExitCode {
    match compare() {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(message) => {
            say(&format!("error: {message}"));
            ExitCode::from(2)
        }
    }
}

#[expect(clippy::print_stdout, reason = "a command of its own")]
fn say(text: &str) {
    println!("{text}");
}

/// A program under some rules, with some limits.
struct Case {
    name: String,
    source: String,
    rules: &'static str,
    states: u32,
    steps: u32,
}

fn cases() -> Result<Vec<Case>, String> {
    let mut cases = Vec::new();
    for (name, source) in programs(&[
        "crates/pyrace/corpus",
        "crates/pyrace/tests/programs",
        "crates/pyrace/tests/semantics",
    ])? {
        for (states, steps) in LIMITS {
            cases.extend(RULES.map(|rules| Case {
                name: format!("{name} under {rules}, {states} states"),
                source: source.clone(),
                rules,
                states,
                steps,
            }));
        }
    }
    if cases.is_empty() {
        return Err("there are no programs".to_owned());
    }
    Ok(cases)
}

/// The programs of folders of the repository, by name.
fn programs(folders: &[&str]) -> Result<Vec<(String, String)>, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut files: Vec<PathBuf> = Vec::new();
    for folder in folders {
        let Ok(entries) = std::fs::read_dir(root.join(folder)) else {
            continue;
        };
        files.extend(entries.filter_map(|entry| Some(entry.ok()?.path())));
    }
    files.retain(|path| path.extension().is_some_and(|end| end == "py"));
    files.sort();
    files
        .into_iter()
        .map(|file| {
            let source = std::fs::read_to_string(&file)
                .map_err(|error| format!("cannot read {}: {error}", file.display()))?;
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            Ok((name.into_owned(), source))
        })
        .collect()
}

/// What the chapters explore: the small forms of their programs.
fn snippets() -> Result<Vec<String>, String> {
    let programs = programs(&["book/python"])?;
    let small = programs
        .into_iter()
        .filter(|(name, _)| name.ends_with("-small.py"));
    Ok(small.map(|(_, source)| source).collect())
}

/// Gives the number of differences.
fn compare() -> Result<usize, String> {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().ok_or("name the folder of pyrace.wasm")?);
    let chromium = arguments.next().unwrap_or_else(|| "chromium".to_owned());
    let cases = cases()?;
    let document = document(&cases, &snippets()?);
    let listener = TcpListener::bind("127.0.0.1:0").map_err(|error| error.to_string())?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    let profile = tempfile::tempdir().map_err(|error| error.to_string())?;
    let browser = start(&chromium, profile.path(), &format!("http://{address}/"))?;
    let result = serve(listener, &folder, &document, cases.len());
    end(browser);
    let (answers, summary) = result?;
    report(&cases, &answers, &summary)
}

fn start(chromium: &str, profile: &Path, url: &str) -> Result<Child, String> {
    Command::new(chromium)
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--remote-debugging-port=0",
        ])
        .arg(format!("--user-data-dir={}", profile.display()))
        .arg(url)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| format!("cannot start {chromium}: {error}; name another one"))
}

fn end(mut browser: Child) {
    // It may have ended by itself.
    let _ = browser.kill();
    let _ = browser.wait();
}

type Answers = BTreeMap<usize, String>;

fn serve(
    listener: TcpListener,
    folder: &Path,
    document: &str,
    expected: usize,
) -> Result<(Answers, Value), String> {
    let (sender, connections) = mpsc::channel();
    // It waits for connections until the process ends: only the other end of the channel is patient for
    // a while.
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            if sender.send(stream).is_err() {
                return;
            }
        }
    });
    let mut answers = Answers::new();
    loop {
        let stream: TcpStream = connections.recv_timeout(PATIENCE).map_err(|_| {
            format!(
                "the browser said nothing for {} s, after {} of {expected} answers",
                PATIENCE.as_secs(),
                answers.len(),
            )
        })?;
        let Ok((path, body)) = request(&stream) else {
            continue;
        };
        let (kind, content): (&str, Vec<u8>) = match path.as_str() {
            "/" => ("text/html", PAGE.into()),
            "/pyrace.js" => ("text/javascript", file(folder, "pyrace.js")?),
            "/pyrace.wasm" => ("application/wasm", file(folder, "pyrace.wasm")?),
            "/cases.json" => ("application/json", document.into()),
            "/done" => {
                let _ = respond(&stream, "text/plain", b"");
                let summary = serde_json::from_str(&body).map_err(|error| error.to_string())?;
                return Ok((answers, summary));
            }
            "/failed" => return Err(format!("in the page: {body}")),
            path => {
                if let Some(Ok(index)) = path.strip_prefix("/answer/").map(str::parse) {
                    answers.insert(index, body);
                }
                ("text/plain", Vec::new())
            }
        };
        // A browser that goes away is noticed by its silence.
        let _ = respond(&stream, kind, &content);
    }
}

fn file(folder: &Path, name: &str) -> Result<Vec<u8>, String> {
    let path = folder.join(name);
    std::fs::read(&path).map_err(|error| {
        format!(
            "cannot read {}: {error}; run scripts/build-wasm first",
            path.display()
        )
    })
}

fn document(cases: &[Case], snippets: &[String]) -> String {
    let case = |case: &Case| {
        json!({
            "source": case.source,
            "rules": case.rules,
            "limits": {"states": case.states, "steps": case.steps},
        })
    };
    json!({
        "cases": cases.iter().map(case).collect::<Vec<_>>(),
        "snippets": snippets,
        "panics": trapping(),
    })
    .to_string()
}

/// What asks for more than there is; the page must get an answer all the same.
fn trapping() -> Value {
    let deep = format!("x = {}1{}\n", "(".repeat(100_000), ")".repeat(100_000));
    let huge = "x = []\nwhile True:\n    x = [x, x * 1]\n    x.append(2 ** 100000)\n";
    let wide = "import threading\na = b = 0\ndef work(k):\n    global a, b\n    for i in range(40):\n        \
                a = b + k\n        b = a * 3 + i\nfor k in range(6):\n    \
                threading.Thread(target=work, args=(k,)).start()\n";
    json!([
        {"source": wide, "rules": "gil_every"},
        {"source": deep, "rules": "3.14"},
        {"source": huge, "rules": "3.14"},
        {"source": "x = 1\n", "rules": "2.7"},
    ])
}

fn request(stream: &TcpStream) -> std::io::Result<(String, String)> {
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    let mut reader = BufReader::new(stream);
    let mut first = String::new();
    reader.read_line(&mut first)?;
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let Some((name, value)) = line.split_once(':') else {
            break;
        };
        if name.eq_ignore_ascii_case("content-length") {
            length = value.trim().parse().unwrap_or(0);
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
    Ok((path, String::from_utf8_lossy(&body).into_owned()))
}

fn respond(mut stream: &TcpStream, kind: &str, content: &[u8]) -> std::io::Result<()> {
    write!(
        stream,
        "HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        content.len()
    )?;
    stream.write_all(content)
}

fn start_of(text: &str) -> String {
    text.chars().take(160).collect()
}

/// The median and the ninth decile of times in milliseconds.
fn spread(times: &Value) -> String {
    let times = times.as_array().into_iter().flatten();
    let mut times: Vec<f64> = times.filter_map(Value::as_f64).collect();
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times.get((times.len() as f64 * share) as usize);
    format!(
        "{:.1} ms (median), {:.1} ms (9 of 10)",
        at(0.5).unwrap_or(&f64::NAN),
        at(0.9).unwrap_or(&f64::NAN),
    )
}

fn report(cases: &[Case], answers: &Answers, summary: &Value) -> Result<usize, String> {
    let mut differences = 0;
    let mut complete = 0;
    for (index, case) in cases.iter().enumerate() {
        let native = answer::explore(&case.source, case.rules, case.states, case.steps);
        let native: Value = serde_json::from_str(&native).map_err(|error| error.to_string())?;
        complete += usize::from(native["complete"] == true);
        let page: Option<Value> = answers
            .get(&index)
            .and_then(|answer| serde_json::from_str(answer).ok());
        if page.as_ref() != Some(&native) {
            differences += 1;
            if differences <= SHOWN {
                let page = page.map_or_else(|| "nothing".to_owned(), |page| page.to_string());
                say(&format!("differs: {}: {}", case.name, start_of(&page)));
            }
        }
    }
    for error in summary["errors"].as_array().into_iter().flatten() {
        let told = error["error"]["message"].is_string() || error["v"] == 1;
        differences += usize::from(!told);
        say(&format!(
            "too much is answered with {}",
            start_of(&error.to_string())
        ));
    }
    say(&format!(
        "loading took {:.0} ms; the first answer for a snippet of the book {}; an answer of all below {}",
        summary["loaded"].as_f64().unwrap_or(f64::NAN),
        spread(&summary["firsts"]),
        spread(&summary["times"]),
    ));
    say(&format!(
        "{} programs under {} rules, {} answers compared, {complete} of them complete, {differences} differences",
        cases.len() / RULES.len() / LIMITS.len(),
        RULES.len(),
        answers.len(),
    ));
    Ok(differences)
}
