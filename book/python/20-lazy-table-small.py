# what: two threads ask once
import threading

table = None
seen = []

def build_table():
    return [1, 4, 9]

def get_table():
    global table
    if table is None:
        table = build_table()
    return table

def asker():
    seen.append(get_table())

threads = [threading.Thread(target=asker) for _ in range(2)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print("one table each time" if seen[0] is seen[1] else "two tables")
