//! The macros `select!` and `select_biased!`, with crossbeam's syntax.
//!
//! They take the arms apart one by one, bind each channel to a name, and then build a `Select`.
//! Crossbeam's own macros cannot be used: they call crossbeam's types.

/// Does one of several channel operations: [`crossbeam_channel::select!`], checked.
#[doc(hidden)]
#[macro_export]
macro_rules! __checked_select {
    ($($arms:tt)*) => {
        $crate::__checked_select_arms!(@arms new [] [] $($arms)*)
    };
}

/// As `select!`, but does the first operation that can be done.
#[doc(hidden)]
#[macro_export]
macro_rules! __checked_select_biased {
    ($($arms:tt)*) => {
        $crate::__checked_select_arms!(@arms new_biased [] [] $($arms)*)
    };
}

/// `@arms`: takes the arms apart, into a list of `{operation ...}` and a list with the default.
/// `@bind`: binds each channel. `@run`: selects and runs the body.
#[doc(hidden)]
#[macro_export]
macro_rules! __checked_select_arms {
    // No arm is left.
    (@arms $new:ident [$($done:tt)*] [$($default:tt)*]) => {
        $crate::__checked_select_arms!(@bind $new [] [$($default)*] $($done)*)
    };

    // `default` may leave out its empty argument list.
    (@arms $new:ident $done:tt $default:tt default => $($rest:tt)*) => {
        $crate::__checked_select_arms!(@arms $new $done $default default() => $($rest)*)
    };

    // Each sort of body: a block with a comma, an expression with a comma, a block without one,
    // and an expression at the end.
    (@arms $new:ident $done:tt $default:tt
        $operation:ident($($argument:tt)*) $(-> $result:pat)? => $body:block, $($rest:tt)*
    ) => {
        $crate::__checked_select_arms!(@arm $new $done $default
            [$operation ($($argument)*) [$($result)?] $body] $($rest)*)
    };
    (@arms $new:ident $done:tt $default:tt
        $operation:ident($($argument:tt)*) $(-> $result:pat)? => $body:expr, $($rest:tt)*
    ) => {
        $crate::__checked_select_arms!(@arm $new $done $default
            [$operation ($($argument)*) [$($result)?] $body] $($rest)*)
    };
    (@arms $new:ident $done:tt $default:tt
        $operation:ident($($argument:tt)*) $(-> $result:pat)? => $body:block $($rest:tt)*
    ) => {
        $crate::__checked_select_arms!(@arm $new $done $default
            [$operation ($($argument)*) [$($result)?] $body] $($rest)*)
    };
    (@arms $new:ident $done:tt $default:tt
        $operation:ident($($argument:tt)*) $(-> $result:pat)? => $body:expr
    ) => {
        $crate::__checked_select_arms!(@arm $new $done $default
            [$operation ($($argument)*) [$($result)?] $body])
    };

    // The names `end` and `index` are new ones for each arm, by hygiene.
    (@arm $new:ident [$($done:tt)*] $default:tt
        [recv ($receiver:expr $(,)?) [$result:pat] $body:expr] $($rest:tt)*
    ) => {
        $crate::__checked_select_arms!(@arms $new
            [$($done)* {end index recv Receiver ($receiver) () [$result] $body}] $default $($rest)*)
    };
    (@arm $new:ident [$($done:tt)*] $default:tt
        [send ($sender:expr, $message:expr $(,)?) [$result:pat] $body:expr] $($rest:tt)*
    ) => {
        $crate::__checked_select_arms!(@arms $new
            [$($done)* {end index send Sender ($sender) ($message) [$result] $body}]
            $default $($rest)*)
    };
    (@arm $new:ident $done:tt [] [default () [] $body:expr] $($rest:tt)*) => {
        $crate::__checked_select_arms!(@arms $new $done [{(try_select()) $body}] $($rest)*)
    };
    (@arm $new:ident $done:tt [] [default ($timeout:expr $(,)?) [] $body:expr] $($rest:tt)*) => {
        $crate::__checked_select_arms!(@arms $new $done
            [{(select_timeout($timeout)) $body}] $($rest)*)
    };
    (@arm $new:ident $done:tt [$($default:tt)+] [default $($arm:tt)*] $($rest:tt)*) => {
        compile_error!("there can be only one `default` case in a `select!` block")
    };

    // A `match` keeps temporary values of the channel's expression alive until the end.
    (@bind $new:ident [$($bound:tt)*] $default:tt
        {$end:ident $index:ident $operation:ident $type:ident ($channel:expr) $message:tt
            [$result:pat] $body:expr}
        $($rest:tt)*
    ) => {
        match $channel {
            ref $end => {
                let $end: &$crate::channel::$type<_> = $end;
                $crate::__checked_select_arms!(@bind $new
                    [$($bound)* {$end $index $operation $message [$result] $body}]
                    $default $($rest)*)
            }
        }
    };
    (@bind $new:ident [$({$end:ident $index:ident $operation:ident $message:tt
        [$result:pat] $body:expr})*] $default:tt
    ) => {{
        let mut select = $crate::channel::Select::$new();
        $(let $index = select.$operation($end);)*
        $crate::__checked_select_arms!(@run select $default
            $({$end $index $operation $message [$result] $body})*)
    }};

    (@run $select:ident [] $($arms:tt)*) => {{
        let selected = $select.select();
        $crate::__checked_select_arms!(@complete selected $($arms)*)
    }};
    (@run $select:ident [{($choose:ident ($($timeout:expr)?)) $default:expr}] $($arms:tt)*) => {
        match $select.$choose($($timeout)?) {
            Err(_) => $default,
            Ok(selected) => $crate::__checked_select_arms!(@complete selected $($arms)*),
        }
    };

    (@complete $selected:ident
        $({$end:ident $index:ident $operation:ident ($($message:expr)?) [$result:pat] $body:expr})*
    ) => {
        match $selected.index() {
            $(index if index == $index => {
                let $result = $selected.$operation($end $(, $message)?);
                $body
            })*
            _ => unreachable!("internal error: an operation was selected that is not in the list"),
        }
    };

    (@arms $($wrong:tt)*) => {
        compile_error!(
            "expected `recv(receiver) -> result => body`, `send(sender, message) -> result => \
             body` or `default => body`"
        )
    };
    (@arm $($wrong:tt)*) => {
        compile_error!(
            "expected `recv(receiver) -> result => body`, `send(sender, message) -> result => \
             body` or `default => body`"
        )
    };
}
