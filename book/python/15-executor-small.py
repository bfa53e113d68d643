# what: the same with two pictures
from concurrent.futures import ThreadPoolExecutor


def resize(picture):
    if picture == 1:
        raise ValueError("picture 1 cannot be read")
    return picture


good = []
bad = []
with ThreadPoolExecutor(max_workers=2) as pool:
    futures = [pool.submit(resize, n) for n in range(2)]
    for future in futures:
        try:
            good.append(future.result())
        except ValueError as error:
            bad.append(error)

if len(good) == 1 and len(bad) == 1:
    print("the good results and one ValueError")
