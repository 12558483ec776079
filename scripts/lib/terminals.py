"""Runs the real program on terminals of every kind, and takes them away from it: terminals.py PROGRAM ACCOUNT-URL PASSWORD-FILE.

Each case prints a line; the first one that fails ends it with 1.
"""

import ctypes
import fcntl
import os
import platform
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time

PROGRAM, ACCOUNT, PASSWORD = sys.argv[1:4]
LIMIT = 20
# The number of the system call; Python has no name for it.
TGKILL = 234 if platform.machine() == "x86_64" else 131
WORDS = b"Kinder sagen danke"
# The cursor goes to a row that a screen of 24 has not.
BEYOND = rb"\x1b\[(?:2[5-9]|3[0-9]|40)(?:;[0-9]+H|d)"
TYPES = ("vt100", "linux", "screen", "screen-256color", "tmux", "tmux-256color", "xterm", "xterm-256color")


def check(kept, what, data=b""):
    if not kept:
        print(f"  FAILED: {what}\n{data[-2000:]!r}", file=sys.stderr)
        sys.exit(1)


class Terminal:
    """A program on a pseudo-terminal of its own, whose other side is here."""

    def __init__(self, type="xterm-256color", rows=24, columns=80, locale="C.UTF-8", more=None):
        self.pid, self.master = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
            environment = {name: os.environ[name] for name in ("PATH", "HOME", "SSL_CERT_FILE", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME") if name in os.environ}
            environment |= {"LC_ALL": locale, **(more or {})}
            if type is not None:
                environment["TERM"] = type
            password = os.open(PASSWORD, os.O_RDONLY)
            os.dup2(password, 7)
            os.execve(PROGRAM, [PROGRAM, "--account-url", ACCOUNT, "--password-fd", "7"], environment)
        self.data = b""
        # What the terminal is like while nobody has changed it.
        self.before = termios.tcgetattr(self.master)

    def read(self, seconds=0.05):
        ready, _, _ = select.select([self.master], [], [], seconds)
        if not ready:
            return True
        try:
            piece = os.read(self.master, 65536)
        except OSError:
            return False
        self.data += piece
        return bool(piece)

    def until(self, words, what):
        """Waits until words have been written; a terminal may be told to skip over a blank instead of writing it."""
        pattern = re.compile(rb"(?:\s|\x1b\[[0-9;?]*[A-Za-z])+".join(re.escape(word) for word in words.split()))
        deadline = time.monotonic() + LIMIT
        while not pattern.search(self.data):
            check(time.monotonic() < deadline, f"{what}: “{words.decode()}” did not come", self.data)
            self.read()

    def until_matches(self, pattern, what):
        deadline = time.monotonic() + LIMIT
        while not re.search(pattern, self.data):
            check(time.monotonic() < deadline, f"{what}: {pattern!r} did not come", self.data)
            self.read()

    def until_quiet(self, seconds=0.3):
        last = len(self.data)
        while True:
            self.read(seconds)
            if len(self.data) == last:
                return
            last = len(self.data)

    def ended(self, seconds, what):
        """The status with which it ends, in time."""
        deadline = time.monotonic() + seconds
        while True:
            if self.master is not None:
                self.read(0.02)
            else:
                time.sleep(0.02)
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                return status
            check(time.monotonic() < deadline, f"{what}: it did not end", self.data)

    def resize(self, rows, columns):
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def restored(self, what):
        after = termios.tcgetattr(self.master)
        check(after[:4] == self.before[:4], f"{what}: the terminal has other modes than before")
        self.until_quiet(0.1)
        for off in (b"\x1b[?2004l", b"\x1b[?1049l", b"\x1b[?25h"):
            check(off in self.data or off.replace(b"?25h", b"?12l\x1b[?25h") in self.data, f"{what}: {off!r} was not sent", self.data)

    def close(self):
        if self.master is not None:
            os.close(self.master)
            self.master = None


def has_entry(type):
    return subprocess.run(["infocmp", type], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0


def every_type():
    for type in TYPES:
        if not has_entry(type):
            print(f"  {type}: not known here, skipped")
            continue
        # Nothing is said against UTF-8 by a bare C; by a locale that names another character set it is.
        for locale in ("C.UTF-8", "C", "de_DE.ISO-8859-1") if type != "vt100" else ("C.UTF-8", "de_DE.ISO-8859-1"):
            terminal = Terminal(type, locale=locale)
            terminal.until(WORDS, type)
            terminal.until_quiet()
            os.write(terminal.master, b"q")
            status = terminal.ended(10, type)
            check(os.waitstatus_to_exitcode(status) == 0, f"{type}: status {status}", terminal.data)
            check(terminal.data.isascii() == ("UTF-8" not in locale and locale != "C"), f"{type}, {locale}: ASCII or not", terminal.data)
            terminal.close()
        print(f"  {type}: starts and ends")


def no_screen():
    for type in ("dumb", "", None, "no-such-terminal", "x\x1b]0;y\x07"):
        terminal = Terminal(type)
        status = os.waitstatus_to_exitcode(terminal.ended(5, str(type)))
        terminal.until_quiet(0.05)
        check(status == 1, f"TERM={type!r}: status {status}, not 1", terminal.data)
        check(b"rohrpost show" in terminal.data and b"rohrpost accounts" in terminal.data, f"TERM={type!r}: what needs no screen is not named", terminal.data)
        check(terminal.data.count(b"\n") == 1 and b"\x1b" not in terminal.data, f"TERM={type!r}: more than one line", terminal.data)
        terminal.close()
    print("  no screen: one sentence, status 1")


def no_size():
    terminal = Terminal(rows=0, columns=0)
    terminal.until(WORDS, "no size")
    terminal.until_quiet()
    check(not re.search(BEYOND, terminal.data), "no size: more than 24 rows", terminal.data)
    terminal.data = b""
    terminal.resize(40, 120)
    terminal.until_matches(BEYOND, "no size, then 120x40")
    terminal.until(WORDS, "no size, then 120x40")
    terminal.until_quiet()
    os.write(terminal.master, b"q")
    check(os.waitstatus_to_exitcode(terminal.ended(10, "no size")) == 0, "no size: it does not end well")
    terminal.close()
    print("  no size: taken for 80x24, and 120x40 as soon as it is told")


def storm():
    """Somebody pulls at the window: what it draws is less than a frame for each size."""
    terminal = Terminal()
    terminal.until(WORDS, "storm")
    terminal.until_quiet()
    before = len(terminal.data)
    for number in range(400):
        terminal.resize(10 + number % 40, 20 + number % 150)
        os.kill(terminal.pid, signal.SIGWINCH)
        if number % 20 == 0:
            terminal.read(0.005)
    terminal.resize(24, 80)
    os.kill(terminal.pid, signal.SIGWINCH)
    terminal.until_quiet(0.5)
    written = len(terminal.data) - before
    # A frame for each of the 400 would be 1,460,000.
    check(written < 150_000, f"storm: {written} bytes", terminal.data)
    terminal.data = terminal.data[-6000:]
    terminal.until(WORDS, "storm")
    os.write(terminal.master, b"q")
    check(os.waitstatus_to_exitcode(terminal.ended(10, "storm")) == 0, "storm: it does not end well")
    terminal.close()
    print(f"  storm of 400 sizes: {written} bytes")


def taken_away():
    for name in ("SIGTERM", "SIGHUP"):
        terminal = Terminal()
        terminal.until(WORDS, name)
        terminal.until_quiet()
        os.kill(terminal.pid, getattr(signal, name))
        status = terminal.ended(5, name)
        check(os.waitstatus_to_exitcode(status) == 0, f"{name}: status {status}", terminal.data)
        terminal.restored(name)
        terminal.close()
    terminal = Terminal()
    terminal.until(WORDS, "hang-up")
    terminal.until_quiet()
    terminal.close()
    terminal.ended(5, "hang-up")
    print("  taken away by SIGTERM, SIGHUP, hang-up: ends in time")


def crashes():
    state = os.environ["XDG_STATE_HOME"] + "/rohrpost"
    for name in ("SIGSEGV", "SIGILL", "SIGBUS", "SIGFPE", "SIGABRT", "SIGTRAP"):
        terminal = Terminal()
        terminal.until(WORDS, name)
        terminal.until_quiet()
        known = set(os.listdir(state))
        os.kill(terminal.pid, getattr(signal, name))
        status = terminal.ended(10, name)
        check(os.WIFSIGNALED(status) and os.WTERMSIG(status) == getattr(signal, name), f"{name}: status {status}", terminal.data)
        terminal.restored(name)
        reports = [entry for entry in os.listdir(state) if entry.startswith("crash-") and entry not in known]
        check(len(reports) == 1, f"{name}: reports {reports}", terminal.data)
        path = f"{state}/{reports[0]}"
        check(path.encode() in terminal.data, f"{name}: it does not say where the report is", terminal.data)
        check(os.stat(path).st_mode & 0o777 == 0o600 and os.stat(state).st_mode & 0o777 == 0o700, f"{name}: modes")
        with open(path) as file:
            report = file.read()
        number = int(getattr(signal, name))
        for line in (f"signal: {number}\n", "rows: 24\n", "columns: 80\n", "from: rohrpost+0x", "uptime-s: "):
            check(line in report, f"{name}: the report lacks “{line}”", report.encode())
        with open(PASSWORD) as file:
            secrets = [file.read().strip(), ACCOUNT, "Kinder", "@", "imap"]
        check(not any(secret and secret in report for secret in secrets), f"{name}: the report tells too much", report.encode())
        os.unlink(path)
        terminal.close()
    print("  crashes: terminal restored, report without content")


def crashes_beside():
    """A fault on a thread of ours that is not the main one, which blocks all other signals, is told of as well."""
    system = ctypes.CDLL(None, use_errno=True)
    state = os.environ["XDG_STATE_HOME"] + "/rohrpost"
    number = 0
    while True:
        terminal = Terminal()
        terminal.until(WORDS, "thread")
        terminal.until_quiet()
        known = set(os.listdir(state))
        # What blocks SIGTERM is a thread of ours.
        ours = [int(thread) for thread in sorted(os.listdir(f"/proc/{terminal.pid}/task"), key=int) if blocks(terminal.pid, thread, signal.SIGTERM)]
        check(len(ours) >= 2, f"threads of ours: {ours}")
        if number >= len(ours):
            os.kill(terminal.pid, signal.SIGTERM)
            terminal.ended(10, "thread")
            terminal.close()
            break
        check(system.syscall(ctypes.c_long(TGKILL), terminal.pid, ours[number], int(signal.SIGSEGV)) == 0, "tgkill")
        status = terminal.ended(10, f"thread {number}")
        check(os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGSEGV, f"thread {number}: status {status}", terminal.data)
        terminal.restored(f"thread {number}")
        reports = set(os.listdir(state)) - known
        check(len(reports) == 1, f"thread {number}: reports {reports}", terminal.data)
        os.unlink(f"{state}/{reports.pop()}")
        terminal.close()
        number += 1
    print(f"  crashes on {number} other threads: the same")


def blocks(process, thread, number):
    with open(f"/proc/{process}/task/{thread}/status") as file:
        mask = next(line for line in file if line.startswith("SigBlk:"))
    return int(mask.split()[1], 16) >> (int(number) - 1) & 1


for case in (every_type, no_screen, no_size, storm, taken_away, crashes, crashes_beside):
    case()
