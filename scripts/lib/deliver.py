"""Puts mail into a folder of a mail host's user: from standard input (one message or an mbox) or from files.

    deliver.py --home FOLDER --user ADDRESS --owner NAME --folder MAILBOX [--lmtp PORT] [-- FILE-OR-FOLDER ...]
"""

import argparse
import email.parser
import email.utils
import os
import re
import smtplib
import sys
import time

sys.dont_write_bytecode = True

from maildir import Account  # noqa: E402

# From here on nothing is marked new: Dovecot would have to rename each file when the folder is first opened.
MANY = 1000


def split_mbox(data):
    """The messages of an mbox with the seconds of their From_ line (None where it has no date)."""
    for part in re.split(rb"(?m)(?:^|(?<=\n))From (?=\S+ +\w{3} \w{3} [ \d]\d )", data):
        if not part:
            continue
        line, _, message = part.partition(b"\n")
        words = line.decode("ascii", "replace").split(None, 1)
        received = None
        if len(words) > 1:
            try:
                received = int(time.mktime(time.strptime(words[1].strip()[:24], "%a %b %d %H:%M:%S %Y")))
            except ValueError:
                pass
        yield re.sub(rb"(?m)^>(>*From )", rb"\1", message), received


def date_of(message):
    """Seconds of the Date field, or now."""
    header = email.parser.BytesHeaderParser().parsebytes(message)
    try:
        return int(email.utils.parsedate_to_datetime(header["Date"]).timestamp())
    except (TypeError, ValueError, OverflowError):
        return int(time.time())


def paths_of(names):
    """Every file named, and below folders every file, in the order of their names."""
    for name in names:
        if not os.path.isdir(name):
            yield name
            continue
        for folder, below, files in os.walk(name):
            below.sort()
            for file in sorted(files):
                yield os.path.join(folder, file)


def messages(data):
    return split_mbox(data) if data.startswith(b"From ") else [(data, None)]


def main():
    parser = argparse.ArgumentParser()
    for name in ("--home", "--user", "--owner", "--folder"):
        parser.add_argument(name, required=True)
    parser.add_argument("--lmtp", type=int)
    parser.add_argument("paths", nargs="*")
    options = parser.parse_args()

    # Before Account, which takes the owner's place.
    paths = list(paths_of(options.paths))
    if options.lmtp:
        read = lambda path: open(path, "rb").read()  # noqa: E731
    else:
        account = Account(options.home, options.owner)
        folder = account.folder(options.folder)
        if options.folder.upper() != "INBOX":
            account.subscribe([options.folder])
        read = account.read

    if options.paths:
        source = (pair for path in paths for pair in messages(read(path)))
        recent = len(paths) < MANY
    else:
        source = list(messages(sys.stdin.buffer.read()))
        recent = len(source) < MANY

    if options.lmtp:
        with smtplib.LMTP("127.0.0.1", options.lmtp) as lmtp:
            for message, _ in source:
                lmtp.sendmail("sender@rohrpost.example", [options.user], message)
        return
    for message, received in source:
        folder.add(message, date_of(message) if received is None else received, recent=recent)


if __name__ == "__main__":
    main()
