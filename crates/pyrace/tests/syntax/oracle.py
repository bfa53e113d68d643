"""What CPython's own parser and compiler say about programs.

Reads a JSON array of source texts from the standard input and writes one JSON object per program, one
a line: `tree` as `pyrace::syntax::dump` writes it, or `error`, a list of message and line. A program
that parses and does not compile is an error as well.
"""
import ast
import json
import struct
import sys
import warnings

LEFT_OUT = {"ctx", "type_comment", "type_params", "kind", "is_lazy"}


def text(value):
    plain = (c if " " <= c <= "~" and c not in '"\\' else "\\u{%x}" % ord(c) for c in value)
    return '"' + "".join(plain) + '"'


def constant(value):
    if isinstance(value, str):
        return text(value)
    if isinstance(value, float):
        return struct.pack(">d", value).hex()
    return str(value)


def node(value):
    if value is None:
        return "-"
    if isinstance(value, list):
        return "[" + " ".join(map(node, value)) + "]"
    if not isinstance(value, ast.AST):
        return str(value)
    name = type(value).__name__
    # Up to 3.8 an index had nodes of its own.
    if name == "Index":
        return node(value.value)
    if name == "ExtSlice":
        return "(Tuple " + node(value.dims) + ")"
    if isinstance(value, (ast.operator, ast.unaryop, ast.cmpop, ast.boolop)):
        return name
    place = ""
    if hasattr(value, "lineno"):
        place = "@%d:%d-%d:%d" % (value.lineno, value.col_offset, value.end_lineno, value.end_col_offset)
    if isinstance(value, ast.Constant):
        return "(Constant" + place + " " + constant(value.value) + ")"
    if name == "JoinedStr":
        # 3.12.0 and 3.12.1 leave empty texts in format specifications.
        value.values = [part for part in value.values if getattr(part, "value", None) != ""]
    fields = [node(getattr(value, field, None)) for field in value._fields if field not in LEFT_OUT]
    return "(" + " ".join([name + place] + fields) + ")"


def answer(source):
    data = source.encode("utf-8", "surrogatepass")
    try:
        tree = ast.parse(data, "program.py")
        compile(data, "program.py", "exec", dont_inherit=True)
    except SyntaxError as error:
        return {"error": [type(error).__name__ + ": " + str(error.msg), error.lineno or 0]}
    except (ValueError, MemoryError, RecursionError, OverflowError) as error:
        return {"error": [type(error).__name__ + ": " + str(error), 0]}
    return {"tree": node(tree.body)}


def main():
    warnings.simplefilter("ignore")
    sys.setrecursionlimit(5000)
    for source in json.load(sys.stdin):
        print(json.dumps(answer(source)))


main()
