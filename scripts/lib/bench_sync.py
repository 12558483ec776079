"""An account taken into its store over IMAPS, beside a raw read of the same octets, and then kept up to date.

    bench_sync.py --sync-bench PROGRAM --host-env FILE --output FILE [--sizes N,N] [--runs N]

The raw read sends the same FETCH over the same compressed TLS line and throws away what comes; one goes before and one behind each
sync, and the ratio is that of the sync to the mean of the two. Before the first of a size the server's cache is filled by such a read.
Then 100 messages get a flag from elsewhere, the server looks at the mailbox once, and the store is brought up to date. Rows are printed
and appended to the output as JSON lines.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile

CHANGES = 100


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--sync-bench", required=True)
    parser.add_argument("--host-env", required=True)
    parser.add_argument("--output", required=True)
    parser.add_argument("--sizes", default="1000,10000,100000")
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    with open(options.host_env) as file:
        env = dict(line.rstrip("\n").split("=", 1) for line in file if "=" in line)
    work = tempfile.mkdtemp(prefix="rohrpost-bench.")
    try:
        for size in options.sizes.split(","):
            Mailbox(options, env, work, int(size)).measure()
    finally:
        shutil.rmtree(work, ignore_errors=True)


class Mailbox:
    def __init__(self, options, env, work, size):
        self.options, self.env, self.size = options, env, size
        self.user = f"bench{size}@{env['ROHRPOST_TEST_DOMAIN']}"
        self.folder = os.path.join(work, f"store{size}")
        self.port = env["ROHRPOST_TEST_IMAPS_PORT"]
        with open(os.path.join(env["ROHRPOST_TEST_PASSWORDS"], f"bench{size}")) as file:
            password = file.read().strip()
        self.variables = {**os.environ, "SSL_CERT_FILE": env["ROHRPOST_TEST_CA_FILE"], "ROHRPOST_BENCH_PASSWORD": password}

    def row(self, **values):
        print("  ".join(f"{key} {value}" for key, value in values.items()), flush=True)
        with open(self.options.output, "a") as file:
            file.write(json.dumps(values) + "\n")

    def raw(self, *more):
        """Seconds and octets of a raw read of all headers."""
        words = [sys.executable, os.path.join(os.path.dirname(os.path.abspath(__file__)), "raw_fetch.py"), self.port, self.user, "--compress", *more]
        told = subprocess.run(words, env=self.variables, stdout=subprocess.PIPE, text=True, check=True).stdout.split()
        return float(told[0]), int(told[1])

    def sync(self, name):
        """The figures of one run of the store, by name."""
        words = [self.options.sync_bench, self.port, self.user, self.folder, name]
        told = subprocess.run(words, env=self.variables, stdout=subprocess.PIPE, text=True, check=True).stdout
        return {line.split()[0].removeprefix(f"sync-{name}-"): float(line.split()[1]) for line in told.splitlines()}

    def doveadm(self, *words):
        subprocess.run([self.env["ROHRPOST_TEST_MAILHOST"], "doveadm", self.env["ROHRPOST_TEST_DIR"], *words], check=True)

    def measure(self):
        self.raw()
        syncs, ratios, raws = [], [], []
        for _ in range(self.options.runs):
            shutil.rmtree(self.folder, ignore_errors=True)
            before = self.raw()
            syncs.append(self.sync("first"))
            after = self.raw()
            raws.append((before[0] + after[0]) / 2)
            ratios.append(syncs[-1]["all"] / raws[-1])
        best = min(range(len(ratios)), key=ratios.__getitem__)
        self.row(part="sync", client="rohrpost", size=self.size, seconds=syncs[best]["all"], raw_seconds=round(raws[best], 3),
                 times_raw=round(ratios[best], 2), times_raw_median=round(statistics.median(ratios), 2), cpu_s=syncs[best]["processor"],
                 octets=int(syncs[best]["received"]), raw_octets=before[1], turns=int(syncs[best]["turns"]), rss_mb=max(one["memory"] for one in syncs),
                 runs=len(ratios))
        # Once more, so that nothing is left over; then from elsewhere.
        self.sync("again")
        step = max(1, self.size // CHANGES)
        uids = ",".join(str(number) for number in range(step, self.size + 1, step)[:CHANGES])
        changed = []
        for run in range(5):
            self.doveadm("flags", "remove" if run % 2 else "add", "-u", self.user, "\\Flagged", "mailbox", "INBOX", "uid", uids)
            # What a server does before it answers whoever comes first after a change is not the client's.
            self.raw("--look")
            changed.append(self.sync("changes"))
        same = [self.sync("again") for _ in range(5)]
        for name, runs, changes in (("resync", changed, min(CHANGES, self.size // step)), ("resync-same", same, 0)):
            middle = sorted(runs, key=lambda one: one["all"])[len(runs) // 2]
            self.row(part=name, client="rohrpost", size=self.size, changes=changes, ms=round(middle["all"] * 1000, 1), least=round(min(one["all"] for one in runs) * 1000, 1), cpu_ms=round(middle["processor"] * 1000),
                     received=int(middle["received"]), sent=int(middle["sent"]), turns=int(middle["turns"]), runs=len(runs))


if __name__ == "__main__":
    main()
