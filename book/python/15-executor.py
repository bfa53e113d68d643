# what: the same ten pictures with a ThreadPoolExecutor
# runs: 5
# show: outcomes
# claim: all: always the good results and one ValueError
# explore: 15-executor-small
# ANCHOR: program
from concurrent.futures import ThreadPoolExecutor


def resize(picture):
    if picture == 3:
        raise ValueError("picture 3 cannot be read")
    return picture


good = []
bad = []
with ThreadPoolExecutor(max_workers=4) as pool:
    futures = [pool.submit(resize, n) for n in range(10)]
    for future in futures:
        try:
            good.append(future.result())
        except ValueError as error:
            bad.append(error)

if len(good) == 9 and len(bad) == 1:
    print("the good results and one ValueError")
# ANCHOR_END: program
