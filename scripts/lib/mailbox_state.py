"""Tells all that can be compared of a user's mail: what IMAP says on a connection of its own, which only examines, and the
files of the Maildir with their times. Where nothing has been changed, the text is the same.

    mailbox_state.py NAME          with a mail host in the environment (scripts/mailhost env)
"""

import imaplib
import os
import ssl
import sys

FIELDS = "(MESSAGES RECENT UNSEEN UIDNEXT UIDVALIDITY HIGHESTMODSEQ)"


def told(answer):
    """The lines of an answer; a command that fails is no state."""
    status, lines = answer
    if status != "OK":
        raise SystemExit(f"refused: {lines}")
    return [line.decode() if isinstance(line, bytes) else str(line) for line in lines if line]


def of_the_server(environment, user):
    """Mailboxes, subscriptions, and of every message its UID, its flags (\\Recent among them) and its mod-sequence."""
    local, domain = user.split("@")
    with open(os.path.join(environment["ROHRPOST_TEST_PASSWORDS"], local), encoding="utf-8") as file:
        password = file.readline().rstrip("\n")
    context = ssl.create_default_context(cafile=environment["ROHRPOST_TEST_CA_FILE"])
    port = int(environment["ROHRPOST_TEST_IMAPS_PORT"])
    with imaplib.IMAP4_SSL("localhost", port, ssl_context=context) as imap:
        told(imap.login(f"{local}@{domain}", password))
        yield from sorted("lsub " + line for line in told(imap.lsub()))
        for line in sorted(told(imap.list())):
            # A hint that Dovecot gives or leaves out as its cached list grows old; RECENT below is what it hints at.
            yield "list " + line.replace(" \\Marked", "").replace(" \\UnMarked", "")
            if "\\Noselect" in line or "\\NonExistent" in line:
                continue
            name = line.split(' "/" ', 1)[1]
            yield from ("status " + status for status in told(imap.status(name, FIELDS)))
            if int(told(imap.select(name, readonly=True))[0]) > 0:
                yield from told(imap.fetch("1:*", "(UID FLAGS MODSEQ)"))


def of_the_disk(home):
    """Every file but Dovecot's indexes and caches; their names hold the flags."""
    for folder, below, files in os.walk(home):
        below.sort()
        for name in sorted(files):
            if name.startswith("dovecot") or name.startswith(".dovecot"):
                continue
            path = os.path.join(folder, name)
            status = os.stat(path)
            yield f"{os.path.relpath(path, home)} {status.st_size} {status.st_mtime_ns} {status.st_ino}"


def main():
    environment = os.environ
    domain = environment["ROHRPOST_TEST_DOMAIN"]
    name = sys.argv[1].split("@")[0]
    home = os.path.join(environment["ROHRPOST_TEST_DIR"], "mail", domain, name)
    lines = list(of_the_server(environment, f"{name}@{domain}")) + list(of_the_disk(home))
    print("\n".join(lines))


if __name__ == "__main__":
    main()
