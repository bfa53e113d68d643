# Each thread fills its own row.
# expect 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.13t, 3.14t, 3.15t, gil_every, gil_calls_310, gil_calls, free_threaded: [[0, 1], [2, 3]]
import threading
matrix = [[0, 0], [0, 0]]
def fill(i):
    for j in range(2):
        matrix[i][j] = i * 2 + j
a = threading.Thread(target=fill, args=(0,))
b = threading.Thread(target=fill, args=(1,))
a.start(); b.start()
a.join(); b.join()
print(matrix)
