"""Keeps the processes of one mail host: starts them, waits until they answer, ends them, and leaves nothing.

    supervisor.py DIR --parent PID --user NAME --run FOLDER --as-user PROGRAM --as-self PROGRAM --port HOST:PORT:GREETING ...

It detaches, and the command returns when every port has answered (0), when a port was taken by somebody else (75) or
when a server ended early (1, with the end of its log). From then on the host ends with DIR/supervisor.pid being told
to stop (SIGTERM), with the death of PID, or with the death of any of its servers. As a subreaper it inherits whatever
they leave behind. Should this process itself be killed, a guard, which notices by the end of a pipe, ends the servers.
(The kernel's parent-death signal is not enough: it is lost when a server changes its user id, as Postfix does.)
"""

import argparse
import ctypes
import os
import pwd
import select
import shutil
import signal
import socket
import subprocess
import sys
import time

PR_SET_CHILD_SUBREAPER = 36
PORT_TAKEN = 75
START_SECONDS = 30
STOP_SECONDS = 10

libc = ctypes.CDLL(None, use_errno=True)


def start_time(pid):
    """The kernel's start time of a process, which tells it from a later one of the same number; None when gone."""
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:
            fields = file.read().rpartition(b")")[2].split()
    except OSError:
        return None
    return None if fields[0] == b"Z" else fields[19].decode()


def descendants(root, without):
    """Every living process below `root`, children after their parents, but for the one process `without`."""
    children = {}
    for entry in os.listdir("/proc"):
        if not entry.isdigit():
            continue
        try:
            with open(f"/proc/{entry}/stat", "rb") as file:
                fields = file.read().rpartition(b")")[2].split()
        except OSError:
            continue
        if fields[0] != b"Z" and int(entry) != without:
            children.setdefault(int(fields[1]), []).append(int(entry))
    found, queue = [], [root]
    while queue:
        below = children.get(queue.pop(), [])
        found += below
        queue += below
    return found


def spawn(program, account, log):
    """Starts one server, as `account` where given, as the leader of a process group of its own."""

    def prepare():
        if account is not None and os.getuid() == 0:
            os.setgroups([])
            os.setgid(account.pw_gid)
            os.setuid(account.pw_uid)

    return subprocess.Popen(
        [program], stdin=subprocess.DEVNULL, stdout=log, stderr=log, preexec_fn=prepare, start_new_session=True
    )


def answers(host, port, greeting):
    """Whether the server says `greeting` (or, when that is empty, takes the connection)."""
    try:
        with socket.create_connection((host, port), timeout=5) as connection:
            return not greeting or greeting.encode() in connection.recv(4096)
    except OSError:
        return False


def wait_until_ready(ports, children):
    """Asks every port until it answers. Returns what is wrong, or None."""
    deadline = time.monotonic() + START_SECONDS
    for host, port, greeting in ports:
        while not answers(host, port, greeting):
            for child in children:
                if child.poll() is not None:
                    return f"{child.args[0]} ended with status {child.returncode}"
            if time.monotonic() > deadline:
                return f"no answer from {host} port {port} in {START_SECONDS} s"
            time.sleep(0.02)
    return None


def close_all_but(*kept):
    """Closes every descriptor above standard error that is not named."""
    for name in os.listdir("/proc/self/fd"):
        if int(name) > 2 and int(name) not in kept:
            try:
                os.close(int(name))
            except OSError:
                pass


class Guard:
    """A process that does nothing but outlive the supervisor: when that is gone, it ends the servers."""

    def __init__(self, run):
        read_end, self._pipe = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            close_all_but(read_end)
            for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
                signal.signal(number, signal.SIG_IGN)
            try:
                self._wait(read_end, run)
            finally:
                os._exit(0)
        os.close(read_end)

    def knows(self, child):
        os.write(self._pipe, b"%d\n" % child.pid)

    def dismiss(self):
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)

    @staticmethod
    def _wait(read_end, run):
        with os.fdopen(read_end) as pipe:
            groups = [int(line) for line in pipe.read().split()]
        for number, rounds in ((signal.SIGTERM, STOP_SECONDS * 20), (signal.SIGKILL, 20)):
            for _ in range(rounds):
                groups = [group for group in groups if signal_group(group, number)]
                if not groups:
                    break
                number = 0
                time.sleep(0.05)
        shutil.rmtree(run, ignore_errors=True)


def signal_group(group, number):
    """Whether the process group still exists."""
    try:
        os.killpg(group, number)
        return True
    except ProcessLookupError:
        return False


