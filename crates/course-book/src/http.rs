//! Just enough HTTP to show files to a browser on the same machine.
//!
//! Each connection has a thread of its own and carries one request. A small server library that
//! was tried first hands connections to a pool; a browser that opens six at once could be left
//! waiting for ever when the pool counted one idle thread twice. Here nothing is shared but the
//! listener.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use anyhow::{Result, anyhow};

/// The longest head of a request that is read.
const LONGEST_HEAD: u64 = 16 * 1024;
/// How long a browser may take to send its request, or to take the answer.
const PATIENCE: Duration = Duration::from_secs(20);
/// More connections than this at once are closed unanswered.
const MOST_CONNECTIONS: usize = 128;

/// What a browser asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// `GET`, `HEAD` or something else.
    pub method: String,
    /// The path as it was sent, without `?` and what follows.
    pub path: String,
}

/// What it gets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// The status code.
    pub status: u16,
    /// The media type of the body.
    pub kind: &'static str,
    /// The body.
    pub body: Vec<u8>,
}

impl Response {
    /// A short text.
    #[must_use]
    pub fn text(status: u16, text: impl Into<String>) -> Response {
        Response {
            status,
            kind: "text/plain; charset=utf-8",
            body: text.into().into_bytes(),
        }
    }
}

/// Binds a loopback address; port 0 takes any free port.
///
/// # Errors
///
/// When the port is taken or not allowed: the message says what to do.
pub fn bind(port: u16) -> Result<TcpListener> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    TcpListener::bind(address).map_err(|error| match error.kind() {
        io::ErrorKind::AddrInUse => {
            anyhow!(
                "port {port} is taken; choose another one with --port, or --port 0 for any free one"
            )
        }
        io::ErrorKind::PermissionDenied => {
            anyhow!("port {port} may not be used; choose one above 1024 with --port")
        }
        _ => anyhow!("{address} cannot be bound: {error}"),
    })
}

/// Answers requests until the process ends.
///
/// # Errors
///
/// When no thread can be started.
pub fn answer_all(
    listener: &TcpListener,
    answer: impl Fn(&Request) -> Response + Send + Sync + 'static,
) -> Result<()> {
    let answer = Arc::new(answer);
    let open = Arc::new(AtomicUsize::new(0));
    loop {
        // A browser that went away before it was accepted is no reason to stop.
        let Ok((stream, _)) = listener.accept() else {
            continue;
        };
        // Only this thread adds, so the limit is never passed; the counter guards no other data,
        // so Relaxed is enough.
        if open.load(Ordering::Relaxed) >= MOST_CONNECTIONS {
            continue;
        }
        open.fetch_add(1, Ordering::Relaxed);
        let (answer, open) = (Arc::clone(&answer), Arc::clone(&open));
        thread::Builder::new()
            .name("connection".to_owned())
            .spawn(move || {
                // A browser that goes away in the middle of an answer is no reason to stop, either.
                let _ = serve(&stream, &*answer);
                open.fetch_sub(1, Ordering::Relaxed);
            })?;
    }
}

fn serve(stream: &TcpStream, answer: &(impl Fn(&Request) -> Response + ?Sized)) -> io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let Some(request) = read(BufReader::new(stream.take(LONGEST_HEAD)))? else {
        return write(
            stream,
            &Response::text(400, "this is not a request\n"),
            true,
        );
    };
    if request.method != "GET" && request.method != "HEAD" {
        return write(stream, &Response::text(405, "only GET and HEAD\n"), true);
    }
    write(stream, &answer(&request), request.method == "GET")
}

/// Reads the head of a request; `None` when it is not one.
fn read(mut input: impl BufRead) -> io::Result<Option<Request>> {
    let mut first = String::new();
    input.read_line(&mut first)?;
    let mut words = first.split_whitespace();
    let (Some(method), Some(target), Some(version), None) =
        (words.next(), words.next(), words.next(), words.next())
    else {
        return Ok(None);
    };
    if !version.starts_with("HTTP/1.") || !target.starts_with('/') {
        return Ok(None);
    }
    loop {
        let mut header = String::new();
        // An end without an empty line: the browser gave up, or the head is too long.
        if input.read_line(&mut header)? == 0 {
            return Ok(None);
        }
        if header.trim_end().is_empty() {
            let path = target.split(['?', '#']).next().unwrap_or_default();
            return Ok(Some(Request {
                method: method.to_owned(),
                path: path.to_owned(),
            }));
        }
    }
}

fn write(mut stream: &TcpStream, response: &Response, with_body: bool) -> io::Result<()> {
    let reason = match response.status {
        200 => "OK",
        404 => "Not Found",
        405 => "Method Not Allowed",
        _ => "Bad Request",
    };
    let head = format!(
        "HTTP/1.1 {} {reason}\r\nContent-Type: {}\r\nContent-Length: {}\r\nCache-Control: no-cache\r\n\
         X-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n",
        response.status,
        response.kind,
        response.body.len(),
    );
    stream.write_all(head.as_bytes())?;
    if with_body {
        stream.write_all(&response.body)?;
    }
    stream.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_its_method_and_its_path() {
        let text: &[u8] = b"GET /part1/a.html?notes HTTP/1.1\r\nHost: x\r\n\r\n";
        let request = Request {
            method: "GET".to_owned(),
            path: "/part1/a.html".to_owned(),
        };
        assert_eq!(read(text).unwrap(), Some(request));
    }

    #[test]
    fn what_is_not_a_request_is_refused() {
        for text in [
            "",
            "\r\n\r\n",
            "GET /\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: x\r\n",
            "GET http://x/ HTTP/1.1\r\n\r\n",
            "GET / a HTTP/1.1\r\n\r\n",
            "GET / SPDY\r\n\r\n",
        ] {
            assert_eq!(read(text.as_bytes()).unwrap(), None, "{text:?}");
        }
    }

    #[test]
    fn a_taken_port_says_what_to_do() {
        let first = bind(0).unwrap();
        let port = first.local_addr().unwrap().port();
        let message = bind(port).unwrap_err().to_string();
        assert_eq!(
            message,
            format!(
                "port {port} is taken; choose another one with --port, or --port 0 for any free one"
            )
        );
    }
}
