# what: a connection of sqlite3 is used by a thread that did not open it
# runs: 2
# claim: all: always ProgrammingError
# explore: no: it has no sqlite3

# ANCHOR: program
import sqlite3
import threading

connection = sqlite3.connect(":memory:")
seen = []

def other():
    try:
        connection.execute("select 1")
        seen.append("it works")
    except sqlite3.ProgrammingError:
        seen.append("ProgrammingError")

t = threading.Thread(target=other)
t.start()
t.join()
print(seen[0])
# ANCHOR_END: program
