def formatted(name, value, width):
    f"plain"
    f""
    f"{name}"
    f"{name!r} is {value:>10} or {value!s:{width}.{width}}"
    f"{{literal}} {value + 1}"
    f"{value=} {value = !s}"
    f"{name}" "tail" f"{value}"
    f"{name if value else width} {[x for x in name]} {(lambda: 1)()}"
    f"{name['key']} {name.attribute} {name(value, width=1)}"
    f"{f'{value}'}"
    return (
        f"first {name} "
        f"second {value!r} "
        "third"
    )


def lines(name, value):
    print(f"""
    {name}
    and {value}
    """)
    print(
        "start"
        f"{name}",
        value,
    )


def percent(a, b):
    "%s" % a
    "%s %s" % (a, b)
    "%-5s|%5d" % (a, b)
    "%(key)s" % a
    "100%%" % ()
    "%r%a" % (a, b)


def methods(a):
    return "a".join(a), "x {}".format(a), "abc"[1], "abc" in a, "b" "c"
