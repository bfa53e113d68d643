//! The JSON form of each type, as tables: the words, and which fields may be missing.

use super::{Fields, Json, JsonError, JsonForm, field};
use crate::{
    Action, Change, Counterexample, Coverage, Event, Kind, Limit, Object, ObjectKind, Report,
    Source, Surprises, Switch, Thread, Verdict, Wake,
};

/// An enum without data: a string.
macro_rules! words {
    ($type:ident { $($variant:ident = $word:literal),* $(,)? }) => {
        impl JsonForm for $type {
            fn to_json(&self) -> Json {
                match self { $($type::$variant => $word),* }.into()
            }

            fn from_json(json: &Json) -> Result<Self, JsonError> {
                match json.as_text()? {
                    $($word => Ok($type::$variant),)*
                    other => Err(unknown(other)),
                }
            }
        }

        #[cfg(all(test, feature = "serde"))]
        impl super::tests::Every for $type {
            const EVERY: &'static [$type] = &[$($type::$variant),*];
        }
    };
}

/// A struct: an object with its fields.
macro_rules! record {
    ($type:ident { $($field:ident: $mode:ident),* $(,)? }) => {
        impl JsonForm for $type {
            fn to_json(&self) -> Json {
                let mut fields = Fields::new();
                $(field::$mode::write(&mut fields, stringify!($field), &self.$field);)*
                Json::Object(fields)
            }

            fn from_json(json: &Json) -> Result<Self, JsonError> {
                Ok($type { $($field: field::$mode::read(json, stringify!($field))?),* })
            }
        }
    };
}

/// An enum with named data: an object whose first field, the tag, holds the word of the variant.
macro_rules! tagged {
    ($type:ident by $tag:literal {
        $($variant:ident = $word:literal { $($field:ident: $mode:ident),* }),* $(,)?
    }) => {
        impl JsonForm for $type {
            fn to_json(&self) -> Json {
                let mut fields = Fields::new();
                match self {
                    $($type::$variant { $($field),* } => {
                        fields.push(($tag.to_owned(), $word.into()));
                        $(field::$mode::write(&mut fields, stringify!($field), $field);)*
                    })*
                }
                Json::Object(fields)
            }

            fn from_json(json: &Json) -> Result<Self, JsonError> {
                match field::needed::read::<String>(json, $tag)?.as_str() {
                    $($word => Ok($type::$variant {
                        $($field: field::$mode::read(json, stringify!($field))?),*
                    }),)*
                    other => Err(unknown(other).inside($tag)),
                }
            }
        }
    };
}

/// An enum whose variants are words, or words with one number: `"every"`, `{"up_to":3}`.
macro_rules! numbered {
    ($type:ident {
        words { $($bare:ident = $alone:literal),* }
        numbers { $($variant:ident = $word:literal),* $(,)? }
    }) => {
        impl JsonForm for $type {
            fn to_json(&self) -> Json {
                match self {
                    $($type::$bare => $alone.into(),)*
                    $($type::$variant(number) => Json::object([($word, (*number).into())]),)*
                }
            }

            fn from_json(json: &Json) -> Result<Self, JsonError> {
                match json {
                    $(Json::Text(word) if word == $alone => Ok($type::$bare),)*
                    Json::Text(other) => Err(unknown(other)),
                    Json::Object(fields) if fields.len() == 1 => match fields[0].0.as_str() {
                        $($word => field::needed::read(json, $word).map($type::$variant),)*
                        other => Err(unknown(other)),
                    },
                    _ => Err(json.is_not("a word, or an object with one field")),
                }
            }
        }
    };
}

/// Whole numbers: digits only, within the range of the type.
macro_rules! whole {
    ($($type:ident),*) => {
        $(impl JsonForm for $type {
            fn to_json(&self) -> Json {
                u64::from(*self).into()
            }

            fn from_json(json: &Json) -> Result<Self, JsonError> {
                match json {
                    Json::Number(digits) => digits.parse().ok(),
                    _ => None,
                }
                .ok_or_else(|| json.is_not(concat!("a whole number of type ", stringify!($type))))
            }
        })*
    };
}

fn unknown(word: &str) -> JsonError {
    JsonError::form(format!("unknown word `{}`", word.escape_default()))
}

whole! { u16, u32, u64 }

impl JsonForm for bool {
    fn to_json(&self) -> Json {
        (*self).into()
    }

    fn from_json(json: &Json) -> Result<Self, JsonError> {
        match json {
            Json::Bool(value) => Ok(*value),
            _ => Err(json.is_not("a boolean")),
        }
    }
}

impl JsonForm for String {
    fn to_json(&self) -> Json {
        self.as_str().into()
    }

    fn from_json(json: &Json) -> Result<Self, JsonError> {
        json.as_text().map(str::to_owned)
    }
}

impl<T: JsonForm> JsonForm for Option<T> {
    fn to_json(&self) -> Json {
        self.as_ref().map_or(Json::Null, T::to_json)
    }

    fn from_json(json: &Json) -> Result<Self, JsonError> {
        match json {
            Json::Null => Ok(None),
            value => T::from_json(value).map(Some),
        }
    }

