//! `pyrace` for a page.
//!
//! The module has a raw interface, because that is smaller than any generated one: texts go in through
//! [`pyrace_alloc`], every call answers with the address of a JSON text, and [`pyrace_length`] is its
//! length. `pyrace.js` is the loader that hides this; a page needs nothing else.
//!
//! A panic stops the module for good, as every trap does. Its message is kept as the answer, so the
//! loader reports it as `{"error":{"message":…}}` and starts a fresh module.

pub mod answer;
pub mod board;

use std::cell::RefCell;

use board::Board;

/// What the module remembers between two calls.
#[derive(Default)]
struct Memory {
    answer: String,
    game: Option<Board>,
}

thread_local! {
    static MEMORY: RefCell<Memory> = RefCell::new(Memory::default());
}

/// Makes room for a text of `length` bytes. The text belongs to the next call that is given its address.
#[expect(unsafe_code, reason = "the page finds the function by its name")]
#[unsafe(no_mangle)]
pub extern "C" fn pyrace_alloc(length: usize) -> *mut u8 {
    keep_panics();
    // The type is that of `text`, which gives the room back.
    let room: Box<[u8]> = vec![0; length].into_boxed_slice();
    Box::into_raw(room).cast()
}

/// The length of the last answer in bytes.
#[expect(unsafe_code, reason = "the page finds the function by its name")]
#[unsafe(no_mangle)]
pub extern "C" fn pyrace_length() -> usize {
    MEMORY.with_borrow(|memory| memory.answer.len())
}

/// The address of the last answer: after a trap this is what is known about it.
#[expect(unsafe_code, reason = "the page finds the function by its name")]
#[unsafe(no_mangle)]
pub extern "C" fn pyrace_answer() -> *const u8 {
    MEMORY.with_borrow(|memory| memory.answer.as_ptr())
}

/// Explores a program under the rules of this name, with at most so many states and instructions. The
/// answer is the report, version 1.
///
/// # Safety
///
/// Both texts come from [`pyrace_alloc`], with these lengths, and are given away here.
#[expect(unsafe_code, reason = "the page finds the function by its name")]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pyrace_explore(
    source: *mut u8,
    source_length: usize,
    rules: *mut u8,
    rules_length: usize,
    states: u32,
    steps: u32,
) -> *const u8 {
    // SAFETY: the caller gives both texts away.
    let (source, rules) = unsafe { (text(source, source_length), text(rules, rules_length)) };
    respond(|_| answer::explore(&source, &rules, states, steps))
}

/// Starts a game. The answer is the board: see [`board`].
///
/// # Safety
///
/// Both texts come from [`pyrace_alloc`], with these lengths, and are given away here.
#[expect(unsafe_code, reason = "the page finds the function by its name")]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pyrace_play(
    source: *mut u8,
    source_length: usize,
    rules: *mut u8,
    rules_length: usize,
    states: u32,
    steps: u32,
) -> *const u8 {
    // SAFETY: the caller gives both texts away.
    let (source, rules) = unsafe { (text(source, source_length), text(rules, rules_length)) };
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

/// Takes a text over.
///
/// # Safety
///
/// The address comes from [`pyrace_alloc`] with this length, and nobody uses it any more.
#[expect(unsafe_code, reason = "texts come in as addresses")]
unsafe fn text(address: *mut u8, length: usize) -> String {
    let bytes = std::ptr::slice_from_raw_parts_mut(address, length);
    // SAFETY: `pyrace_alloc` made a boxed slice of this length and gave its address away.
    let bytes = unsafe { Box::from_raw(bytes) };
    // The page encodes texts as UTF-8; what is not becomes a sign that is no Python.
    String::from_utf8_lossy(&bytes).into_owned()
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
    });
    pyrace_answer()
}

/// Makes the message of a panic the answer. Only in the page: elsewhere panics are for the terminal.
fn keep_panics() {
    #[cfg(target_arch = "wasm32")]
    {
        static ONCE: std::sync::Once = std::sync::Once::new();
        ONCE.call_once(|| {
            std::panic::set_hook(Box::new(|info| {
                let message = answer::error(&format!("the explorer failed: {info}"));
                MEMORY.with(|memory| {
                    if let Ok(mut memory) = memory.try_borrow_mut() {
                        memory.answer = message;
                    }
                });
            }));
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Calls as the loader does.
    #[expect(unsafe_code, reason = "the interface is made of addresses")]
    fn given(text: &str) -> (*mut u8, usize) {
        let room = pyrace_alloc(text.len());
        // SAFETY: there is room for so many bytes.
        unsafe { std::ptr::copy_nonoverlapping(text.as_ptr(), room, text.len()) };
        (room, text.len())
    }

    #[expect(unsafe_code, reason = "the interface is made of addresses")]
    fn taken(answer: *const u8) -> String {
        // SAFETY: the answer stays until the next call.
        let bytes = unsafe { std::slice::from_raw_parts(answer, pyrace_length()) };
        String::from_utf8(bytes.to_vec()).expect("answers are UTF-8")
    }

    #[expect(unsafe_code, reason = "the interface is made of addresses")]
    fn explored(source: &str, rules: &str) -> String {
        let (source, rules) = (given(source), given(rules));
        // SAFETY: both texts were made for this call.
        taken(unsafe { pyrace_explore(source.0, source.1, rules.0, rules.1, 1_000, 1_000_000) })
    }

    #[test]
    fn texts_go_in_and_come_out_through_addresses() {
        let answer = explored("print('é')\n", "3.14");
        assert!(
            answer.starts_with("{\"v\":1,\"python\":\"3.14\""),
            "{answer}"
        );
        assert!(answer.contains("\"out\":[\"é\"]"), "{answer}");
        let answer = explored("", "");
        assert!(
            answer.starts_with("{\"error\":{\"message\":\"unknown rules ``"),
            "{answer}"
        );
    }

    #[test]
    fn a_game_stays_until_the_next_one() {
        assert!(taken(pyrace_step(1)).starts_with("{\"error\""));
        let (source, rules) = (given("print(1)\n"), given("3.14"));
        #[expect(unsafe_code, reason = "the interface is made of addresses")]
        // SAFETY: both texts were made for this call.
        let board =
            taken(unsafe { pyrace_play(source.0, source.1, rules.0, rules.1, 1_000, 1_000_000) });
        assert!(board.starts_with("{\"v\":1,\"players\":["), "{board}");
        assert!(taken(pyrace_undo()).contains("\"problem\":\"this is the start\""));
    }
}
