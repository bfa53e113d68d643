# needs 3.12


def same_quotes(d):
    f"{d["key"]} {", ".join(d)} {f"{f"{d}"}"}"
    return f"{
        d  # the value
    }"