    fn missing() -> Option<Self> {
        Some(None)
    }
}

impl<T: JsonForm> JsonForm for Vec<T> {
    fn to_json(&self) -> Json {
        Json::Array(self.iter().map(T::to_json).collect())
    }

    fn from_json(json: &Json) -> Result<Self, JsonError> {
        let Json::Array(values) = json else {
            return Err(json.is_not("an array"));
        };
        let read = |(index, value)| {
            T::from_json(value).map_err(|error| error.below(&format!("[{index}]")))
        };
        values.iter().enumerate().map(read).collect()
    }
}

record! { Source { file: needed, line: needed, text: sparing } }
words! { Switch {
    Preempted = "preempted", Blocked = "blocked", Finished = "finished", Yielded = "yielded",
} }
words! { Wake { Notified = "notified", Spurious = "spurious", TimedOut = "timed_out" } }
record! { Change { name: needed, value: needed } }
tagged! { Action by "do" {
    Spawn = "spawn" { thread: needed },
    Finish = "finish" {},
    Join = "join" { thread: needed },
    Load = "load" { value: needed, newest: sparing },
    Store = "store" { value: needed, overtaken: sparing },
    Update = "update" { before: needed, after: needed },
    CompareFailed = "compare_failed" { found: needed, newest: sparing, spurious: sparing },
    Fence = "fence" { ordering: needed },
    Lock = "lock" { value: needed, poisoned: sparing },
    Unlock = "unlock" { value: needed },
    ReadLock = "read_lock" { value: needed },
    ReadUnlock = "read_unlock" {},
    WriteLock = "write_lock" { value: needed },
    WriteUnlock = "write_unlock" { value: needed },
    TryFailed = "try_failed" {},
    Wait = "wait" {},
    Woken = "woken" { how: needed },
    Notify = "notify" { all: needed, woken: needed },
    Read = "read" { value: needed },
    Write = "write" { value: needed },
    Free = "free" {},
    Send = "send" { value: needed },
    Receive = "receive" { value: needed },
    ChannelRefused = "channel_refused" { why: needed },
    Disconnect = "disconnect" {},
    Park = "park" {},
    Unpark = "unpark" { thread: needed },
    Yield = "yield" {},
    Note = "note" { text: needed },
    Step = "step" { text: needed, changes: sparing },
    Panic = "panic" { message: needed },
    Blocked = "blocked" { on: needed },
    Fault = "fault" { what: needed },
} }
record! { Event {
    thread: needed, action: needed, object: sparing, source: sparing, switch: sparing,
} }

record! { Thread { name: needed } }
words! { ObjectKind {
    Mutex = "mutex", RwLock = "rw_lock", Condvar = "condvar", Barrier = "barrier", Once = "once",
    Atomic = "atomic", Cell = "cell", Racy = "racy", Channel = "channel", Arc = "arc",
    Allocation = "allocation", Thread = "thread", Variable = "variable",
} }
record! { Object { name: needed, kind: needed } }
record! { Surprises {
    preemptions: lenient, stale_reads: lenient, overtaken_stores: lenient,
    spurious_wakeups: lenient, early_timeouts: lenient, unfair_notifications: lenient,
    weak_failures: lenient,
} }

record! { Counterexample {
    v: version, headline: needed, threads: needed, objects: needed, events: needed,
    surprises: lenient, calmest: lenient, execution: lenient, remarks: sparing,
} }

numbered! { Coverage { words { Every = "every" } numbers { UpTo = "up_to" } } }
numbered! { Limit {
    words {}
    numbers {
        Executions = "executions", Seconds = "seconds", Threads = "threads", States = "states",
    }
} }
words! { Kind {
    LostUpdate = "lost-update", CheckThenAct = "check-then-act", TornRead = "torn-read",
    StaleRead = "stale-read", OrderViolation = "order-violation", WrongResult = "wrong-result",
    LostParallelism = "lost-parallelism", LockOrder = "lock-order",
    SelfDeadlock = "self-deadlock", LostWakeup = "lost-wakeup", WaitCycle = "wait-cycle",
    DataRace = "data-race", UseAfterFree = "use-after-free", DoubleFree = "double-free",
    Leak = "leak", Livelock = "livelock", EndlessLoop = "endless-loop", Panic = "panic",
    NotDeterministic = "not-deterministic", BrokenRule = "broken-rule",
    WrongTrait = "wrong-trait",
} }
tagged! { Verdict by "verdict" {
    Holds = "holds" { coverage: needed },
    Violated = "violated" { kind: needed, message: needed },
    Deadlock = "deadlock" { kind: needed },
    DataRace = "data-race" { kind: needed },
    Stuck = "stuck" { kind: needed, message: needed },
    Leak = "leak" { message: needed },
    Inconclusive = "inconclusive" { limit: needed },
    Refused = "refused" { message: needed },
    Crashed = "crashed" { message: needed },
    CompileError = "compile-error" { message: needed },
} }
record! { Report { verdict: flat, executions: needed, counterexample: sparing } }
