//! The book on a loopback address, built again when something it is made of changes.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, SystemTime};

use anyhow::Result;

use crate::http::{Request, Response, answer_all, bind};
use crate::links::decoded;
use crate::publish::{Options, build};
use crate::rendered::files;

/// How often files are looked at.
const LOOK: Duration = Duration::from_millis(700);

/// The script that a served page gets at its end: it loads the page again after a new build.
const RELOAD: &str = "<script>(function(){let seen;setInterval(async function(){try{\
const now=await(await fetch('/__build')).text();if(seen!==undefined&&now!==seen)location.reload();seen=now;\
}catch{}},1500)})();</script>";

/// Builds the book, serves it until the process ends, and says on `out` where it is.
///
/// The address is bound first and announced after, so that the announcement is true.
///
/// # Errors
///
/// When the first build fails or the port is taken.
pub fn serve(options: &Options, port: u16, out: &mut dyn Write) -> Result<()> {
    let listener = bind(port)?;
    let built = build(options)?;
    let address = listener.local_addr()?;
    writeln!(
        out,
        "{} pages; the book is at http://{address}/ (Ctrl-C stops)",
        built.pages
    )?;
    out.flush()?;
    let builds = Arc::new(AtomicU64::new(0));
    watch(options.clone(), Arc::clone(&builds));
    answer_all(&listener, move |request| {
        answer(request, &built.destination, &builds)
    })
}

/// Builds again whenever a file changes. A build that fails leaves the last good book standing.
fn watch(options: Options, builds: Arc<AtomicU64>) {
    thread::spawn(move || {
        let mut seen = state(&options.root);
        loop {
            thread::sleep(LOOK);
            let now = state(&options.root);
            if now == seen {
                continue;
            }
            seen = now;
            let mut err = io::stderr().lock();
            // Nobody to read it: the page itself stays as it was.
            let _ = match build(&options) {
                Ok(built) => writeln!(err, "built again: {} pages", built.pages),
                Err(error) => writeln!(err, "{error:#}\nthe last good book is still served"),
            };
            // A number that changes is all the pages look at; no data hangs on its order.
            builds.fetch_add(1, Ordering::Relaxed);
        }
    });
}

/// The files that the book is made of, with their sizes and times.
fn state(root: &Path) -> Vec<(PathBuf, u64, Option<SystemTime>)> {
    let mut paths = vec![root.join("book.toml")];
    paths.extend(files(&root.join("book")).unwrap_or_default());
    for folder in ["exercises", "solutions"] {
        paths.extend(files(&root.join(folder)).unwrap_or_default());
    }
    // What a learner types is not in the book.
    let learners = |path: &PathBuf| {
        path.starts_with(root.join("exercises"))
            && path.extension().is_some_and(|extension| extension == "rs")
    };
    paths.retain(|path| !learners(path));
    let look = |path: PathBuf| {
        let data = fs::metadata(&path).ok()?;
        Some((path, data.len(), data.modified().ok()))
    };
    paths.into_iter().filter_map(look).collect()
}

/// The answer to one request.
fn answer(request: &Request, folder: &Path, builds: &AtomicU64) -> Response {
    if request.path == "/__build" {
        // Read for its change alone, as above.
        return Response::text(200, builds.load(Ordering::Relaxed).to_string());
    }
    let (file, status) = match find(folder, &request.path) {
        Some(file) => (file, 200),
        None => (folder.join("404.html"), 404),
    };
    let Ok(mut body) = fs::read(&file) else {
        return Response::text(404, "not found\n");
    };
    if file
        .extension()
        .is_some_and(|extension| extension == "html")
    {
        body.extend_from_slice(RELOAD.as_bytes());
    }
    Response {
        status,
        kind: kind(&file),
        body,
    }
}

/// The file that a path of the address names; nothing outside the folder.
fn find(folder: &Path, path: &str) -> Option<PathBuf> {
    let mut file = folder.to_path_buf();
    for part in decoded(path).split('/') {
        match part {
            "" | "." => {}
            // A name with a backslash or a colon may mean another folder on Windows.
            part if part == ".." || part.starts_with('.') || part.contains(['\\', ':', '\0']) => {
                return None;
            }
            part => file.push(part),
        }
    }
    if file.is_dir() {
        file.push("index.html");
    }
    file.is_file().then_some(file)
}

fn kind(file: &Path) -> &'static str {
    match file
        .extension()
        .and_then(|extension| extension.to_str())
        .unwrap_or_default()
    {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "txt" | "md" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_of_the_book_are_served() {
        let folder = tempfile::tempdir().unwrap();
        let book = folder.path().join("book");
        fs::create_dir_all(book.join("part1")).unwrap();
        for (path, text) in [
            ("secret.txt", ""),
            ("book/index.html", ""),
            ("book/part1/a b.html", ""),
            ("book/.hidden", ""),
        ] {
            fs::write(folder.path().join(path), text).unwrap();
        }
        assert_eq!(find(&book, "/"), Some(book.join("index.html")));
        assert_eq!(
            find(&book, "/part1/a%20b.html"),
            Some(book.join("part1/a b.html"))
        );
        for path in [
            "/../secret.txt",
            "/%2e%2e/secret.txt",
            "/part1/..%2f..%2fsecret.txt",
            "/.hidden",
            "/part1",
            "/no.html",
            "/a\0",
        ] {
            assert_eq!(find(&book, path), None, "{path}");
        }
    }
}
