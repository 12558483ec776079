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

# How each screen is reached from the list; the mark stands at the first message.
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
}

# They end the program or stop it; scripts/lib/smoke shows that they do.
LEFT_OUT = {"quit", "suspend"}

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
    def __init__(self, terminal, language, forbidden):
        self.terminal, self.language, self.forbidden = terminal, language, forbidden
        self.problems, self.looked = [], 0

    def problem(self, where, what, screen):
        self.problems.append(f"{self.terminal.columns}x{self.terminal.rows} {self.language}, {where}: {what}")
        if len(self.problems) <= 5:
            print(self.problems[-1])
            print("\n".join("  |" + line for line in screen))

    def home(self):
        """Back to the list, its first message marked."""
        for _ in range(3):
            self.terminal.press("Escape", "Escape", "Escape", "Escape")
            time.sleep(0.03)
            screen = self.terminal.settled()
            if any(line.startswith("▌") for line in screen) or any("│▌" in line for line in screen):
                break
        self.terminal.press("Home")
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
        everything = "\n".join(line.rstrip() for line in screen)
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
        self.home()
        for key in PLACES[place]:
            self.terminal.press(key)
            screen = self.terminal.settled()
        return self.terminal.settled()

    def places(self):
        for place in PLACES:
            self.go(place)
            screen = self.look(place)
            last = {"q", "Escape", "C-c"}
            for key in dict.fromkeys(self.bar(screen)):
                if key in last and place == "list":
                    continue
                before = self.go(place)
                self.terminal.press(key)
                after = self.look(f"{place}, key {key}")
                if any(UNKNOWN[self.language] in line for line in after):
                    self.problem(place, f"the key bar names {key}, which does nothing", before)

    def commands(self, is_long):
        for scope, keys in (("list", []), ("reader", ["Enter"])) if is_long else (("list", []),):
            for name in commands():
                if name in LEFT_OUT:
                    continue
                self.home()
                for key in keys:
                    self.terminal.press(key)
                    self.terminal.settled()
                self.terminal.press(":", name, "Enter")
                self.look(f"{scope}, :{name}")


def walk(program, folder, user, columns, rows, language, forbidden, is_long):
    domain, port = os.environ["ROHRPOST_TEST_DOMAIN"], os.environ["ROHRPOST_TEST_IMAPS_PORT"]
    home = folder / f"{columns}x{rows}.{language}"
    home.mkdir(parents=True, mode=0o700, exist_ok=True)
    password = pathlib.Path(os.environ["ROHRPOST_TEST_PASSWORDS"]) / user
    environment = {
        "HOME": home, "XDG_CONFIG_HOME": home / "config", "XDG_STATE_HOME": home / "state",
        "XDG_CACHE_HOME": home / "cache", "XDG_DATA_HOME": home / "data", "LC_ALL": "C.UTF-8",
        "SSL_CERT_FILE": os.environ["ROHRPOST_TEST_CA_FILE"], "TERM": "tmux-256color",
        "PATH": os.environ["PATH"],
    }
    command = ["env", "-i", *(f"{name}={value}" for name, value in environment.items()), program]
    command += ["--language", language, "--account-url", f"imaps://{user}%40{domain}@localhost:{port}/"]
    terminal = Terminal(columns, rows)
    try:
        terminal.run(shlex.join(command + ["--password-fd", "3"]) + f" 3<{shlex.quote(str(password))}")
        terminal.wait("Sendung 20000" if columns >= 60 else "Paketbote")
        walker = Walk(terminal, language, forbidden)
        walker.places()
        walker.commands(is_long)
        print(f"  {columns}x{rows} {language}: {walker.looked} screens")
        return walker.problems
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
