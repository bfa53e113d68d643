//! What the compiler says about wrong and right uses of the pool.
//!
//! The verdict of the exercise does not depend on these texts: `models.rs` asks for the traits
//! themselves. They are here because chapter 18 shows them, and because a text that a reader is
//! told to read should be the one the pinned compiler writes.
//!
//! No text here shows a line of the standard library: the compiler has those only where the sources
//! are installed. That is why a lease that is sent to another thread is left to `models.rs`.

#[test]
fn misuse_does_not_compile() {
    trybuild::TestCases::new().compile_fail("tests/ui/misuse/*.rs");
}

#[test]
fn legitimate_use_compiles_and_runs() {
    let cases = trybuild::TestCases::new();
    cases.pass("tests/ui/use/*.rs");
}
