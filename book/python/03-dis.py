# what: the instructions of three lines, as this interpreter compiles them
# runs: 1
# show: output
# explore: no: it prints the names of instructions, which differ from version to version

# ANCHOR: program
import dis

def add():
    global n
    n += 1

def add_item():
    d["count"] += 1

def sort():
    numbers.sort()

for function, line in [(add, "n += 1"), (add_item, 'd["count"] += 1'), (sort, "numbers.sort()")]:
    names = [instruction.opname for instruction in dis.get_instructions(function)]
    print(line)
    print("   ", " ".join(names))
# ANCHOR_END: program
