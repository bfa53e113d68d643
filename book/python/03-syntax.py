# what: a file with a mistake in its last line is compiled as a whole, so its first line never runs
# runs: 1
# show: outcomes
# claim: all: always nothing has run
# explore: no: it is about the compiler, not about threads

# ANCHOR: program
source = """
started.append("first line")
for page in pages
"""
started = []
try:
    exec(source, {"started": started, "pages": []})
except SyntaxError:
    print("the first line has run" if started else "nothing has run")
# ANCHOR_END: program
