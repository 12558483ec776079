"""Writes mail straight into a Dovecot user's Maildir (LAYOUT=fs): fast, with any received date and any flags.

Names follow Dovecot's own (time, sequence, S=size, W=size with CRLF), so it needs not read a file to know its sizes,
and it numbers what it finds new in the order in which it was written. Safe beside a running Dovecot.
"""

import base64
import os
import pwd
import time

FLAG_LETTERS = {"draft": "D", "flagged": "F", "forwarded": "P", "answered": "R", "seen": "S", "deleted": "T"}


def modified_utf7(name):
    """A mailbox name as RFC 3501, section 5.1.3 writes it: "Entwürfe" is "Entw&APw-rfe"."""
    result, pending = [], []

    def flush():
        if pending:
            packed = base64.b64encode("".join(pending).encode("utf-16-be")).rstrip(b"=").replace(b"/", b",")
            result.append("&" + packed.decode() + "-")
            pending.clear()

    for character in name:
        if " " <= character <= "~":
            flush()
            result.append("&-" if character == "&" else character)
        else:
            pending.append(character)
    flush()
    return "".join(result)


class Account:
    """One user's home folder. Where root runs this, files are made as `owner`, and root's rights are kept for reading."""

    def __init__(self, home, owner):
        self.root = os.path.join(home, "Maildir")
        self._privileged = os.geteuid() == 0
        self._account = pwd.getpwnam(owner)
        self._sequence = time.time_ns() // 1000
        os.umask(0o077)
        if self._privileged:
            os.setgroups([])
            os.setegid(self._account.pw_gid)
            os.seteuid(self._account.pw_uid)
        for folder in ("cur", "new", "tmp"):
            os.makedirs(os.path.join(self.root, folder), exist_ok=True)

    def read(self, path):
        """A file of the caller's, read with the caller's rights."""
        if self._privileged:
            os.seteuid(0)
        try:
            with open(path, "rb") as file:
                return file.read()
        finally:
            if self._privileged:
                os.seteuid(self._account.pw_uid)

    def folder(self, name):
        return Folder(self, name)

    def subscribe(self, names):
        path = os.path.join(self.root, "subscriptions")
        known = set()
        if os.path.exists(path):
            with open(path, encoding="ascii") as file:
                known = set(file.read().split("\n"))
        with open(path, "a", encoding="ascii") as file:
            for name in names:
                encoded = modified_utf7(name)
                if encoded not in known:
                    file.write(encoded + "\n")

    def next_name(self):
        self._sequence += 1
        seconds, micro = divmod(self._sequence, 1_000_000)
        return f"{seconds}.M{micro:06d}P{os.getpid()}.rohrpost"


class Folder:
    def __init__(self, account, name):
        self._account = account
        self.path = account.root if name.upper() == "INBOX" else os.path.join(account.root, modified_utf7(name))
        for folder in ("cur", "new", "tmp"):
            os.makedirs(os.path.join(self.path, folder), exist_ok=True)
        self._keywords = []

    def add(self, message, received, flags=(), keywords=(), recent=False):
        """Stores one message (lines ending in LF or CRLF), `received` in seconds since 1970."""
        message = message.replace(b"\r\n", b"\n")
        size, wire_size = len(message), len(message) + message.count(b"\n")
        letters = {FLAG_LETTERS[flag] for flag in flags} | {self._keyword_letter(word) for word in keywords}
        name = f"{self._account.next_name()},S={size},W={wire_size}"
        folder = "new" if recent and not letters else "cur"
        if folder == "cur":
            name += ":2," + "".join(sorted(letters))
        draft = os.path.join(self.path, "tmp", name)
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            view = memoryview(message)
            while view:
                view = view[os.write(descriptor, view) :]
            os.utime(descriptor, (received, received))
        finally:
            os.close(descriptor)
        os.rename(draft, os.path.join(self.path, folder, name))

    def _keyword_letter(self, word):
        """Dovecot keeps up to 26 keywords a folder as small letters, named in dovecot-keywords."""
        if not self._keywords:
            self._load_keywords()
        if word not in self._keywords:
            self._keywords.append(word)
            with open(os.path.join(self.path, "dovecot-keywords"), "w", encoding="ascii") as file:
                file.writelines(f"{index} {known}\n" for index, known in enumerate(self._keywords))
        return chr(ord("a") + self._keywords.index(word))

    def _load_keywords(self):
        path = os.path.join(self.path, "dovecot-keywords")
        if os.path.exists(path):
            with open(path, encoding="ascii") as file:
                self._keywords = [line.split(" ", 1)[1].strip() for line in file if " " in line]
