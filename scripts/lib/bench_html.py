"""Prints the renderer's figure, and that of `w3m -dump` on the same newsletters: bench_html.py FOLDER ROW [TREE LIBRARIES].

TREE is where scripts/setup --bench unpacked the peers; without w3m there, or on the PATH, only the renderer's row is printed.
w3m is started once for all documents, so that its start does not count for each.
"""

import json
import os
import shutil
import subprocess
import sys
import time

RUNS = 3


def main():
    folder, row = sys.argv[1], sys.argv[2]
    tree, libraries = (sys.argv[3:] + ["", ""])[:2]
    print(row, flush=True)
    program = shutil.which("w3m", path=f"{tree}/usr/bin") if tree else shutil.which("w3m")
    if program is None:
        return
    # One document of all bodies: w3m -dump takes one at a time.
    whole = os.path.join(folder, "all.html")
    size = 0
    with open(whole, "wb") as output:
        for name in sorted(os.listdir(folder)):
            if name != "all.html":
                with open(os.path.join(folder, name), "rb") as file:
                    octets = file.read()
                output.write(octets)
                size += len(octets)
    variables = dict(os.environ, HOME=folder, **({"LD_LIBRARY_PATH": libraries} if libraries else {}))
    times = []
    for _ in range(RUNS):
        before = time.perf_counter()
        subprocess.run([program, "-dump", "-T", "text/html", "-I", "utf-8", "-cols", "80", whole], env=variables, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL, check=True, timeout=300)
        times.append(time.perf_counter() - before)
    seconds = sorted(times)[RUNS // 2]
    print(json.dumps({"part": "html", "client": "w3m -dump", "name": "newsletters", "mb": round(size / 1e6, 1),
                      "mb_per_s": round(size / seconds / 1e6, 1), "runs": RUNS}))


if __name__ == "__main__":
    main()
