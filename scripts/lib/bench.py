"""Measures the program and the mail clients it is compared with, in the same run, on the same mail host.

    bench.py PART --program ROHRPOST --host-env FILE --output FILE [...]

Parts: start (process start to the filled list, in tmux at 120x40), kept (the same where the store has the mailbox, beside mutt and neomutt
with a header cache and QRESYNC; filling it; the same without a server), turns (round trips through the delaying proxy), pages (the
list page by page through a narrow line), news (from a message's delivery to its row), terminal (bytes written to the terminal; the first frame, and keys
to frames). See scripts/bench for how the mailboxes are made, docs/performance.md for how
to read the figures. Every row is printed and appended to the output as one JSON line.
"""

import argparse
import contextlib
import fcntl
import glob
import json
import os
import pty
import re
import select
import shlex
import shutil
import signal
import socket
import sqlite3
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time

WIDTH, HEIGHT = 120, 40
FILLED = 12
POLL = 0.005
LIMIT = 90.0
# Seconds without an octet, after which nothing is under way any more: a client waits one before what is in no hurry.
SETTLED = 2.0
# Octets a second of the narrow line, each way, and how many pages are gone through on it.
PAGES_BANDWIDTH = 16000
# Seconds in which nothing may be written, and folders of a tree.
IDLE = 65.0
TREE = 50
# MB of a part that is saved while keys are pressed, and the subject of its message.
LARGE = 200
LARGE_SUBJECT = "A large part"
PAGES = 8
# Seconds for a store to be filled.
FILLING = 900.0


def environment_file(path):
    with open(path) as file:
        return dict(line.rstrip("\n").split("=", 1) for line in file if "=" in line)


# ---- the clients ------------------------------------------------------------------------------------------------------


class Client:
    """How one client is started on a mailbox. `command(port)` is an argument list; `keys` are what the terminal part presses."""

    next_key, page_key, quit_keys = b"j", b" ", [b"q"]
    types_password = False
    # So many lines of the screen have to show messages before the list counts as filled.
    filled = FILLED

    def __init__(self, name, bench, user, home):
        self.name, self.bench, self.user, self.home = name, bench, user, home
        self.address = f"{user}@{bench.env['ROHRPOST_TEST_DOMAIN']}"
        self.password_file = os.path.join(bench.env["ROHRPOST_TEST_PASSWORDS"], user)
        with open(self.password_file) as file:
            self.password = file.read().strip()
        self.ca = bench.env["ROHRPOST_TEST_CA_FILE"]
        os.makedirs(home, exist_ok=True)

    def variables(self):
        result = {"HOME": self.home, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin", "SSL_CERT_FILE": self.ca,
                  "XDG_CONFIG_HOME": self.home + "/config", "XDG_CACHE_HOME": self.home + "/cache", "XDG_STATE_HOME": self.home + "/state",
                  "XDG_DATA_HOME": self.home + "/data"}
        if self.libraries():
            result["LD_LIBRARY_PATH"] = self.libraries()
        return result

    def libraries(self):
        return self.bench.peer_libraries

    def argv(self, port):
        raise NotImplementedError

    def shell_line(self, port):
        """The client by way of env -i, the same way for everyone; descriptor 3 is the password."""
        words = ["env", "-i", *(f"{key}={value}" for key, value in self.variables().items()), *self.argv(port)]
        return "exec " + " ".join(map(shlex.quote, words)) + " 3<" + shlex.quote(self.password_file)

    def write(self, name, text):
        path = os.path.join(self.home, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w") as file:
            file.write(text)
        os.chmod(path, 0o600)
        return path


class Rohrpost(Client):
    page_key = b"\x1b[6~"

    def libraries(self):
        return None

    scheme = "imaps"

    def argv(self, port):
        account = f"{self.scheme}://{self.address.replace('@', '%40')}@localhost:{port}/"
        return [self.bench.program, "--account-url", account, "--password-fd", "3"]

    def forget_everything(self):
        """As on first contact."""
        shutil.rmtree(self.home, ignore_errors=True)
        os.makedirs(self.home)

    def forget_mailboxes(self):
        """The server is known, and not where the newest messages of its mailboxes are."""
        self.forget_store()
        for path in glob.glob(self.home + "/state/rohrpost/servers/*.toml"):
            with open(path) as file:
                text = file.read()
            with open(path, "w") as file:
                file.write(text.partition("[[mailbox]]")[0])

    def forget_store(self):
        """The server is known, and nothing is kept of its mailboxes."""
        shutil.rmtree(self.home + "/cache", ignore_errors=True)

    def forget_nothing(self):
        pass

    def stores(self):
        return [path for path in glob.glob(self.home + "/cache/rohrpost/*.db") if not path.endswith("-bodies.db")]

    def kept(self):
        """Messages of which the store has everything, and those the server has told of; 0 and 0 before there is one."""
        for path in self.stores():
            try:
                with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=1)) as store:
                    row = store.execute("SELECT total - headerless, total FROM mailbox WHERE name = 'INBOX' AND gone = 0 AND listed_to IS NOT NULL").fetchone()
            except sqlite3.Error:
                row = None
            if row:
                return row
        return 0, 0


