#!/usr/bin/env python3
"""Walks the real program in tmux over every screen and every command, and looks at each: nothing beyond the edge, borders that
stand in line, one language, and a key bar whose keys do something.

usage: walk.py PROGRAM FOLDER [80x24.de ...]   (without a screen: one, and the commands of the list alone)

Needs a running mail host in the environment (scripts/mailhost env). Prints what it looked at; ends with 1 where something is wrong.
"""

import argparse
import os
import pathlib
import re
import shlex
import subprocess
import sys
import time
import unicodedata

repository = pathlib.Path(__file__).resolve().parents[2]

# What the key bar calls keys, and what tmux calls them.
KEYS = {
    "Space": "Space", "Leer": "Space", "Enter": "Enter", "Tab": "Tab", "Backspace": "BSpace", "Rück": "BSpace",
    "Esc": "Escape", "Up": "Up", "Hoch": "Up", "Down": "Down", "Runter": "Down", "Left": "Left", "Links": "Left",
    "Right": "Right", "Rechts": "Right", "Home": "Home", "Pos1": "Home", "End": "End", "Ende": "End", "PgUp": "PPage",
    "BildAuf": "PPage", "PgDn": "NPage", "BildAb": "NPage", "Del": "DC", "Entf": "DC", "Ins": "IC", "Einfg": "IC",
}

# How each screen is reached from the list, in this order; the mark stands at the first message. The question is about the tabs that
# are left open.
PLACES = {
    "list": [],
    "reader": ["Enter"],
    "headers": ["Enter", "h"],
    "source": ["Enter", "H"],
    "parts": ["j", "j", "Enter", "v"],
    "links": ["Enter", "L"],
    "charsets": ["Enter", "E"],
    "search": ["Enter", "/", "die"],
    "folders": ["c"],
    "folders typed": ["c", "a"],
    "palette": [":"],
    "palette typed": [":", "fol"],
    "palette argument": [":", "layout "],
    "help": ["?"],
    "help of the reader": ["Enter", "?"],
    "dialogue": ["C-o"],
    "tabs": ["Enter", "C-t", "w"],
    "question": ["q"],
    "statistics": [":", "statistics", "Enter"],
    "welcome": [":", "about", "Enter"],
    "link": ["Enter", "L", "Enter"],
    "link prompt": ["Enter", "o"],
    "save prompt": ["j", "j", "Enter", "v", "j", "s"],
    # What is chosen there stays: they come last.
    "themes": [":", "theme", "Enter"],
    "orders": ["o"],
}

# The same where the server refuses the password.
REFUSED = {
    "refused": [],
    "why": ["W"],
    "new password": ["P"],
    "dialogue of it": ["C-o"],
}

# Keys that may leave everything as it is: there is nothing above, below or beside, nothing to be taken away, or what is drawn anew
# is the same. They are given a moment, all others as long as it takes, and one that then has changed nothing is a finding.
MAY_DO_NOTHING = {
    "k", "Up", "Home", "=", "PPage", "C-b", "j", "Down", "End", "G", "*", "NPage", "C-f", "Space", "-", "Left", "Right", "C-l", "Escape",
    "n", "p", ",", ".", "Tab", "J", "K", "C-u",
    # What they change of a message shows in the list.
    "N", "F",
}

# Where one size alone is walked over, the keys of these are left to the whole round.
BRIEFLY = {
    "headers", "source", "charsets", "search", "folders typed", "palette typed", "palette argument", "help of the reader", "statistics",
    "welcome", "link prompt", "dialogue of it",
}

# They end the program or stop it; scripts/lib/smoke shows that they do.
LEFT_OUT = {"quit", "suspend"}

# How long a key may take on a machine that has much else to do.
LIMIT = 5.0

UNKNOWN = {"en": "does nothing here", "de": "tut hier nichts"}


def width(text):
    cells = 0
    for character in text:
        if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
            continue
        cells += 2 if unicodedata.east_asian_width(character) in "WF" else 1
    return cells


def commands():
    source = (repository / "Sources/TUI/Commands/CommandID.swift").read_text()
    body = source[source.index("enum CommandID") : source.index("var name")]
    names = []
    for line in re.findall(r"^\s*case (.+)$", body, re.M):
        names += [name.strip() for name in line.split(",")]
    return [re.sub(r"([A-Z])", lambda match: "-" + match[1].lower(), name) for name in names]


def texts():
    """Texts of both languages that hold nothing variable: of each those that the other has not."""
    pair = re.compile(r'en:\s*"((?:[^"\\]|\\.)*)",\s*de:\s*"((?:[^"\\]|\\.)*)"')
    english, german = set(), set()
    for file in sorted((repository / "Sources/TUI/Messages").glob("*.swift")):
        for first, second in pair.findall(file.read_text()):
            if "\\" in first or "\\" in second or first == second:
                continue
            english.add(first)
            german.add(second)

    def telling(own, other):
        everything = "\n".join(other)
        return {text for text in own if " " in text.strip() and len(text) >= 9 and text not in everything}

    return {"en": telling(english, german), "de": telling(german, english)}


