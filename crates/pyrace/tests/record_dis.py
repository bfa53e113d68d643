"""Record what `dis` says about the snippets in tests/dis, for the test in tests/listings.rs.

Run it with each interpreter, for example

    python3.12 crates/pyrace/tests/record_dis.py > crates/pyrace/tests/dis/3.12.txt
    python3.12 crates/pyrace/tests/record_dis.py --text > crates/pyrace/tests/dis/text/3.12.txt

The second command records the text of `dis.dis` for one of the snippets. The format of the first: a line `= file` for each snippet; for each code object, an outer one first, `: name`
with the first line, the counts of parameters, the flags and the names; then one line for each
instruction with its source line (`.` if it is that of the line before, `-` if there is none), its
offset, its name, its operand and the meaning of the operand; `!` lines are the exception table.
"""

import dis
import io
import pathlib
import re
import sys
import types

FLAGS = 1 | 4 | 8 | 16 | 32


def text(value):
    """The `repr` of a constant without addresses and with sorted sets."""
    if isinstance(value, types.CodeType):
        return f"<code object {value.co_name}, line {value.co_firstlineno}>"
    if isinstance(value, tuple):
        items = [text(item) for item in value]
        return "(" + ", ".join(items) + (",)" if len(items) == 1 else ")")
    if isinstance(value, frozenset):
        return "frozenset({" + ", ".join(sorted(map(text, value))) + "})"
    return repr(value)


def lines_of(code):
    """The source line of each offset."""
    lines = {}
    if hasattr(code, "co_lines"):
        for start, end, line in code.co_lines():
            for offset in range(start, end, 2):
                lines[offset] = line
        return lines
    starts = dict(dis.findlinestarts(code))
    line = None
    for offset in range(0, len(code.co_code), 2):
        line = starts.get(offset, line)
        lines[offset] = line
    return lines


def exception_table(code):
    if hasattr(dis, "_parse_exception_table"):
        return dis._parse_exception_table(code)
    return []


def record(code, out):
    names = [code.co_names, code.co_varnames, code.co_cellvars, code.co_freevars]
    out.append(
        f": {code.co_name} {code.co_firstlineno} {code.co_argcount} {code.co_posonlyargcount} "
        f"{code.co_kwonlyargcount} {code.co_flags & FLAGS} "
        + " ".join(",".join(group) or "-" for group in names)
    )
    lines = lines_of(code)
    previous = None
    for instr in dis.get_instructions(code):
        line = lines[instr.offset]
        shown = "-" if line is None else "." if line == previous else str(line)
        previous = line
        fields = [shown, str(instr.offset), instr.opname]
        if instr.arg is not None:
            fields.append(str(instr.arg))
            if instr.opcode in dis.hasjrel or (instr.opcode in dis.hasjabs and instr.argrepr):
                fields.append(f"to {instr.argval}")
            elif instr.opcode in dis.hasconst and instr.argrepr:
                fields.append(text(code.co_consts[instr.arg]))
            elif instr.argrepr:
                fields.append(instr.argrepr)
        out.append(" ".join(fields))
    for entry in exception_table(code):
        lasti = " lasti" if entry.lasti else ""
        out.append(f"! {entry.start} {entry.end} {entry.target} {entry.depth}{lasti}")
    for const in code.co_consts:
        if isinstance(const, types.CodeType):
            record(const, out)


def listing():
    file = pathlib.Path(__file__).parent / "dis" / "exceptions.py"
    out = io.StringIO()
    dis.dis(compile(file.read_text(), file.name, "exec"), file=out)
    print(re.sub(r' at 0x[0-9a-f]+, file "[^"]*"', "", out.getvalue()), end="")


def main():
    if sys.argv[1:] == ["--text"]:
        return listing()
    default = sorted((pathlib.Path(__file__).parent / "dis").glob("*.py"))
    files = [pathlib.Path(name) for name in sys.argv[1:]] or default
    out = ["# " + sys.version.split()[0]]
    for file in files:
        source = file.read_text()
        needs = source.partition("\n")[0].partition("# needs ")[2]
        if needs and sys.version_info[:2] < tuple(map(int, needs.split("."))):
            continue
        out.append(f"= {file.name}")
        record(compile(source, file.name, "exec"), out)
    print("\n".join(out))


main()
