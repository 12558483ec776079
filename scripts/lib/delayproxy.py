"""A TCP proxy on loopback that makes a line long, slow or broken, and counts round trips.

    delayproxy.py --to PORT [--listen PORT] [--delay MS] [--cut-after N] [--stall-after N] [--trickle BYTES-PER-SECOND]
                  [--fault down|up] [--bandwidth BYTES-PER-SECOND] [--report FILE]

Prints "listening PORT" when it takes connections and ends with its parent. Bytes leave `delay` milliseconds after they
came, each way, and the TCP handshake is made up for. With --bandwidth no more than so many pass in a second, each way. Nothing
else of a real line is imitated (no loss, no slow start).

Round trips of a connection are counted as 1 (the TCP handshake) + each time the client writes for the first time or
after having read: TCP, TLS, waiting for the greeting, login and a fetch are 5. Those of them count as answered whose first octet of an answer has come. A JSON line for each connection goes to --report (standard output by default) when it ends, and for all that are open on
SIGUSR1: {"turns":, "answered":, "up":, "down":, "seconds":, "open":}.

Faults (counted on the bytes to the client, or with --fault up from it): --cut-after N ends both sides with a reset
after exactly N bytes, --stall-after N passes N bytes and then nothing more, without closing; --trickle slows down.
"""

import argparse
import asyncio
import json
import os
import signal
import socket
import struct
import sys
import time

PIECE = 65536
# What a line of limited bandwidth carries at a time, as Ethernet does.
SEGMENT = 1400


class Connection:
    """One client's connection and its counters."""

    def __init__(self, delay):
        self.began = time.monotonic()
        self.turns = 1
        # Round trips whose answer has come; the connection itself is one, when it has lasted as long as its handshake takes.
        self.answered = 1
        self.handshake = 2 * delay
        self.asked_at = None
        self.up = 0
        self.down = 0
        # Whether the client has been given something since it wrote last. The connection itself counts as given.
        self.has_read = True
        self.open = True

    def row(self):
        seconds = time.monotonic() - self.began
        answered = self.answered if self.answered > 1 or seconds >= self.handshake else 0
        return {"turns": self.turns, "answered": answered, "up": self.up, "down": self.down, "seconds": round(seconds, 4), "open": self.open}


class Pipe:
    """One direction: reads, waits for the delay, writes. A delay holds every piece back alone, so it is no bandwidth limit; that
    is what `bandwidth` is."""

    def __init__(self, options, reader, note, faulty):
        self.delay = options.delay / 1000
        self.reader = reader
        self.writer = None
        self.note = note
        self.cut = options.cut_after if faulty else None
        self.stall = options.stall_after if faulty else None
        self.trickle = options.trickle if faulty else None
        self.bandwidth = options.bandwidth
        # When the line is free for the next segment.
        self.free_at = 0
        self.passed = 0
        self.queue = asyncio.Queue()

    def start(self):
        self._receiver = asyncio.create_task(self._receive())

    async def run(self, writer):
        """Returns True where the connection has to be cut."""
        self.writer = writer
        try:
            return await self._send()
        finally:
            self._receiver.cancel()

    async def _receive(self):
        while True:
            try:
                piece = await self.reader.read(PIECE)
            except OSError:
                piece = b""
            self.note("received", len(piece))
            await self.queue.put((time.monotonic() + self.delay, piece))
            if not piece:
                return

    async def _send(self):
        while True:
            due, piece = await self.queue.get()
            if (wait := due - time.monotonic()) > 0:
                await asyncio.sleep(wait)
            if not piece:
                try:
                    self.writer.write_eof()
                except OSError:
                    pass
                return False
            if self.stall is not None and self.passed + len(piece) > self.stall:
                piece, stalled = piece[: self.stall - self.passed], True
            else:
                stalled = False
            cut = self.cut is not None and self.passed + len(piece) >= self.cut
            if cut:
                piece = piece[: self.cut - self.passed]
            try:
                await self._write(piece)
            except OSError:
                return True
            if cut:
                return True
            if stalled:
                await asyncio.Event().wait()

    async def _write(self, piece):
        if self.trickle:
            for offset in range(len(piece)):
                self.writer.write(piece[offset : offset + 1])
                await self.writer.drain()
                self.passed += 1
                self.note("sent", 1)
                await asyncio.sleep(1 / self.trickle)
            return
        size = SEGMENT if self.bandwidth else PIECE
        for segment in (piece[offset : offset + size] for offset in range(0, len(piece), size)):
            if self.bandwidth:
                self.free_at = max(self.free_at, time.monotonic()) + len(segment) / self.bandwidth
                await asyncio.sleep(self.free_at - time.monotonic())
            self.writer.write(segment)
            await self.writer.drain()
            self.passed += len(segment)
            self.note("sent", len(segment))


