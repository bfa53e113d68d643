# what: an executor hands out parts and takes results back, in order
# runs: 10
# show: outcomes
# claim: all: always taxes: 450
# explore: self

# ANCHOR: program
from concurrent.futures import ThreadPoolExecutor

salaries = [1000, 2000, 3000, 3000]
parts = [salaries[:2], salaries[2:]]

def taxes(part):
    total = 0
    for salary in part:
        total += salary // 20
    return total

with ThreadPoolExecutor(max_workers=2) as pool:
    sums = list(pool.map(taxes, parts))
print("taxes:", sums[0] + sums[1])
# ANCHOR_END: program
