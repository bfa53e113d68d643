# what: four threads append, store and add, 5 000 times each
# runs: 20
# show: outcomes
# claim: all: always nothing lost
# explore: no: too many steps; the same operations are explored in chapter 4

# ANCHOR: program
import sys
import threading

sys.setswitchinterval(1e-6)
a_list, a_dict, a_set = [], {}, set()

def work(number):
    for i in range(5000):
        a_list.append(i)
        a_dict[number, i] = i
        a_set.add((number, i))

threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
sizes = {len(a_list), len(a_dict), len(a_set)}
print("nothing lost" if sizes == {20000} else "something lost")
# ANCHOR_END: program