class Terminal:
    def __init__(self, columns, rows):
        self.socket = f"rohrpost-walk-{os.getpid()}-{columns}"
        self.columns, self.rows = columns, rows
        environment = dict(os.environ, LC_ALL="C.UTF-8", TERM="xterm-256color")
        self.tmux("new-session", "-d", "-x", str(columns), "-y", str(rows), "sleep 100000", env=environment)
        for option in (["remain-on-exit", "on"], ["default-terminal", "tmux-256color"], ["status", "off"]):
            self.tmux("set-option", "-g", *option)

    def tmux(self, *arguments, env=None):
        command = ["tmux", "-L", self.socket, "-f", "/dev/null", *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True, env=env).stdout

    def run(self, command):
        self.tmux("respawn-pane", "-k", "exec " + command)

    def press(self, *keys):
        for key in keys:
            if key in KEYS.values() or re.fullmatch(r"C-.", key):
                self.tmux("send-keys", key)
            else:
                self.tmux("send-keys", "-l", key)

    def screen(self):
        return self.tmux("capture-pane", "-p").split("\n")[: self.rows]

    def is_dead(self):
        return self.tmux("display-message", "-p", "#{pane_dead}").strip() == "1"

    def pressed(self, *keys, seconds=0.15):
        """Presses, and tells whether the screen became another within so many seconds. What it is then need not have settled."""
        before, deadline = self.screen(), time.monotonic() + seconds
        self.press(*keys)
        while self.screen() == before:
            if time.monotonic() > deadline:
                return False
            time.sleep(0.01)
        return True

    def settled(self, seconds=6.0):
        """The screen when it has stood still for a moment and nothing is still being loaded."""
        last, still, deadline = None, 0, time.monotonic() + seconds
        while time.monotonic() < deadline:
            now = self.screen()
            if now == last:
                still += 1
                waits = any(sign in line for line in now for sign in ("loading", "wird geladen", "◌"))
                if still >= 3 and not waits:
                    return now
            else:
                still = 0
            last = now
            time.sleep(0.015)
        return last or []

    def wait(self, text, seconds=20):
        deadline = time.monotonic() + seconds
        while not any(text in line for line in self.screen()):
            if time.monotonic() > deadline:
                raise SystemExit(f'waited in vain for "{text}"; the screen was:\n' + "\n".join(self.screen()))
            time.sleep(0.02)

    def close(self):
        subprocess.run(["tmux", "-L", self.socket, "kill-server"], check=False, capture_output=True)


class Walk:
    def __init__(self, terminal, language, forbidden, is_refused=False):
        self.terminal, self.language, self.forbidden = terminal, language, forbidden
        self.ways = REFUSED if is_refused else PLACES
        self.is_refused = is_refused
        self.problems, self.looked = [], 0

    def problem(self, where, what, screen):
        self.problems.append(f"{self.terminal.columns}x{self.terminal.rows} {self.language}, {where}: {what}")
        if len(self.problems) <= 5:
            print(self.problems[-1])
            print("\n".join("  |" + line for line in screen))

    def home(self):
        """Back to the list, its first message marked."""
        for _ in range(10):
            self.terminal.press("Escape", "Escape", "Escape", "Escape")
            time.sleep(0.03)
            screen = self.terminal.settled()
            if self.is_refused or any(line.startswith("▌") or "│▌" in line for line in screen):
                break
        if not self.is_refused:
            self.terminal.pressed("Home", seconds=0.05)
        return self.terminal.settled()

    def look(self, where):
        self.looked += 1
        screen = self.terminal.settled()
        if self.terminal.is_dead():
            self.problem(where, "the program has ended", screen)
            raise SystemExit("\n".join(self.problems))
        for line in screen:
            if width(line) > self.terminal.columns:
                self.problem(where, f"beyond the edge: {line!r}", screen)
        if not screen[0].strip():
            self.problem(where, "no first line", screen)
        self.borders(where, screen)
        # The dialogue has the server's words, and those of mail.
        is_dialogue = any(re.search(r"\d\.\d{3} [CS]: ", line) for line in screen)
        own = screen[:2] + screen[-3:] if is_dialogue else screen
        everything = "\n".join(line.rstrip() for line in own)
        for text in self.forbidden:
            if text in everything:
                self.problem(where, f"another language: {text!r}", screen)
        return screen

    def borders(self, where, screen):
        """A line between panes stands in one column from the first row of the body to the last."""
        body = screen[1:-3]
        columns = []
        for line in body:
            at, found = 0, set()
            for character in line:
                if character in "│├┤┼":
                    found.add(at)
                at += width(character)
            columns.append(found)
        for column in set().union(*columns):
            rows = [index for index, found in enumerate(columns) if column in found]
            # Fewer are the marks of quotes.
            if len(rows) > len(body) * 0.75 and len(rows) < len(body):
                self.problem(where, f"a border has gaps in column {column}", screen)

    def bar(self, screen):
        """The keys that the last lines name, by what stands behind them."""
        keys = []
        for line in screen[-2:]:
            for entry in re.split(r" {2,}", line.strip()):
                for word in entry.split(" "):
                    control = re.fullmatch(r"(?:Ctrl|Strg)-(.)", word)
                    if control:
                        keys.append("C-" + control[1].lower())
                    elif word in KEYS:
                        keys.append(KEYS[word])
                    elif len(word) == 1:
                        keys.append(word)
                    else:
                        break
        return keys

    def go(self, place):
        screen = self.home()
        for key in self.ways[place]:
            if not self.terminal.pressed(key, seconds=LIMIT):
                self.problem(place, f"on the way there {key} changes nothing", self.terminal.screen())
            screen = self.terminal.settled()
        return screen

    def places(self, is_long):
        for place in self.ways:
            self.go(place)
            screen = self.look(place)
            for key in dict.fromkeys(self.bar(screen)):
                if self.ends(place, key) or not is_long and place in BRIEFLY:
                    continue
                before = self.go(place)
                changed = self.terminal.pressed(key, seconds=0.15 if key in MAY_DO_NOTHING else LIMIT)
                after = self.look(f"{place}, key {key}")
                if any(UNKNOWN[self.language] in line for line in after):
                    self.problem(place, f"the key bar names {key}, which does nothing", before)
                if not changed and key not in MAY_DO_NOTHING:
                    self.problem(place, f"the key bar names {key}, which changes nothing", before)

    @staticmethod
    def ends(place, key):
        """Whether the key ends the program there."""
        return key == "C-c" or place in ("list", "refused") and key in ("q", "Escape") or place == "question" and key in ("y", "j")

    def commands(self, is_long):
        for scope, keys in (("list", []), ("reader", ["Enter"])) if is_long else (("list", []),):
            for name in commands():
                if name in LEFT_OUT:
                    continue
                self.home()
                for one in (*([key] for key in keys), [":", name]):
                    self.terminal.pressed(*one, seconds=LIMIT)
                    self.terminal.settled()
                self.terminal.pressed("Enter", seconds=LIMIT)
                self.look(f"{scope}, :{name}")