def end_all(children, guard):
    """SIGTERM to the servers, then SIGKILL to whatever still lives below this process."""
    for child in children:
        if child.poll() is None:
            child.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    while descendants(os.getpid(), guard.pid) and time.monotonic() < deadline:
        reap()
        time.sleep(0.02)
    while left := descendants(os.getpid(), guard.pid):
        for pid in left:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        reap()
        time.sleep(0.02)


def reap():
    """Collects every ended child, also those inherited; returns their process ids."""
    ended = []
    while True:
        try:
            pid, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return ended
        if pid == 0:
            return ended
        ended.append(pid)


def watch(parent, parent_started, children, wakeup):
    """Returns the reason for which the host has to end."""
    poll = select.poll()
    poll.register(wakeup, select.POLLIN)
    interval = 10_000
    if parent:
        try:
            poll.register(os.pidfd_open(parent), select.POLLIN)
        except (AttributeError, OSError):
            interval = 500  # no pidfd here: look now and then
    pids = {child.pid for child in children}
    while True:
        if parent and start_time(parent) != parent_started:
            return f"parent {parent} has ended"
        for _ in poll.poll(interval):
            pass
        try:
            number = os.read(wakeup, 64)
        except BlockingIOError:
            number = b""
        if signal.SIGTERM in number or signal.SIGINT in number:
            return "told to stop"
        if pids.intersection(reap()):
            return "a server has ended"


def detach():
    """Leaves the caller's session. Returns in the new process the end of a pipe that tells the caller the outcome."""
    read_end, write_end = os.pipe()
    if os.fork():
        os.close(write_end)
        with os.fdopen(read_end) as pipe:
            verdict = pipe.read()
        status, _, text = verdict.partition(" ")
        if text.strip():
            print(text.strip(), file=sys.stderr)
        os._exit(int(status) if status.isdigit() else 1)
    os.close(read_end)
    os.setsid()
    if os.fork():
        os._exit(0)
    return write_end


def log_tail(folder):
    """The last lines of every log, for the person who has to find out."""
    lines = []
    for name in sorted(os.listdir(folder)):
        with open(os.path.join(folder, name), errors="replace") as file:
            lines += [f"{name}: {line.rstrip()}" for line in file.readlines()[-12:]]
    return "\n".join(lines)


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("dir")
    parser.add_argument("--parent", type=int, default=0)
    parser.add_argument("--user")
    parser.add_argument("--run", required=True)
    parser.add_argument("--as-user", action="append", default=[])
    parser.add_argument("--as-self", action="append", default=[])
    parser.add_argument("--port", action="append", default=[])
    return parser.parse_args()


def main():
    options = arguments()
    ports = []
    for text in options.port:
        host, port, greeting = text.rsplit("|", 2)
        ports.append((host, int(port), greeting))
    parent_started = start_time(options.parent) if options.parent else None
    if options.parent and parent_started is None:
        sys.exit(f"process {options.parent}, on which the host should depend, does not exist")

    # Whoever called may have blocked signals (the threads of a Swift test do), and the servers would inherit that.
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    outcome = detach()
    libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    os.chdir("/")
    wakeup, written = os.pipe()
    os.set_blocking(wakeup, False)
    os.set_blocking(written, False)
    signal.set_wakeup_fd(written)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGCHLD):
        signal.signal(number, lambda *_: None)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    # From the caller only the outcome pipe stays open: a shell that waits for the end of its output must not wait for us.
    nothing = os.open("/dev/null", os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nothing, descriptor)
    close_all_but(outcome, wakeup, written)

    logs = os.path.join(options.dir, "log")
    marker = os.path.join(options.dir, "supervisor.pid")
    account = pwd.getpwnam(options.user) if options.user else None
    log = open(os.path.join(logs, "supervisor.log"), "a", buffering=1)
    with open(marker + ".new", "w") as file:
        file.write(f"{os.getpid()} {start_time(os.getpid())}\n")
    os.rename(marker + ".new", marker)

    guard = Guard(options.run)
    children = []
    try:
        for programs, owner in ((options.as_user, account), (options.as_self, None)):
            for program in programs:
                children.append(spawn(program, owner, log))
                guard.knows(children[-1])
        wrong = wait_until_ready(ports, children)
        if wrong is None:
            os.write(outcome, b"0 ")
            os.close(outcome)
            reason = watch(options.parent, parent_started, children, wakeup)
            print(time.strftime("%F %T"), "ending:", reason, file=log)
        else:
            tail = log_tail(logs)
            taken = "already in use" in tail
            os.write(outcome, f"{PORT_TAKEN if taken else 1} {wrong}\n{tail}\n".encode())
            os.close(outcome)
    finally:
        end_all(children, guard)
        guard.dismiss()
        shutil.rmtree(options.run, ignore_errors=True)
        os.unlink(marker)


if __name__ == "__main__":
    main()
