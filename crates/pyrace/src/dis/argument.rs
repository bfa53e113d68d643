//! What `dis` prints in parentheses after an operand.

use std::fmt::{self, Write};

use crate::code::write_str_repr;
use crate::code::{
    Binary, CodeObject, Common, Compare, Const, Instr, Op, Program, Special, Version,
};

/// What the operand of an instruction means; empty for jumps.
pub(super) fn meaning(program: &Program, code: &CodeObject, instr: &Instr) -> String {
    let version = program.version;
    let name = || {
        code.names
            .get(instr.arg as usize)
            .cloned()
            .unwrap_or_default()
    };
    let slot = |slot: u32| code.slots.get(slot as usize).cloned().unwrap_or_default();
    match instr.op {
        Op::LoadConst | Op::ReturnConst => constant(program, code, instr.raw),
        Op::KwNames if version >= Version::V3_12 => constant(program, code, instr.raw),
        Op::LoadGlobal if instr.flag && version >= Version::V3_13 => name() + " + NULL",
        Op::LoadGlobal if instr.flag => format!("NULL + {}", name()),
        Op::LoadAttr | Op::LoadSuperAttr if instr.flag && version >= Version::V3_13 => {
            name() + " + NULL|self"
        }
        Op::LoadAttr | Op::LoadSuperAttr if instr.flag => format!("NULL|self + {}", name()),
        Op::LoadGlobal
        | Op::LoadAttr
        | Op::LoadSuperAttr
        | Op::LoadMethod
        | Op::StoreAttr
        | Op::DeleteAttr
        | Op::LoadName
        | Op::StoreName
        | Op::DeleteName
        | Op::StoreGlobal
        | Op::DeleteGlobal
        | Op::LoadFromDictOrGlobals
        | Op::ImportFrom => name(),
        Op::ImportName if version >= Version::V3_15 => match instr.raw & 3 {
            1 => name() + " + lazy",
            2 => name() + " + eager",
            _ => name(),
        },
        Op::ImportName => name(),
        Op::LoadFast
        | Op::LoadFastCheck
        | Op::LoadFastAndClear
        | Op::LoadFastBorrow
        | Op::StoreFast
        | Op::DeleteFast
        | Op::MakeCell
        | Op::LoadClosure
        | Op::LoadDeref
        | Op::StoreDeref
        | Op::DeleteDeref
        | Op::LoadClassDeref
        | Op::LoadFromDictOrDeref => slot(instr.arg),
        Op::LoadFastLoadFast
        | Op::LoadFastBorrowLoadFastBorrow
        | Op::StoreFastLoadFast
        | Op::StoreFastStoreFast => format!("{}, {}", slot(instr.arg), slot(instr.arg2)),
        Op::CompareOp => {
            let text = Compare::from_arg(instr.arg).map_or("", Compare::text);
            if instr.flag {
                format!("bool({text})")
            } else {
                text.to_owned()
            }
        }
        Op::BinaryOp => Binary::from_arg(instr.arg)
            .map_or("", Binary::text)
            .to_owned(),
        Op::IsOp if version >= Version::V3_14 => {
            if instr.flag { "is not" } else { "is" }.to_owned()
        }
        Op::ContainsOp if version >= Version::V3_14 => {
            if instr.flag { "not in" } else { "in" }.to_owned()
        }
        Op::LoadCommonConstant => common(instr.arg),
        Op::LoadSpecial => Special::from_arg(instr.arg)
            .map_or("", Special::text)
            .to_owned(),
        Op::ConvertValue => conversion(instr.arg).to_owned(),
        Op::FormatValue => {
            let conversion = conversion(instr.arg);
            let comma = if conversion.is_empty() { "" } else { ", " };
            if instr.flag {
                format!("{conversion}{comma}with format")
            } else {
                conversion.to_owned()
            }
        }
        Op::MakeFunction if version <= Version::V3_12 => function_parts(instr.raw),
        Op::SetFunctionAttribute => function_parts(instr.raw),
        Op::CallIntrinsic1 => intrinsic(instr.arg).to_owned(),
        _ => String::new(),
    }
}

fn constant(program: &Program, code: &CodeObject, index: u32) -> String {
    let mut text = String::new();
    if let Some(value) = code.consts.get(index as usize) {
        // Writing to a string does not fail.
        let _ = write_const(&mut text, program, value);
    }
    text
}

fn common(arg: u32) -> String {
    match Common::from_arg(arg) {
        Some(common @ (Common::All | Common::Any)) => {
            format!("<built-in function {}>", common.text())
        }
        common => common.map_or("", Common::text).to_owned(),
    }
}

fn conversion(arg: u32) -> &'static str {
    match arg {
        1 => "str",
        2 => "repr",
        3 => "ascii",
        _ => "",
    }
}

fn function_parts(bits: u32) -> String {
    let parts = [
        "defaults",
        "kwdefaults",
        "annotations",
        "closure",
        "annotate",
    ];
    let given = parts.iter().enumerate();
    let given = given
        .filter(|(i, _)| bits >> i & 1 == 1)
        .map(|(_, part)| *part);
    given.collect::<Vec<_>>().join(", ")
}

fn intrinsic(arg: u32) -> &'static str {
    match arg {
        3 => "INTRINSIC_STOPITERATION_ERROR",
        5 => "INTRINSIC_UNARY_POSITIVE",
        6 => "INTRINSIC_LIST_TO_TUPLE",
        _ => "",
    }
}

/// Writes a constant as Python's `repr` does, but a code object without its address, as in
/// `<code object worker, line 3>`, and the items of a set sorted by their text.
///
/// # Errors
///
/// What the writer answers.
pub fn write_const(out: &mut impl Write, program: &Program, value: &Const) -> fmt::Result {
    match value {
        Const::None => out.write_str("None"),
        Const::Bool(true) => out.write_str("True"),
        Const::Bool(false) => out.write_str("False"),
        Const::Ellipsis => out.write_str("Ellipsis"),
        Const::Int(value) => write!(out, "{value}"),
        Const::Float(value) => write!(out, "{value}"),
        Const::Str(text) => write_str_repr(out, text),
        Const::Tuple(items) => {
            out.write_char('(')?;
            write_list(out, program, items)?;
            out.write_str(if items.len() == 1 { ",)" } else { ")" })
        }
        Const::FrozenSet(items) => {
            let mut texts = Vec::new();
            for item in items {
                let mut text = String::new();
                write_const(&mut text, program, item)?;
                texts.push(text);
            }
            texts.sort();
            write!(out, "frozenset({{{}}})", texts.join(", "))
        }
        Const::Slice(parts) => {
            out.write_str("slice(")?;
            write_list(out, program, parts.as_slice())?;
            out.write_char(')')
        }
        Const::Code(id) => {
            let code = program.code(*id);
            write!(out, "<code object {}, line {}>", code.name, code.first_line)
        }
    }
}

fn write_list(out: &mut impl Write, program: &Program, items: &[Const]) -> fmt::Result {
    for (i, item) in items.iter().enumerate() {
        if i > 0 {
            out.write_str(", ")?;
        }
        write_const(out, program, item)?;
    }
    Ok(())
}