def walk(program, folder, user, columns, rows, language, forbidden, is_long):
    domain, port = os.environ["ROHRPOST_TEST_DOMAIN"], os.environ["ROHRPOST_TEST_IMAPS_PORT"]
    folder = folder / f"{columns}x{rows}.{language}"
    folder.mkdir(parents=True, mode=0o700, exist_ok=True)
    password = pathlib.Path(os.environ["ROHRPOST_TEST_PASSWORDS"]) / user
    wrong = folder / "wrong"
    wrong.write_text("wrong\n")

    def command(name, password):
        """The program with a home of its own, so that nothing is as somebody has chosen it before."""
        home = folder / name
        home.mkdir(mode=0o700, exist_ok=True)
        environment = {
            "HOME": home, "XDG_CONFIG_HOME": home / "config", "XDG_STATE_HOME": home / "state",
            "XDG_CACHE_HOME": home / "cache", "XDG_DATA_HOME": home / "data", "LC_ALL": "C.UTF-8",
            "SSL_CERT_FILE": os.environ["ROHRPOST_TEST_CA_FILE"], "TERM": "tmux-256color",
            "PATH": os.environ["PATH"],
        }
        words = ["env", "-i", *(f"{name}={value}" for name, value in environment.items()), program]
        words += ["--language", language, "--account-url", f"imaps://{user}%40{domain}@localhost:{port}/", "--password-fd", "3"]
        return f"{shlex.join(words)} 3<{shlex.quote(str(password))}"

    terminal = Terminal(columns, rows)
    try:
        terminal.run(command("home", password))
        terminal.wait("Sendung 20000" if columns >= 60 else "Paketbote")
        walker = Walk(terminal, language, forbidden)
        walker.places(is_long)
        walker.commands(is_long)
        terminal.run(command("refused", wrong))
        terminal.wait({"en": "refused", "de": "abgelehnt"}[language])
        refused = Walk(terminal, language, forbidden, is_refused=True)
        refused.places(is_long)
        print(f"  {columns}x{rows} {language}: {walker.looked + refused.looked} screens")
        return walker.problems + refused.problems
    finally:
        terminal.close()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("screens", nargs="*")
    options = parser.parse_args()
    host, directory = os.environ["ROHRPOST_TEST_MAILHOST"], os.environ["ROHRPOST_TEST_DIR"]
    user = f"walk{os.getpid()}"
    subprocess.run([host, "adduser", directory, user], check=True, stdout=subprocess.DEVNULL)
    subprocess.run([host, "fill", directory, user, "--date", "2026-11-21"], check=True, stdout=subprocess.DEVNULL)
    own = texts()
    problems = []
    for screen in options.screens or ["80x24.de"]:
        size, language = screen.split(".")
        columns, rows = map(int, size.split("x"))
        other = own["de" if language == "en" else "en"]
        problems += walk(
            options.program, options.folder, user, columns, rows, language, other, bool(options.screens)
        )
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