class Offline(Rohrpost):
    """Of an account that no server knows."""

    def __init__(self, name, bench, user, home):
        self.name, self.bench, self.user, self.home = name, bench, user, home
        self.address = f"{user}@{bench.env.get('ROHRPOST_TEST_DOMAIN', 'rohrpost.example')}"
        os.makedirs(home, exist_ok=True)
        self.password_file, self.ca = self.write("password", "none\n"), "/dev/null"


class RohrpostStartTLS(Rohrpost):
    scheme = "imap"


class Mutt(Client):
    page_key = b"K"  # the newest is last, so a page further is a page up; bound below

    def argv(self, port):
        cached = "warm" in self.name or "qresync" in self.name
        folder = f"imaps://localhost:{port}/"
        rc = (f'set imap_user="{self.address}"\nset imap_pass="{self.password}"\nset folder="{folder}"\nset spoolfile="{folder}INBOX"\n'
              f'set certificate_file="{self.ca}"\nset ssl_force_tls=yes\nset mark_old=no\nset sleep_time=0\nset mail_check=600\n'
              f'unset imap_check_subscribed\nset menu_move_off=no\nset move=no\nbind index j previous-undeleted\nbind index K previous-page\npush <last-entry>\n')
        if "neomutt" in self.name:
            rc += f'set ssl_ca_certificates_file="{self.ca}"\n'
        if "qresync" in self.name:
            rc += "set imap_qresync=yes\n"
        if cached:
            rc += f'set header_cache="{self.home}/hcache"\n'
            os.makedirs(self.home + "/hcache", exist_ok=True)
        program = "neomutt" if "neomutt" in self.name else "mutt"
        return [f"{self.bench.peers}/usr/bin/{program}", "-n", "-F", self.write("rc", rc)]


class Aerc(Client):
    page_key = b"\x06"
    quit_keys = [b":quit\r"]

    def argv(self, port):
        share = f"{self.bench.peers}/usr/share/aerc"
        user = self.address.replace("@", "%40")
        self.write("config/aerc/accounts.conf", f"[a]\nsource = imaps://{user}:{self.password}@localhost:{port}\nfrom = Anna <{self.address}>\n"
                   f"cache-headers = {'true' if 'cached' in self.name else 'false'}\n")
        for name in ("aerc.conf", "binds.conf"):
            shutil.copy(f"{share}/{name}", f"{self.home}/config/aerc/{name}")
        with open(f"{self.home}/config/aerc/aerc.conf") as file:
            text = file.read()
        text = text.replace("#stylesets-dirs=", f"stylesets-dirs={share}/stylesets").replace("#template-dirs=", f"template-dirs={share}/templates")
        self.write("config/aerc/aerc.conf", text)
        return [f"{self.bench.peers}/usr/bin/aerc"]


class Alpine(Client):
    next_key, page_key, quit_keys = b"p", b"-", [b"q", b"y"]
    types_password = True
    # It shows the page that the newest message falls on, which may be nearly empty.
    filled = 1

    def argv(self, port):
        rc = (f"inbox-path={{localhost:{port}/ssl/novalidate-cert/user={self.address}}}INBOX\nincoming-startup-rule=last\n"
              "feature-list=quit-without-confirm,disable-password-file-saving\nlast-time-prune-questioned=126.11\nlast-version-used=6.26\n"
              "nmw-width=0\nuser-domain=rohrpost.example\nsort-key=Arrival\n")
        return [f"{self.bench.peers}/usr/bin/alpine", "-p", self.write(".pinerc", rc), "-i"]


KINDS = {"rohrpost": Rohrpost, "mutt": Mutt, "mutt-warm": Mutt, "mutt-qresync": Mutt, "neomutt": Mutt, "neomutt-warm": Mutt,
         "neomutt-qresync": Mutt, "aerc": Aerc, "alpine": Alpine}


# ---- the terminal by tmux, through one control connection (no process for each look) -----------------------------------


