//! `pyrace` for a page.
//!
//! The module has a raw interface, because that is smaller than any generated one: texts go in through
//! [`pyrace_give`], every call answers with the address of a JSON text, and [`pyrace_length`] is its
//! length. `pyrace.js` is the loader that hides this; a page needs nothing else.
//!
//! A panic stops the module for good, as every trap does: the loader reports it as
//! `{"error":{"message":…}}` and starts a fresh module. The native `explore` tells what it was.

pub mod answer;
pub mod board;

use std::cell::RefCell;

use board::Board;

/// What the module remembers between two calls.
struct Memory {
    /// The texts that the next call is about.
    given: Vec<Vec<u8>>,
    answer: String,
    game: Option<Board>,
}

thread_local! {
    static MEMORY: RefCell<Memory> = const {
        RefCell::new(Memory {
            given: Vec::new(),
            answer: String::new(),
            game: None,
        })
    };
}

/// Makes room for a text of `length` bytes, which the next call is about. The page writes it there.
#[expect(unsafe_code, reason = "the page finds the function by its name")]
#[unsafe(no_mangle)]
pub extern "C" fn pyrace_give(length: usize) -> *mut u8 {
    let mut room = vec![0; length];
    let address = room.as_mut_ptr();
    // The bytes stay where they are when the list grows.
    MEMORY.with_borrow_mut(|memory| memory.given.push(room));
    address
}

/// The length of the last answer in bytes.
#[expect(unsafe_code, reason = "the page finds the function by its name")]
#[unsafe(no_mangle)]
pub extern "C" fn pyrace_length() -> usize {
    MEMORY.with_borrow(|memory| memory.answer.len())
}

/// Explores the given program under the rules of the given name, with at most so many states and
/// instructions. The answer is the report, version 1.
#[expect(unsafe_code, reason = "the page finds the function by its name")]
#[unsafe(no_mangle)]
pub extern "C" fn pyrace_explore(states: u32, steps: u32) -> *const u8 {
    let [source, rules] = given();
    respond(|_| answer::explore(&source, &rules, states, steps))
}

/// Starts a game with the given program under the rules of the given name. The answer is the board: see
/// [`board`].
#[expect(unsafe_code, reason = "the page finds the function by its name")]
#[unsafe(no_mangle)]
pub extern "C" fn pyrace_play(states: u32, steps: u32) -> *const u8 {
    let [source, rules] = given();
    respond(|game| match Board::new(&source, &rules, states, steps) {
        Ok(mut board) => {
            let shown = board.show();
            *game = Some(board);
            shown
        }
        Err(answer) => {
            *game = None;
            answer
        }
    })
}

/// Lets a thread take its next step. The answer is the board.
#[expect(unsafe_code, reason = "the page finds the function by its name")]
#[unsafe(no_mangle)]
pub extern "C" fn pyrace_step(thread: u32) -> *const u8 {
    respond(|game| match game {
        Some(board) => board.step(thread),
        None => answer::error("there is no game: start one first"),
    })
}

/// Takes the last step back. The answer is the board.
#[expect(unsafe_code, reason = "the page finds the function by its name")]
#[unsafe(no_mangle)]
pub extern "C" fn pyrace_undo() -> *const u8 {
    respond(|game| match game {
        Some(board) => board.undo(),
        None => answer::error("there is no game: start one first"),
    })
}

/// Takes the texts that were given, in their order. Those that are missing are empty.
fn given<const COUNT: usize>() -> [String; COUNT] {
    let mut given = MEMORY
        .with_borrow_mut(|memory| std::mem::take(&mut memory.given))
        .into_iter();
    std::array::from_fn(|_| {
        let bytes = given.next().unwrap_or_default();
        // The page encodes texts as UTF-8; what is not becomes a sign that is no Python.
        String::from_utf8(bytes).unwrap_or_else(|_| char::REPLACEMENT_CHARACTER.to_string())
    })
}

/// Computes an answer and keeps it.
fn respond(compute: impl FnOnce(&mut Option<Board>) -> String) -> *const u8 {
    let mut game = MEMORY.with_borrow_mut(|memory| {
        memory.answer.clear();
        memory.game.take()
    });
    let answer = compute(&mut game);
    MEMORY.with_borrow_mut(|memory| {
        memory.game = game;
        memory.answer = answer;
        memory.answer.as_ptr()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives a text as the loader does.
    #[expect(unsafe_code, reason = "the interface is made of addresses")]
    fn give(bytes: &[u8]) {
        let room = pyrace_give(bytes.len());
        // SAFETY: there is room for so many bytes.
        unsafe { std::ptr::copy_nonoverlapping(bytes.as_ptr(), room, bytes.len()) };
    }

    #[expect(unsafe_code, reason = "the interface is made of addresses")]
    fn taken(answer: *const u8) -> String {
        // SAFETY: the answer stays until the next call.
        let bytes = unsafe { std::slice::from_raw_parts(answer, pyrace_length()) };
        String::from_utf8(bytes.to_vec()).expect("answers are UTF-8")
    }

    fn explored(source: &[u8], rules: &str) -> String {
        give(source);
        give(rules.as_bytes());
        taken(pyrace_explore(1_000, 1_000_000))
    }

    #[test]
    fn texts_go_in_and_come_out_through_addresses() {
        let answer = explored("print('é')\n".as_bytes(), "3.14");
        assert!(
            answer.starts_with("{\"v\":1,\"python\":\"3.14\""),
            "{answer}"
        );
        assert!(answer.contains("\"out\":[\"é\"]"), "{answer}");
        let answer = explored(b"", "");
        assert!(
            answer.starts_with("{\"error\":{\"message\":\"unknown rules ``"),
            "{answer}"
        );
    }

    #[test]
    fn what_is_no_text_is_refused() {
        let answer = explored(b"print('\xe9')\n", "3.14");
        assert!(
            answer.contains("invalid character '\u{fffd}' (U+FFFD)"),
            "{answer}"
        );
    }

    #[test]
    fn a_game_stays_until_the_next_one() {
        assert!(taken(pyrace_step(1)).starts_with("{\"error\""));
        give(b"print(1)\n");
        give(b"3.14");
        let board = taken(pyrace_play(1_000, 1_000_000));
        assert!(board.starts_with("{\"v\":1,\"players\":["), "{board}");
        assert!(taken(pyrace_undo()).contains("\"problem\":\"this is the start\""));
    }
}
