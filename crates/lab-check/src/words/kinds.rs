//! One explanation and one question for every kind of bug.

use interleaving::Kind;

/// What the bug is: first what happens, then what it is called.
pub(super) fn explanation(kind: Kind) -> &'static str {
    match kind {
        Kind::LostUpdate => {
            "Two threads started from the same old value, and the one that wrote last wiped out what the other had written. This is a lost update."
        }
        Kind::CheckThenAct => {
            "A thread looked, decided, and acted. Between the look and the act another thread made the answer untrue. This is called check-then-act."
        }
        Kind::TornRead => {
            "A thread saw a change half done: one part was new, another part was still old. This is a torn read."
        }
        Kind::StaleRead => {
            "A thread read an old value although a newer one had been written. Nothing in the program told the machine to bring the news along. This is a stale read."
        }
        Kind::OrderViolation => {
            "Two steps have to come in a certain order, and nothing makes them. In this interleaving they came the other way round. This is an order violation."
        }
        Kind::WrongResult => {
            "The result is wrong, and no race is needed for it: look at what the code does, step by step."
        }
        Kind::LostParallelism => {
            "The work of these callers is independent, but something in the code lets only one of them in at a time. The result is right, and waiting was not necessary. This is lost parallelism."
        }
        Kind::LockOrder => {
            "Each thread holds a lock and waits for one that another thread holds, so none of them can go on. This is a deadlock, and it comes from taking locks in different orders."
        }
        Kind::SelfDeadlock => {
            "A thread waits for a lock that it holds itself, so nobody can ever release it. One thread is enough. This is a self-deadlock."
        }
        Kind::LostWakeup => {
            "A thread sleeps, and the notification it needs came before it fell asleep, or went to somebody else. A notification is not remembered. This is a lost wake-up."
        }
        Kind::WaitCycle => {
            "The threads wait for each other in a circle, so none of them can go on. This is a deadlock."
        }
        Kind::DataRace => {
            "Two threads used the same data, at least one of them wrote, and nothing says which came first. This is a data race. In Rust it is undefined behaviour: anything may happen, also where it seems to work."
        }
        Kind::UseAfterFree => {
            "Memory was used after it had been given back, when it may belong to somebody else already. This is a use after free."
        }
        Kind::DoubleFree => {
            "The same thing was given back twice. The second time it may belong to somebody else already. This is a double free."
        }
        Kind::Leak => {
            "Something was taken and never given back, and no thread is left that could do it. This is a leak."
        }
        Kind::Livelock => {
            "The threads run, and each one goes round in a loop that waits for the others. Nothing can change any more. This is a livelock."
        }
        Kind::EndlessLoop => {
            "A loop went round for so long that it counts as one without an end. No other thread could stop it."
        }
        Kind::Panic => {
            "A thread panicked. In this interleaving something was not as the line took it to be."
        }
        Kind::NotDeterministic => {
            "The same schedule was run twice, and the code did different things. The checker cannot go through all interleavings of such code. Usual causes are random numbers, addresses, the time, and the order of a `HashMap` (`lab::collections::HashMap` has a fixed one)."
        }
        Kind::BrokenRule => {
            "The code does its work, but not within the rules of the exercise. The promise above says which one is meant."
        }
        Kind::WrongTrait => {
            "Whether a type may move to another thread (`Send`) or be used by several at once (`Sync`) is part of its type. The compiler works it out from the fields, unless an `unsafe impl` says otherwise."
        }
        _ => "The promise above is broken in the interleaving that is shown.",
    }
}

/// One question that leads on. Never the fix.
pub(super) fn question(kind: Kind) -> &'static str {
    match kind {
        Kind::LostUpdate => "Between which two of your lines must nobody else run?",
        Kind::CheckThenAct => {
            "What did the thread know when it looked, and until when was that true?"
        }
        Kind::TornRead => "Which values belong together, and who can see them in between?",
        Kind::StaleRead => {
            "What does the reader know about the writer at the moment it reads, and how?"
        }
        Kind::OrderViolation => "Which step must be over before the other one, and who knows it?",
        Kind::WrongResult => "What does this code do when it runs alone?",
        Kind::LostParallelism => "What does the second caller wait for, and what for?",
        Kind::LockOrder => "In which order does each thread take its locks?",
        Kind::SelfDeadlock => "Which lock does the thread hold already when it asks for this one?",
        Kind::LostWakeup => {
            "What does the thread look at before it sleeps, and who speaks up when that changes?"
        }
        Kind::WaitCycle => "Who could end each of these waits, and what does that one wait for?",
        Kind::DataRace => "What says that one of these two accesses comes first?",
        Kind::UseAfterFree => "How does the one that gives it back know that it is the last one?",
        Kind::DoubleFree => "How many think that they are the last one, and why?",
        Kind::Leak => "On which path does nobody give it back?",
        Kind::Livelock => "What would have to change so that one of these loops ends?",
        Kind::EndlessLoop => "What ends this loop, and who makes that happen?",
        Kind::Panic => "What does this line take for granted?",
        Kind::NotDeterministic => "What in your code depends on more than the order of steps?",
        Kind::BrokenRule => "Which line breaks the rule, and what does it need instead?",
        Kind::WrongTrait => "Which field decides about the trait, and is it right?",
        _ => "Which step makes the promise untrue?",
    }
}
