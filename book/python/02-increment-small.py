# what: two threads run visits["front"] += 1, twice each
import threading

visits = {"front": 0}

def visitor():
    for _ in range(2):
        visits["front"] += 1

threads = [threading.Thread(target=visitor) for _ in range(2)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print("exact" if visits["front"] == 4 else "updates lost")