class Proxy:
    def __init__(self, options, parent):
        self.options = options
        self.parent = parent
        self.connections = []
        self.report = open(options.report, "a", buffering=1) if options.report else sys.stdout

    def say(self, connection):
        print(json.dumps(connection.row()), file=self.report, flush=True)

    async def serve_one(self, reader, writer):
        connection = Connection(self.options.delay / 1000)
        self.connections.append(connection)
        writer.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

        def client_side(what, count):
            if what == "received" and count:
                connection.up += count
                if connection.has_read:
                    connection.turns += 1
                    connection.has_read = False
                    connection.asked_at = time.monotonic()

        def server_side(what, count):
            if what == "sent":
                connection.down += count
                connection.has_read = True
                # What comes sooner than a round trip was on its way before.
                if connection.asked_at is not None and time.monotonic() - connection.asked_at >= 1.9 * self.options.delay / 1000:
                    connection.answered += 1
                    connection.asked_at = None

        # Loopback has accepted at once. On the line that is imitated the client could write after a round trip, and the
        # server learns of the connection half a one later.
        one_way = self.options.delay / 1000
        await asyncio.sleep(2 * one_way)
        up = Pipe(self.options, reader, client_side, self.options.fault == "up")
        up.start()
        await asyncio.sleep(one_way)
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.options.to)
        except OSError:
            writer.transport.abort()
            self.connections.remove(connection)
            return
        far_writer.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        down = Pipe(self.options, far_reader, server_side, self.options.fault == "down")
        down.start()
        tasks = [asyncio.create_task(up.run(far_writer)), asyncio.create_task(down.run(writer))]
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        if any(task.result() for task in done):
            reset(writer)
            reset(far_writer)
        else:
            # One side has said all it has to say; the other may finish.
            await asyncio.wait(tasks, timeout=30)
        for task in tasks:
            task.cancel()
        writer.close()
        far_writer.close()
        connection.open = False
        self.connections.remove(connection)
        self.say(connection)

    async def run(self):
        loop = asyncio.get_running_loop()
        servers = [await asyncio.start_server(self.serve_one, "127.0.0.1", self.options.listen)]
        port = servers[0].sockets[0].getsockname()[1]
        try:
            servers.append(await asyncio.start_server(self.serve_one, "::1", port))
        except OSError:
            pass  # no IPv6 here
        loop.add_signal_handler(signal.SIGUSR1, lambda: [self.say(connection) for connection in self.connections])
        stop = loop.create_future()
        loop.add_signal_handler(signal.SIGTERM, lambda: stop.done() or stop.set_result(None))
        print(f"listening {port}", flush=True)
        # Not the kernel's parent-death signal: that tells of the end of the thread that started this, not of the process.
        while not stop.done() and os.getppid() == self.parent:
            await asyncio.wait([stop], timeout=0.5)


def reset(writer):
    """Ends a connection by RST, as a line that breaks under the client."""
    try:
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    except OSError:
        pass
    writer.transport.abort()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--to", type=int, required=True)
    parser.add_argument("--listen", type=int, default=0)
    parser.add_argument("--delay", type=float, default=0)
    parser.add_argument("--cut-after", type=int)
    parser.add_argument("--stall-after", type=int)
    parser.add_argument("--trickle", type=float)
    parser.add_argument("--bandwidth", type=float)
    parser.add_argument("--fault", choices=("down", "up"), default="down")
    parser.add_argument("--report")
    options = parser.parse_args()
    # A test starts this from a thread that blocks most signals, and a blocked SIGTERM would wait for ever.
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    asyncio.run(Proxy(options, os.getppid()).run())


if __name__ == "__main__":
    main()
