//! The book on a loopback address, built again when something it is made of changes.

use std::fs;
use std::io::{self, Write};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, SystemTime};

use anyhow::{Result, anyhow};
use tiny_http::{Header, Method, Request, Response, Server, StatusCode};

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
    let server = bind(port)?;
    let built = build(options)?;
    writeln!(
        out,
        "{} pages; the book is at http://{}/ (Ctrl-C stops)",
        built.pages,
        server.server_addr()
    )?;
    out.flush()?;
    let builds = Arc::new(AtomicU64::new(0));
    watch(options.clone(), Arc::clone(&builds));
    for request in server.incoming_requests() {
        // A reader who goes away in the middle of an answer is no reason to stop.
        let _ = answer(request, &built.destination, &builds);
    }
    Ok(())
}

/// Binds a loopback address; port 0 takes any free port.
fn bind(port: u16) -> Result<Server> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    Server::http(address).map_err(|error| match error.downcast_ref::<io::Error>() {
        Some(error) if error.kind() == io::ErrorKind::AddrInUse => {
            anyhow!(
                "port {port} is taken; choose another one with --port, or --port 0 for any free one"
            )
        }
        Some(error) if error.kind() == io::ErrorKind::PermissionDenied => {
            anyhow!("port {port} may not be used; choose one above 1024 with --port")
        }
        _ => anyhow!("{address} cannot be bound: {error}"),
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

fn answer(request: Request, folder: &Path, builds: &AtomicU64) -> io::Result<()> {
    if !matches!(request.method(), Method::Get | Method::Head) {
        return request.respond(Response::empty(StatusCode(405)));
    }
    let path = request
        .url()
        .split(['?', '#'])
        .next()
        .unwrap_or_default()
        .to_owned();
    if path == "/__build" {
        // Read for its change alone, as above.
        return request.respond(Response::from_string(
            builds.load(Ordering::Relaxed).to_string(),
        ));
    }
    let (file, status) = match find(folder, &path) {
        Some(file) => (file, StatusCode(200)),
        None => (folder.join("404.html"), StatusCode(404)),
    };
    let Ok(mut body) = fs::read(&file) else {
        return request
            .respond(Response::from_string("not found").with_status_code(StatusCode(404)));
    };
    if file
        .extension()
        .is_some_and(|extension| extension == "html")
    {
        body.extend_from_slice(RELOAD.as_bytes());
    }
    let mut response = Response::from_data(body).with_status_code(status);
    for (name, value) in [
        ("Content-Type", kind(&file)),
        ("Cache-Control", "no-cache"),
        ("X-Content-Type-Options", "nosniff"),
    ] {
        if let Ok(header) = Header::from_bytes(name, value) {
            response.add_header(header);
        }
    }
    request.respond(response)
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

    #[test]
    fn a_taken_port_says_what_to_do() {
        let first = bind(0).unwrap();
        let port = first.server_addr().to_ip().unwrap().port();
        let message = bind(port).err().unwrap().to_string();
        assert_eq!(
            message,
            format!(
                "port {port} is taken; choose another one with --port, or --port 0 for any free one"
            )
        );
    }
}
