//! What directives become: each block is one piece of HTML without an empty line.

pub mod card;
pub mod cards;
pub mod handout;
pub mod interleaving;
pub mod second_judge;
pub mod transcript;
