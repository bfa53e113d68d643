# what: the file names of the bytecode cache, without and with -O
# runs: 1
# show: outcomes
# claim: all: always .pyc and .opt-1.pyc, no .pyo
# explore: no: it looks at file names, not at threads

# ANCHOR: program
import importlib.util

plain = importlib.util.cache_from_source("visits.py", optimization="")
optimised = importlib.util.cache_from_source("visits.py", optimization=1)
if plain.endswith(".pyc") and optimised.endswith(".opt-1.pyc"):
    print(".pyc and .opt-1.pyc, no .pyo")
else:
    print(plain, optimised)
# ANCHOR_END: program
