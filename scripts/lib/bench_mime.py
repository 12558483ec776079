"""Python's email package on the messages of mime-bench: bench_mime.py FOLDER ROW. Prints ROW, then its own with the ratio."""

import email.parser
import email.policy
import json
import os
import sys
import time

RUNS = 3


def main():
    folder, row = sys.argv[1], json.loads(sys.argv[2])
    messages = []
    for name in os.listdir(folder):
        with open(os.path.join(folder, name), "rb") as file:
            messages.append(file.read())
    size = sum(map(len, messages))
    times = []
    for _ in range(RUNS):
        parts = 0
        began = time.perf_counter()
        for message in messages:
            # The policy that the package's own mailbox readers use: fields are kept as they are.
            parsed = email.parser.BytesParser(policy=email.policy.compat32).parsebytes(message)
            parts += sum(1 for _ in parsed.walk())
        times.append(time.perf_counter() - began)
    rate = size / sorted(times)[RUNS // 2] / 1e6
    print(json.dumps(row))
    print(json.dumps({"part": "mime", "client": "python-email", "name": "scan", "messages": len(messages), "parts": parts, "mb": round(size / 1e6, 1),
                      "mb_per_s": round(rate, 1), "rohrpost_is_faster": round(row["mb_per_s"] / rate, 1), "runs": RUNS}))


if __name__ == "__main__":
    main()
