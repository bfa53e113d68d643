//! What the learner's code printed, however much it is.
//!
//! A model runs its code thousands of times, so a debugging line comes thousands of times. What
//! a learner wants to see is the output of the one execution that the table shows: the child
//! marks where it starts, and everything before that mark is forgotten.

use std::io::{self, Read};

/// The bytes kept from the beginning and from the end of the output.
const KEPT: usize = 16 * 1024;

/// The start and the end of an output.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Capture {
    head: Vec<u8>,
    tail: Vec<u8>,
    /// All bytes after the mark, kept or not.
    total: u64,
}

impl Capture {
    /// Reads to the end of `from`. `mark` starts the output anew; `tee` sees every byte.
    pub(crate) fn read(mut from: impl Read, mark: &[u8], mut tee: impl FnMut(&[u8])) -> Capture {
        let mut capture = Capture::default();
        let mut buffer = [0; 8 * 1024];
        // The last bytes of the chunk before, because a mark may come in two pieces.
        let mut joint: Vec<u8> = Vec::new();
        loop {
            let count = match from.read(&mut buffer) {
                Ok(0) => break,
                Ok(count) => count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(_) => break,
            };
            let chunk = &buffer[..count];
            tee(chunk);
            joint.extend_from_slice(chunk);
            match find_last(&joint, mark) {
                Some(at) => {
                    capture = Capture::default();
                    capture.keep(&joint[at + mark.len()..]);
                }
                None => capture.keep(chunk),
            }
            let rest = joint.len().saturating_sub(mark.len().saturating_sub(1));
            joint.drain(..rest);
        }
        capture
    }

    fn keep(&mut self, bytes: &[u8]) {
        self.total += bytes.len() as u64;
        let room = (KEPT - self.head.len()).min(bytes.len());
        self.head.extend_from_slice(&bytes[..room]);
        self.tail.extend_from_slice(&bytes[room..]);
        if self.tail.len() > 2 * KEPT {
            self.tail.drain(..self.tail.len() - KEPT);
        }
    }

    /// The output as text; a line says how much is left out in the middle.
    pub(crate) fn text(&self) -> String {
        let tail = &self.tail[self.tail.len().saturating_sub(KEPT)..];
        let left_out = self.total - (self.head.len() + tail.len()) as u64;
        let head = String::from_utf8_lossy(&self.head);
        let tail = String::from_utf8_lossy(tail);
        if left_out == 0 {
            return format!("{head}{tail}");
        }
        format!(
            "{head}\n… {} bytes left out …\n{tail}",
            interleaving::words::number(left_out)
        )
    }
}

fn find_last(text: &[u8], mark: &[u8]) -> Option<usize> {
    // A flood has to be read as fast as it comes, and the first byte of a mark is rare.
    if !text.contains(mark.first()?) {
        return None;
    }
    text.windows(mark.len()).rposition(|window| window == mark)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A reader that gives the text in pieces of `size` bytes.
    struct Pieces<'a>(&'a [u8], usize);

    impl Read for Pieces<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let count = self.1.min(self.0.len()).min(buffer.len());
            buffer[..count].copy_from_slice(&self.0[..count]);
            self.0 = &self.0[count..];
            Ok(count)
        }
    }

    fn captured(text: &str, size: usize) -> String {
        Capture::read(Pieces(text.as_bytes(), size), b"<mark>\n", |_| {}).text()
    }

    #[test]
    fn a_short_output_is_kept_as_it_is() {
        assert_eq!(captured("hello\nworld", 4), "hello\nworld");
        assert_eq!(captured("", 4), "");
    }

    #[test]
    fn only_what_follows_the_last_mark_counts() {
        for size in 1..40 {
            assert_eq!(
                captured("noise<mark>\nmore<mark>\nthe last one", size),
                "the last one"
            );
        }
        assert_eq!(captured("all of it<mark>\n", 3), "");
        assert_eq!(
            captured("<mark> without its line break", 3),
            "<mark> without its line break"
        );
    }

    #[test]
    fn a_flood_keeps_its_start_and_its_end() {
        let flood: String = (0..200_000).map(|n| format!("line {n}\n")).collect();
        let text = captured(&flood, 8 * 1024);
        assert!(text.starts_with("line 0\nline 1\n"));
        assert!(text.ends_with("line 199999\n"));
        assert!(text.contains("bytes left out"), "{}", text.len());
        assert!(text.len() < 2 * KEPT + 100);
    }

    #[test]
    fn bytes_that_are_no_text_do_no_harm() {
        let capture = Capture::read(&b"caf\xe9"[..], b"mark", |_| {});
        assert_eq!(capture.text(), "caf\u{fffd}");
    }
}
