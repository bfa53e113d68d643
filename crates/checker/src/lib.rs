//! The checking engine: runs a closure under every interleaving its memory model allows.
