"""What a mailbox's headers cost without a client: the same FETCH as a store sends, read from the socket and thrown away.

    raw_fetch.py PORT USER [--compress] [--slice N] [--look]

Prints `seconds octets octets-on-the-line`. The password is in ROHRPOST_BENCH_PASSWORD; SSL_CERT_FILE names whom to believe. By default
all messages are asked for by one command; with --slice so many of them by each, the next one on its way while one is answered; with
--look none, the mailbox is only opened.
"""

import argparse
import os
import re
import socket
import ssl
import sys
import time
import zlib

ITEMS = (
    "(UID FLAGS INTERNALDATE ENVELOPE BODYSTRUCTURE RFC822.SIZE "
    "BODY.PEEK[HEADER.FIELDS (References List-Id X-Priority Importance Priority)])"
)


class Line:
    """A connection over TLS that counts what it reads."""

    def __init__(self, port: int) -> None:
        plain = socket.create_connection(("localhost", port))
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket = ssl.create_default_context().wrap_socket(plain, server_hostname="localhost")
        self.room = memoryview(bytearray(65536))
        self.inflater = None
        self.deflater = None
        self.octets = 0
        self.on_line = 0
        self.rest = b""

    def send(self, text: str) -> None:
        octets = text.encode()
        if self.deflater:
            octets = self.deflater.compress(octets) + self.deflater.flush(zlib.Z_SYNC_FLUSH)
        self.socket.sendall(octets)

    def read(self) -> bytes:
        count = self.socket.recv_into(self.room)
        if count == 0:
            sys.exit("the server has closed the line")
        self.on_line += count
        octets = bytes(self.room[:count])
        if self.inflater:
            octets = self.inflater.decompress(octets)
        self.octets += len(octets)
        return octets

    def until(self, tag: str) -> bytes:
        """Reads until a tag is answered; what came, of which only the last 4 KB."""
        pattern = re.compile(rb"(?:^|\r\n)" + tag.encode() + rb" (OK|NO|BAD)[^\r\n]*\r\n")
        kept = self.rest
        while True:
            found = pattern.search(kept)
            if found:
                if found.group(1) != b"OK":
                    sys.exit(found.group(0).decode(errors="replace"))
                self.rest = kept[found.end() - 2 :] if found.end() < len(kept) else b"\r\n"
                return kept
            kept = kept[-4096:] + self.read()

    def compress(self) -> None:
        self.send("z COMPRESS DEFLATE\r\n")
        self.until("z")
        self.inflater = zlib.decompressobj(-15)
        self.deflater = zlib.compressobj(6, zlib.DEFLATED, -15)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("port", type=int)
    parser.add_argument("user")
    parser.add_argument("--compress", action="store_true")
    parser.add_argument("--slice", type=int, default=0)
    parser.add_argument("--look", action="store_true")
    given = parser.parse_args()
    password = os.environ["ROHRPOST_BENCH_PASSWORD"].replace("\\", "\\\\").replace('"', '\\"')
    line = Line(given.port)
    line.send(f'a LOGIN "{given.user}" "{password}"\r\n')
    line.until("a")
    if given.compress:
        line.compress()
    line.send("b EXAMINE INBOX\r\n")
    count = int(re.findall(rb"\* (\d+) EXISTS", line.until("b"))[-1])
    line.octets = line.on_line = 0
    started = time.monotonic()
    if given.look:
        parts = []
    elif given.slice:
        parts = [(max(1, last - given.slice + 1), last) for last in range(count, 0, -given.slice)]
    else:
        parts = [(1, count)]
    for index, (first, last) in enumerate(parts[:2]):
        line.send(f"f{index} UID FETCH {first}:{last} {ITEMS}\r\n")
    for index in range(len(parts)):
        line.until(f"f{index}")
        if index + 2 < len(parts):
            first, last = parts[index + 2]
            line.send(f"f{index + 2} UID FETCH {first}:{last} {ITEMS}\r\n")
    print(f"{time.monotonic() - started:.3f} {line.octets} {line.on_line}")


main()
