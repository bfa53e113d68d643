//! What is wrong with a program, in words and with a caret.

#[path = "syntax/mistakes.rs"]
mod mistakes;

use std::fmt::Write as _;

use pyrace::code::{Version, compile};

/// Compiles each program and writes it with its messages.
fn report(programs: &[&str], version: Version) -> String {
    let mut out = String::new();
    for program in programs {
        let message = match compile(program, version) {
            Ok(_) => "no errors".to_owned(),
            Err(errors) => {
                let errors: Vec<String> = errors.iter().map(|e| e.render(program)).collect();
                errors.join("\n")
            }
        };
        writeln!(out, "{}\n", message.trim_end()).expect("strings take any text");
    }
    out
}

#[test]
fn mistakes() {
    insta::assert_snapshot!(report(mistakes::MISTAKES, Version::V3_14));
}

#[test]
fn refusals() {
    let programs = [
        "async def f():\n    await g()\n",
        "async with a:\n    pass\n",
        "def f():\n    await g()\n",
        "match x:\n    case 1:\n        pass\n",
        "try:\n    pass\nexcept* ValueError:\n    pass\n",
        "def f():\n    yield from g()\n",
        "def f[T](x):\n    pass\n",
        "class C[T]:\n    pass\n",
        "type X = int\n",
        "def f(*args: *Ts):\n    pass\n",
        "print(__annotations__)\n",
        "from __future__ import annotations\nx: (lambda: 1) = 1\n",
        "x = b'bytes'\n",
        "x = t'{a}'\n",
        "x = 1j\n",
        "import socket\n",
        "import os, threading\n",
        "from asyncio import run\n",
        "from . import x\n",
        "from threading import *\n",
        "from threading import Nothing\n",
        "from __future__ import barry_as_FLUFL\n",
        "from __future__ import everything\n",
        "x = 1\nfrom __future__ import annotations\n",
        "from typing_extensions import Self\n",
        "from dataclasses import dataclass\n",
        "exec('x')\n",
        "x = '\\N{BULLET}'\n",
        "x = '\\ud800'\n",
        "print(f'{x!r:{y:{z}}}')\n",
        "lazy import queue\n",
        "with (yield):\n    pass\n",
    ];
    insta::assert_snapshot!(report(&programs, Version::V3_14));
}

#[test]
fn newer_syntax() {
    let programs = [
        "with (a as b, c):\n    pass\n",
        "@f[0]\ndef g():\n    pass\n",
        "f'{x['a']}'\n",
        "f\"{'\\n'}\"\n",
        "try:\n    pass\nexcept ValueError, KeyError:\n    pass\n",
        "f'{x=}'\n",
    ];
    insta::assert_snapshot!(report(&programs, Version::V3_8));
}

#[test]
fn deep_nesting_is_an_error() {
    let deep = 5000;
    let programs = [
        format!("x = {}{}", "(".repeat(deep), ")".repeat(deep)),
        format!("x = {}1", "-".repeat(deep)),
        format!("x = {}a", "not ".repeat(deep)),
        format!("x = {}1", "1 ** ".repeat(deep)),
        format!("x = a{}", ".b".repeat(deep * 2)),
        format!("x = a{}", "()".repeat(deep * 2)),
        format!("x = 1{}", " + 1".repeat(deep * 2)),
        format!("x = a{}", " if b else a".repeat(deep)),
        format!("x = {}a", "lambda: ".repeat(deep)),
        format!("x = a{}", " and a".repeat(deep * 2)),
        format!("x = {}1{}", "f'{".repeat(deep), "}'".repeat(deep)),
        "[".repeat(deep),
        "{a: ".repeat(deep),
        "f(".repeat(deep),
        (0..deep).map(|i| " ".repeat(i) + "if a:\n").collect(),
        format!("{}pass", "if a: ".repeat(deep)),
        format!("if a:\n pass\n{}", "elif b:\n pass\n".repeat(deep)),
        format!("{} = 1", "a = ".repeat(deep)),
    ];
    for program in programs {
        for version in Version::ALL {
            // Whether there is a program or an error: the stack holds.
            let _ = compile(&program, version);
        }
    }
}