class Tmux:
    def __init__(self):
        self.socket = f"rohrpost-bench-{os.getpid()}"
        variables = {**os.environ, "LC_ALL": "C.UTF-8", "TERM": "xterm-256color"}
        variables.pop("TMUX", None)
        self.process = subprocess.Popen(
            ["tmux", "-L", self.socket, "-f", "/dev/null", "-C", "new-session", "-x", str(WIDTH), "-y", str(HEIGHT), "sleep 100000"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=variables)
        self.buffer = b""
        self._reply()
        for setting in ("remain-on-exit on", "status off", "default-terminal xterm-256color"):
            self.command("set-option -g " + setting)
        self.command(f"refresh-client -C {WIDTH}x{HEIGHT}")
        self.command("refresh-client -f no-output")

    def _line(self):
        while b"\n" not in self.buffer:
            piece = os.read(self.process.stdout.fileno(), 65536)
            if not piece:
                raise RuntimeError("tmux has gone")
            self.buffer += piece
        line, _, self.buffer = self.buffer.partition(b"\n")
        return line

    def _reply(self):
        while not self._line().startswith(b"%begin"):
            pass
        lines = []
        while not (line := self._line()).startswith((b"%end", b"%error")):
            lines.append(line)
        return lines

    def command(self, text):
        self.process.stdin.write(text.encode() + b"\n")
        self.process.stdin.flush()
        return self._reply()

    def screen(self):
        return [line.decode("utf-8", "replace") for line in self.command("capture-pane -p")]

    def respawn(self, shell_line):
        """Starts a program in the pane; returns the time just before."""
        before = time.perf_counter()
        self.command("respawn-pane -k " + tmux_quote(shell_line))
        return before

    def pid(self):
        return int(self.command("display-message -p '#{pane_pid}'")[0])

    def dead(self):
        return self.command("display-message -p '#{pane_dead}'")[0] == b"1"

    def type(self, text):
        self.command("send-keys -l " + tmux_quote(text))
        self.command("send-keys Enter")

    def kill_program(self):
        self.command("respawn-pane -k 'sleep 100000'")

    def close(self):
        subprocess.run(["tmux", "-L", self.socket, "kill-server"], stderr=subprocess.DEVNULL, check=False)
        self.process.wait()


def tmux_quote(text):
    return "'" + text.replace("'", "'\\''") + "'"


def memory(pid):
    """The most memory that was ever resident, in MB."""
    with open(f"/proc/{pid}/status") as file:
        for line in file:
            if line.startswith("VmHWM"):
                return int(line.split()[1]) / 1024
    return None


def cpu(pid):
    with open(f"/proc/{pid}/stat", "rb") as file:
        fields = file.read().rpartition(b")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def marked(screen):
    """The numbers of the messages that are on the screen."""
    return [int(number) for text in screen for number in re.findall(r"Qx(\d{7})", text)] or [0]


class Line:
    """A long line to the host, which counts."""

    def __init__(self, bench, security, bandwidth=None):
        self.report = os.path.join(bench.work, "line.jsonl")
        self.forget()
        words = [sys.executable, os.path.join(os.path.dirname(__file__), "delayproxy.py"), "--to", bench.env[f"ROHRPOST_TEST_{security}_PORT"],
                 "--delay", str(bench.options.delay), "--report", self.report]
        if bandwidth:
            words += ["--bandwidth", str(bandwidth)]
        self.proxy = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
        self.port = int(self.proxy.stdout.readline().split()[1])

    def forget(self):
        open(self.report, "w").close()

    def rows(self):
        """Its connections: those that have ended, and those that are open as they stand now."""
        self.proxy.send_signal(signal.SIGUSR1)
        time.sleep(0.05)
        with open(self.report) as file:
            return [json.loads(line) for line in file]

    def sums(self):
        """What it has carried since it was opened, by one connection."""
        self.forget()
        rows = self.rows()
        return {key: sum(row[key] for row in rows) for key in ("answered", "up", "down")}

    def longest(self):
        """What the connection has carried that has been open the longest: the one that brings the list."""
        self.forget()
        return max((row for row in self.rows() if row["open"]), key=lambda row: row["seconds"])

    def settle(self):
        """Waits until nothing has gone through it for a while."""
        sums, since = self.sums(), time.monotonic()
        while time.monotonic() - since < SETTLED:
            time.sleep(0.1)
            if (now := self.sums()) != sums:
                sums, since = now, time.monotonic()

    def close(self):
        self.proxy.terminate()
        self.proxy.wait()


class Starts:
    """The starts of one client on a mailbox of one size."""

    def __init__(self, size, client, runs):
        self.size, self.client, self.newest = size, client, f"Qx{size - 1:07d}"
        self.runs = runs if client.name == "rohrpost" or size <= 1000 else min(runs, 5)
        self.failed, self.times, self.resident, self.processor = False, [], [], []

    @property
    def median(self):
        return statistics.median(self.times)


class Bench:
    def __init__(self, options):
        self.env = environment_file(options.host_env) if options.host_env else {}
        self.program = os.path.abspath(options.program) if options.program else None
        self.peers, self.peer_libraries = options.peers, options.peer_libraries
        self.options = options
        self.work = tempfile.mkdtemp(prefix="rohrpost-bench.")
        self.rows = []

    def clients(self, user):
        for name in self.options.clients.split(","):
            if name == "rohrpost" and not self.program or name != "rohrpost" and not self.peers:
                continue
            yield KINDS[name](name, self, user, os.path.join(self.work, f"{name}-{user}"))

    def row(self, **values):
        values["store"] = self.options.store
        self.rows.append(values)
        print("  ".join(f"{key} {value}" for key, value in values.items()), flush=True)
        with open(self.options.output, "a") as file:
            file.write(json.dumps(values) + "\n")

    # -- to the filled list --

    def until_filled(self, tmux, client, port, newest):
        """Seconds from the start to the filled list, or None."""
        before = tmux.respawn(client.shell_line(port))
        typed = not client.types_password
        while (now := time.perf_counter()) - before < LIMIT:
            lines = tmux.screen()
            if not typed and any("PASSWORD" in line.upper() for line in lines):
                tmux.type(client.password)
                typed = True
            if client.types_password and any("Preserve password" in line for line in lines):
                tmux.command("send-keys n")
            if any(newest in line for line in lines) and sum("Qx" in line for line in lines) >= client.filled:
                return time.perf_counter() - before
            if tmux.dead():
                break
            time.sleep(max(0, POLL - (time.perf_counter() - now)))
        print(f"{client.name}: the list did not come; the screen was:\n" + "\n".join(tmux.screen()), file=sys.stderr)
        return None

    def start(self):
        """First rohrpost alone, then all clients in turn.

        Sizes take turns, run by run: what slows the machine down for a while then slows all of them alike. What another
        client leaves behind in a Maildir the server pays for at the next start (docs/performance.md), so a start between
        others is a figure of its own, and the one to compare the others with.
        """
        port = int(self.env["ROHRPOST_TEST_IMAPS_PORT"])
        tmux = Tmux()
        starts = [Starts(int(size), client, self.options.runs)
                  for size in self.options.sizes.split(",") for client in self.clients(f"bench{size}")]
        alone = [one for one in starts if one.client.name == "rohrpost"]
        in_turn = [Starts(one.size, one.client, self.options.runs) for one in starts] if len(starts) > len(alone) else []
        try:
            self.run_starts(tmux, port, alone)
            self.run_starts(tmux, port, in_turn)
        finally:
            tmux.close()
        own = {one.size: one.median for one in in_turn if one.client.name == "rohrpost" and one.times}
        for one in alone:
            self.start_row(one, ms_in_turn=round(own[one.size] * 1000, 1) if one.size in own else None)
        for one in in_turn:
            if one.client.name != "rohrpost":
                self.start_row(one, times_rohrpost=round(one.median / own[one.size], 2) if one.times and one.size in own else None)

    def run_starts(self, tmux, port, starts):
        # Once unmeasured: fills the client's own caches and warms the server's.
        for one in starts:
            one.failed = self.until_filled(tmux, one.client, port, one.newest) is None
            # What the store takes in beside that is another figure's.
            if not one.failed and type(one.client) is Rohrpost:
                self.until_kept(tmux, one.client, one.size)
            time.sleep(0.7)
            tmux.kill_program()
        for run in range(self.options.runs):
            for one in starts:
                if one.failed or run >= one.runs:
                    continue
                seconds = self.until_filled(tmux, one.client, port, one.newest)
                if seconds is None:
                    continue
                one.times.append(seconds)
                pid = tmux.pid()
                one.processor.append(cpu(pid))
                time.sleep(0.7)
                one.resident.append(memory(pid))
                tmux.kill_program()
                time.sleep(0.1)

    def start_row(self, one, part="start", **more):
        if not one.times:
            self.row(part=part, client=one.client.name, size=one.size, failed=True)
            return
        self.row(part=part, client=one.client.name, size=one.size, ms=round(one.median * 1000, 1), least=round(min(one.times) * 1000, 1),
                 most=round(max(one.times) * 1000, 1), rss_mb=round(statistics.median(one.resident), 1),
                 cpu_s=round(statistics.median(one.processor), 3), runs=len(one.times),
                 **{key: value for key, value in more.items() if value is not None})

    # -- where the store has the mailbox --

    def kept(self):
        """Fills the store of each mailbox, by the program itself; then starts in turn with the peers that keep headers, too."""
        port = int(self.env["ROHRPOST_TEST_IMAPS_PORT"])
        tmux = Tmux()
        try:
            for size in map(int, self.options.sizes.split(",")):
                clients = list(self.clients(f"bench{size}"))
                own = next((client for client in clients if client.name == "rohrpost"), None)
                filled = self.fill(tmux, own, port, size) if own else {}
                starts = [Starts(size, client, self.options.runs) for client in clients]
                self.run_starts(tmux, port, starts)
                of_own = next((one.median for one in starts if one.client.name == "rohrpost" and one.times), None)
                for one in starts:
                    if one.client.name == "rohrpost":
                        self.start_row(one, part="kept", **filled)
                    else:
                        self.start_row(one, part="kept", times_rohrpost=round(one.median / of_own, 2) if one.times and of_own else None)
        finally:
            tmux.close()

    def fill(self, tmux, client, port, size):
        """Seconds from the start of the program until its store has all, the most memory that took, and octets a message."""
        client.forget_everything()
        before = time.perf_counter()
        if self.until_filled(tmux, client, port, f"Qx{size - 1:07d}") is None:
            return {}
        if not self.until_kept(tmux, client, size):
            return {}
        seconds = time.perf_counter() - before
        # Idle moments are used to put the index together.
        time.sleep(3)
        resident = memory(tmux.pid())
        tmux.command("send-keys q")
        time.sleep(1)
        tmux.kill_program()
        return {"fill_s": round(seconds, 2), "fill_rss_mb": round(resident, 1), "octets_a_message": sum(map(os.path.getsize, client.stores())) // size}

    def until_kept(self, tmux, client, size):
        """Waits until the store has all of the mailbox; whether it came to that."""
        before = time.perf_counter()
        while client.kept() != (size, size):
            if time.perf_counter() - before > FILLING or tmux.dead():
                return False
            time.sleep(0.2)
        return True

    def offline(self):
        """Stores that nothing but `store-bench` has made, of any size, and a server that does not answer."""
        tmux = Tmux()
        try:
            with socket.socket() as nobody:
                nobody.bind(("127.0.0.1", 0))
                port = nobody.getsockname()[1]
                starts = []
                for size in map(int, self.options.sizes.split(",")):
                    client = Offline("rohrpost", self, f"bench{size}", os.path.join(self.work, f"offline{size}"))
                    folder = client.home + "/cache/rohrpost"
                    os.makedirs(folder, mode=0o700)
                    subprocess.run([self.options.store_bench, str(size), folder, str(port), client.address], check=True)
                    starts.append(Starts(size, client, self.options.runs))
                self.run_starts(tmux, port, starts)
                for one in starts:
                    self.start_row(one, part="offline")
        finally:
            tmux.close()

    # -- round trips --

    def turns(self):
        size = self.options.sizes.split(",")[0]
        newest = f"Qx{int(size) - 1:07d}"
        tmux = Tmux()
        try:
            for name, client, security, forget in self.acquaintances(f"bench{size}"):
                line = Line(self, security)
                try:
                    self.turns_of(name, client, forget, tmux, line, int(size), newest)
                finally:
                    line.close()
        finally:
            tmux.close()

    def turns_of(self, name, client, forget, tmux, line, size, newest):
        results = []
        if name == "rohrpost-kept" and (self.until_filled(tmux, client, line.port, newest) is None or not self.until_kept(tmux, client, size)):
            self.row(part="turns", client=name, mechanisms=self.options.label, failed=True)
            return
        for _ in range(4):
            forget()
            line.forget()
            seconds = self.until_filled(tmux, client, line.port, newest)
            if seconds is None:
                continue
            # What was asked for beside the list is still on its way.
            rows = line.rows()
            results.append((waited(rows), len(rows), seconds, sum(row["up"] for row in rows), sum(row["down"] for row in rows)))
            tmux.kill_program()
            time.sleep(3 * self.options.delay / 1000 + 0.2)
        if not results:
            self.row(part="turns", client=name, mechanisms=self.options.label, failed=True)
            return
        # The first one warmed things up.
        turns, connections, _, up, down = results[-1]
        self.row(part="turns", client=name, mechanisms=self.options.label, size=size, turns=turns, connections=connections,
                 ms=round(statistics.median(r[2] for r in results[1:] or results) * 1000, 1), up=up, down=down)

    def acquaintances(self, user):
        """Every client, and rohrpost by how well it knows the server: name, client, the host's port, what it forgets before a start."""
        if self.options.careful:
            for client in self.clients(user):
                yield client.name + "-careful", client, "IMAPS", client.forget_everything
            return
        for client in self.clients(user):
            if client.name != "rohrpost":
                yield client.name, client, "IMAPS", lambda: None
                continue
            yield "rohrpost", client, "IMAPS", client.forget_everything
            yield "rohrpost-known-server", client, "IMAPS", client.forget_mailboxes
            yield "rohrpost-known", client, "IMAPS", client.forget_store
            yield "rohrpost-kept", client, "IMAPS", client.forget_nothing
            upgraded = RohrpostStartTLS(client.name, self, user, client.home + "-starttls")
            yield "rohrpost-starttls", upgraded, "IMAP", upgraded.forget_everything
            yield "rohrpost-starttls-known", upgraded, "IMAP", upgraded.forget_store

    # -- in the list --

    def opened(self, tmux, bandwidth=None):
        """rohrpost with the list filled and nothing under way any more: client, line."""
        size = int(self.options.sizes.split(",")[0])
        (client,) = self.clients(f"bench{size}")
        client.forget_everything()
        line = Line(self, "IMAPS", bandwidth)
        try:
            if self.until_filled(tmux, client, line.port, f"Qx{size - 1:07d}") is None:
                raise RuntimeError("the list did not come")
            line.settle()
        except BaseException:
            line.close()
            raise
        return client, line

    def until_shown(self, tmux, is_shown):
        """Seconds until the screen is as it is waited for."""
        before = time.perf_counter()
        while not is_shown(tmux.screen()):
            if time.perf_counter() - before > LIMIT:
                raise RuntimeError("it did not come; the screen was:\n" + "\n".join(tmux.screen()))
            time.sleep(POLL)
        return time.perf_counter() - before

    def pages(self):
        """Page down, again when the page is there: what it takes on a line of limited bandwidth. The label says what the server offers."""
        tmux = Tmux()
        try:
            client, line = self.opened(tmux, PAGES_BANDWIDTH)
            try:
                before, seconds = line.sums(), 0
                for _ in range(PAGES):
                    highest = max(marked(tmux.screen()))
                    tmux.command("send-keys NPage")
                    seconds += self.until_shown(tmux, lambda screen: len(marked(screen)) >= FILLED and max(marked(screen)) < highest)
                line.settle()
                after = line.sums()
                self.row(part="pages", client=client.name, line=self.options.label, pages=PAGES, octets_per_s=PAGES_BANDWIDTH, ms=round(seconds * 1000, 1),
                         turns=after["answered"] - before["answered"], up=after["up"] - before["up"], down=after["down"] - before["down"])
            finally:
                line.close()
        finally:
            tmux.close()

    def news(self):
        """A message is delivered while the client waits in IDLE: until its row is there."""
        size = int(self.options.sizes.split(",")[0])
        tmux = Tmux()
        try:
            client, line = self.opened(tmux)
            try:
                times, turns = [], []
                for number in range(5):
                    # The line that fills the store hears of the message as well, and nobody waits for what that one asks.
                    before = line.longest()["answered"]
                    subject = f"Qy{number:07d}"
                    mail = f"From: Petra <petra@lindner.example>\nSubject: {subject}\nDate: Sat, 21 Nov 2026 10:00:00 +0000\n\nText.\n"
                    subprocess.run([self.env["ROHRPOST_TEST_MAILHOST"], "deliver", self.env["ROHRPOST_TEST_DIR"], f"bench{size}"], input=mail, text=True, check=True)
                    times.append(self.until_shown(tmux, lambda screen: any(subject in text for text in screen)))
                    turns.append(line.longest()["answered"] - before)
                    line.settle()
                self.row(part="news", client=client.name, mechanisms=self.options.label, turns=statistics.median(turns), ms=round(statistics.median(times) * 1000, 1), runs=len(times))
            finally:
                line.close()
        finally:
            tmux.close()

    # -- bytes to the terminal --

    def terminal(self):
        port = int(self.env["ROHRPOST_TEST_IMAPS_PORT"])
        for client in self.clients(f"bench{self.options.sizes.split(',')[0]}"):
            if client.name == "rohrpost":
                self.first_frame(client, port)
        for client in self.clients(f"bench{self.options.sizes.split(',')[-1]}"):
            if client.name == "rohrpost":
                self.keys(client, port, self.options.sizes.split(",")[-1])
        sizes = self.options.sizes.split(",")
        for size in sizes:
            newest = f"Qx{int(size) - 1:07d}".encode()
            for client in self.clients(f"bench{size}"):
                if client.name == "rohrpost":
                    client.write("config/rohrpost/config.toml", 'folder-tree = "off"\n')
                self.terminal_of(client, port, size, newest)
        # Once more beside a tree of folders, the last of all since other figures are those of an account with hardly any.
        user = f"bench{sizes[0]}"
        for client in self.clients(user):
            if client.name == "rohrpost":
                for number in range(TREE):
                    subprocess.run([self.env["ROHRPOST_TEST_MAILHOST"], "doveadm", self.env["ROHRPOST_TEST_DIR"], "mailbox", "create", "-u",
                                    client.address, f"Folder {number:02d}"], check=True)
                client.write("config/rohrpost/config.toml", 'folder-tree = "on"\n')
                self.terminal_of(client, port, sizes[0], f"Qx{int(sizes[0]) - 1:07d}".encode(), part="terminal-tree")
        # The mailbox has another newest message from here on.
        for client in self.clients(user):
            if client.name == "rohrpost":
                self.deliver_large(user)
                self.keys(client, port, sizes[0], saves=True)

    def deliver_large(self, user):
        make = subprocess.Popen([sys.executable, os.path.join(os.path.dirname(os.path.abspath(__file__)), "large_part.py"), os.devnull, str(LARGE)], stdout=subprocess.PIPE)
        subprocess.run([self.env["ROHRPOST_TEST_MAILHOST"], "deliver", "--lmtp", self.env["ROHRPOST_TEST_DIR"], user], stdin=make.stdout, check=True)
        if make.wait() != 0:
            raise RuntimeError("no large part")

    def first_frame(self, client, port):
        """From the start of the process to the first octet of the first frame, beyond what `--version` takes."""
        def seconds(words, isFrame):
            pid, master = pty.fork()
            before = time.perf_counter()
            if pid == 0:
                fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", HEIGHT, WIDTH, 0, 0))
                # Not at once: the file may have got this number, and would be closed with the start of the program.
                os.dup2(os.dup2(os.open(client.password_file, os.O_RDONLY), 10), 3)
                os.execve(words[0], words, client.variables())
            try:
                data = b""
                while True:
                    try:
                        piece = os.read(master, 65536)
                    except OSError:
                        piece = b""
                    data += piece
                    # The keys in the last line: all of a frame is written at once.
                    if not piece and isFrame:
                        raise RuntimeError(f"no frame: {data!r}")
                    if not piece or isFrame and b"quit" in data:
                        return time.perf_counter() - before
            finally:
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)
                os.close(master)

        frames, versions = [], []
        for _ in range(self.options.runs + 1):
            frames.append(seconds(client.argv(port), True))
            versions.append(seconds([self.program, "--version"], False))
        # The first one warmed things up.
        frame, version = (statistics.median(times[1:]) * 1000 for times in (frames, versions))
        self.row(part="first-frame", client=client.name, ms=round(frame, 1), version_ms=round(version, 1), beyond_ms=round(frame - version, 1))

    def keys(self, client, port, size, saves=False):
        """From a key to its frame while the list is run through and its pages come, or beside that a part is saved: what the program
        has counted itself."""
        part, newest = ("keys-saving", LARGE_SUBJECT) if saves else ("keys", f"Qx{int(size) - 1:07d}")
        tmux = Tmux()
        try:
            if self.until_filled(tmux, client, port, newest) is None:
                self.row(part=part, client=client.name, size=int(size), failed=True)
                return
            if saves:
                self.save_large(tmux)
            page_text = sum(len(line.rstrip().encode()) for line in tmux.screen())
            for number in range(400):
                tmux.command("send-keys " + ("NPage" if number % 8 == 0 else "j"))
                time.sleep(0.01)
            if saves and not any("saving large.bin" in line for line in tmux.screen()):
                self.row(part=part, client=client.name, size=int(size), failed=True)
                return
            tmux.type(":statistics")
            found = []

            def told(screen):
                found[:] = [match for line in screen for match in [re.search(r"half in ([0-9.]+) ms, 99 % in ([0-9.]+) ms, at most ([0-9.]+) ms", line)] if match]
                return bool(found)

            self.until_shown(tmux, told)
            median, most, longest = (float(text) for text in found[0].groups())
            self.row(part=part, client=client.name, size=int(size), median_ms=median, most_ms=most, longest_ms=longest, page_text=page_text)
        finally:
            tmux.close()

    def save_large(self, tmux):
        """Has the large part of the newest message saved, and goes back to the list while that goes on."""
        # It came after the list of the store, in which the mark stays where it is.
        for key, words in (("Home", LARGE_SUBJECT), ("Enter", "The large part is attached"), ("v", "large.bin"), ("j", ""), ("s", "as: ~/large.bin"), ("Enter", "saving large.bin")):
            tmux.command("send-keys " + key)
            self.until_shown(tmux, lambda screen, words=words: any(words in line for line in screen))
        for _ in range(2):
            tmux.command("send-keys q")
        self.until_shown(tmux, lambda screen: any(LARGE_SUBJECT in line for line in screen) and any("saving large.bin" in line for line in screen))

    def terminal_of(self, client, port, size, newest, part="terminal"):
        pid, master = pty.fork()
        if pid == 0:
            os.execv("/bin/sh", ["sh", "-c", "sleep 0.1; " + client.shell_line(port)])
        fcntl.ioctl(master, termios.TIOCSWINSZ, struct.pack("HHHH", HEIGHT, WIDTH, 0, 0))
        try:
            written = b""
            typed = not client.types_password
            deadline = time.monotonic() + LIMIT
            while newest not in written and time.monotonic() < deadline:
                written += quiet(master, 0.05)[0]
                if not typed and b"PASSWORD" in written.upper():
                    os.write(master, client.password.encode() + b"\r")
                    typed = True
                elif typed and client.types_password and b"Preserve password" in written[-2000:]:
                    os.write(master, b"n")
            if newest not in written:
                self.row(part=part, client=client.name, size=int(size), failed=True)
                return
            written += quiet(master, 1.0)[0]
            # While its store is filled Rohrpost tells how far that is.
            while client.name == "rohrpost" and part == "terminal" and len(set(client.kept())) > 1 and time.monotonic() < deadline:
                quiet(master, 0.5)

            def press(key, times, silence):
                counts, seconds = [], []
                for _ in range(times):
                    os.write(master, key)
                    data, last = quiet(master, silence)
                    counts.append(len(data))
                    seconds.append(last)
                return int(statistics.median(counts)), round(statistics.median(seconds) * 1000, 1)

            after = press(client.next_key, 5, 0.5)
            # Rohrpost's slowest timer goes off once a minute; that is waited for once.
            is_long = client.name == "rohrpost" and part == "terminal" and size == self.options.sizes.split(",")[0]
            idle = len(during(master, IDLE if is_long else 3.0))
            # To the edge of the screen, from where on each step moves the list by a row, in a program that does so.
            for _ in range(HEIGHT - 5):
                os.write(master, client.next_key)
                quiet(master, 0.05)
            quiet(master, 1.0)
            scroll = press(client.next_key, 7, 0.5)
            pages = []
            for _ in range(3):
                os.write(master, client.page_key)
                pages.append(quiet(master, 1.0))
            page = sorted(pages, key=lambda one: len(one[0]))[1]
            self.row(part=part, client=client.name, size=int(size), start=len(written), next=after[0], next_ms=after[1], idle=idle, scroll=scroll[0],
                     scroll_ms=scroll[1], page=len(page[0]), page_ms=round(statistics.median(one[1] for one in pages) * 1000, 1))
        finally:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            os.close(master)


def during(descriptor, seconds):
    """What is written within so many seconds."""
    data, deadline = b"", time.monotonic() + seconds
    while (left := deadline - time.monotonic()) > 0:
        if select.select([descriptor], [], [], left)[0]:
            piece = os.read(descriptor, 65536)
            if not piece:
                break
            data += piece
    return data


def quiet(descriptor, silence):
    """What is written until nothing came for `silence` seconds, and when the last of it came."""
    data, began, last = b"", time.monotonic(), 0.0
    while True:
        ready, _, _ = select.select([descriptor], [], [], silence)
        if not ready:
            return data, last
        try:
            piece = os.read(descriptor, 65536)
        except OSError:
            return data, last
        if not piece:
            return data, last
        data += piece
        last = time.monotonic() - began


def waited(rows):
    """Round trips until the list: those of the line that has been open the longest, and of lines that were given up before. What another
    one does beside it nobody waits for."""
    lines = [row for row in rows if row["open"]] or rows
    longest = max(lines, key=lambda row: row["seconds"])
    return sum(row["answered"] for row in rows if row is longest or not row["open"])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("part", choices=("start", "kept", "offline", "turns", "pages", "news", "terminal"))
    parser.add_argument("--program")
    parser.add_argument("--host-env", help="of every part but offline")
    parser.add_argument("--store-bench", help="offline: what makes the stores")
    parser.add_argument("--output", required=True)
    parser.add_argument("--peers")
    parser.add_argument("--peer-libraries")
    parser.add_argument("--clients", default="rohrpost,mutt,mutt-warm,neomutt,neomutt-warm,aerc,alpine")
    parser.add_argument("--sizes", default="1000,10000,100000")
    parser.add_argument("--runs", type=int, default=10)
    parser.add_argument("--delay", type=float, default=40)
    parser.add_argument("--label", default="")
    parser.add_argument("--careful", action="store_true", help="turns: the server is not known to take commands behind its login")
    parser.add_argument("--store", required=True, help="what the host keeps mail in; goes into every row")
    options = parser.parse_args()
    # Being told to end is no reason to leave a tmux server and its client behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    bench = Bench(options)
    try:
        getattr(bench, options.part)()
    finally:
        shutil.rmtree(bench.work, ignore_errors=True)


if __name__ == "__main__":
    main()
