"""Mail that is made to do harm, and what `rohrpost show` makes of it.

    hostile_mail.py --program PROGRAM --folder FOLDER [--only NAME,...] [--seconds S] [--limit S] [--json FILE]

Each message is made, shown with --json and with --screen 80x24, checked, and removed. There must be an exit code of the
program's own, JSON or a screen or a sentence, no control and no bidi character, and at most 64 MB of memory more than a
message of one line takes. --seconds ends a run that hangs; --limit is a promise of seconds for each run, for the release
binary. --json appends the figures as JSON lines.
"""

import argparse
import json
import os
import random
import re
import signal
import subprocess
import sys
import time

sys.dont_write_bytecode = True

MEGABYTE = 1 << 20
MORE_MEMORY = 64 * MEGABYTE
HEAD = b"From: Eve <eve@evil.example>\r\nTo: anna@example.org\r\nDate: Sat, 21 Nov 2026 10:00:00 +0100\r\nSubject: hostile\r\nMIME-Version: 1.0\r\n"
NASTY = "\x1b]0;owned\x07\x1b[31m\x1b[2J\x9b1m\u202egnp.exe\u2066\u200f\u0085\x00\x08"

GENERATORS = {}


def mail(function):
    GENERATORS[function.__name__.replace("_", "-")] = function
    return function


def text(body, kind="text/plain; charset=utf-8", extra=""):
    yield HEAD + f"Content-Type: {kind}\r\n{extra}\r\n".encode()
    yield from body


def repeat(piece, total):
    """At least `total` octets of a piece, in chunks."""
    chunk = piece * max(1, MEGABYTE // len(piece))
    written = 0
    while written < total:
        yield chunk
        written += len(chunk)


# ---- structure ---------------------------------------------------------------------------------------------------------


@mail
def levels_10000():
    yield HEAD
    for level in range(10_000):
        yield f'Content-Type: multipart/mixed; boundary="b{level}"\r\n\r\n--b{level}\r\n'.encode()
    yield b"\r\ndeep\r\n"
    for level in reversed(range(10_000)):
        yield f"--b{level}--\r\n".encode()


@mail
def messages_10000():
    for _ in range(10_000):
        yield HEAD + b"Content-Type: message/rfc822\r\n\r\n"
    yield b"\r\ndeep\r\n"


@mail
def levels_same_boundary():
    yield HEAD
    for _ in range(10_000):
        yield b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"


@mail
def nested_around_big():
    yield HEAD
    for level in range(90):
        yield f"Content-Type: multipart/mixed; boundary=b{level}\r\n\r\n--b{level}\r\n".encode()
    yield b"Content-Type: application/octet-stream\r\n\r\n"
    yield from repeat(b"0123456789abcde\n", 80 * MEGABYTE)


@mail
def parts_100000():
    yield HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
    for number in range(100_000):
        yield b'--b\r\nContent-Type: application/x-msdownload; name="a%d.pdf.exe"\r\n\r\nMZ%d\r\n' % (number, number)


@mail
def dashes():
    yield HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
    yield from repeat(b"--\r\n--bb\r\n--b-\r\n", 40 * MEGABYTE)


# ---- headers -----------------------------------------------------------------------------------------------------------


@mail
def headers_1000000():
    yield HEAD
    for number in range(1_000_000):
        yield b"X-%d: v\r\n" % number
    yield b"\r\ntext\r\n"


@mail
def header_line_100mb():
    yield HEAD + b"X-Long: "
    yield from repeat(b"long ", 100 * MEGABYTE)
    yield b"\r\n\r\ntext\r\n"


@mail
def folding_bomb():
    yield HEAD + b"Subject: "
    yield from repeat(b"=?utf-8?Q?=1B[31m?=\r\n ", 10 * MEGABYTE)
    yield b"\r\n"
    yield from repeat(b" \r\n", 10 * MEGABYTE)
    yield b"\r\ntext\r\n"


@mail
def from_fields_100000():
    yield HEAD
    for number in range(100_000):
        yield b"From: a%d <a%d@b%d.example>\r\n" % (number, number, number)
    yield b"\r\ntext\r\n"


@mail
def addresses_1000000():
    yield HEAD + b"Cc: "
    yield from repeat(b'"((((\\"" <a@b.example>, (((((, g: a@b,; ', 20 * MEGABYTE)
    yield b"\r\nReply-To: " + b"(" * 200_000 + b"<" * 200_000 + b'"' * 200_001
    yield b"\r\n\r\ntext\r\n"


@mail
def encoded_words():
    yield HEAD + b"Subject: "
    for number in range(100_000):
        yield b"=?%s?B?4pyT?=\r\n " % (b"utf-8", b"x-none", b"utf-16", b"iso-2022-jp", b"?")[number % 5]
    yield b"\r\n\r\ntext\r\n"


@mail
def parameters():
    yield HEAD + b"Content-Type: text/plain"
    for number in range(200_000):
        yield b";\r\n name*%d*=%%41%%1b%%e2%%80%%ae" % (number % 100_000)
    yield b"; charset*0=ut; charset*1=f-8\r\nContent-Disposition: attachment; filename="
    yield from repeat(b"x" * 1000, 10 * MEGABYTE)
    yield b"\r\n\r\ntext\r\n"


@mail
def escapes_everywhere():
    nasty = NASTY.encode("utf-8", "surrogateescape")
    raw = b"\x1b]0;owned\x07\x9b31m\x00"
    for name in (b"From", b"To", b"Cc", b"Sender", b"Reply-To", b"Subject", b"List-Id", b"Message-ID", b"X-" + raw):
        yield name + b": " + nasty + b" <" + nasty + b"@" + nasty + b".example>" + raw + b"\r\n"
    yield b"Authentication-Results: mx.example.org; dmarc=fail " + nasty + b"\r\n"
    yield b"Date: " + nasty + b"\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"" + b"b" + b"\"\r\n\r\n"
    yield b"--b\r\nContent-Type: text/html; charset=\"" + nasty + b"\"\r\n\r\n"
    yield b"<a href=\"https://x.example/" + nasty + b"\">bank.example" + nasty + b"</a>&#27;[31m&#x9b;31m&#8238;abc" + nasty + b"\r\n"
    for kind in (b"text/calendar", b"text/vcard", b"message/delivery-status", b"text/" + nasty, b"application/zip"):
        yield b"--b\r\nContent-Type: " + kind + b"; name=\"" + nasty + b"\"\r\nContent-Disposition: attachment" + nasty
        yield b"; filename=\"" + nasty + b".exe\"\r\nContent-Transfer-Encoding: " + nasty + b"\r\n\r\n"
        yield b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nDTSTART:20261121T100000Z\r\nSUMMARY:" + nasty + b"\r\nEND:VEVENT\r\n"
        yield b"BEGIN:VCARD\r\nFN:" + nasty + b"\r\nEND:VCARD\r\n"
    yield b"--b--\r\n"


# ---- texts -------------------------------------------------------------------------------------------------------------


@mail
def line_100mb():
    yield from text(repeat(b"abcdefghij", 100 * MEGABYTE))


@mail
def spaces_100mb():
    yield from text(repeat(b" ", 100 * MEGABYTE))


@mail
def empty_lines():
    yield from text(repeat(b"\r\n", 50 * MEGABYTE))


@mail
def flowed_line():
    yield from text(repeat(b"> > >word \r\n", 50 * MEGABYTE), "text/plain; format=flowed; delsp=yes")


@mail
def quotes():
    yield from text(repeat(b">" * 5000 + b" x\r\n", 20 * MEGABYTE))


@mail
def combining_marks():
    yield from text(repeat("a\u0301\u0302\u200d\U0001f469\u200d\U0001f1e9".encode(), 20 * MEGABYTE))


@mail
def nuls():
    yield from text(repeat(b"\x00\x1b\x7f\x80", 50 * MEGABYTE))


@mail
def nul_message():
    yield from repeat(b"\x00", 50 * MEGABYTE)


@mail
def charset_lies():
    yield HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
    noise = random.Random(2047).randbytes(MEGABYTE)
    for name in ("utf-8", "utf-16", "utf-7", "iso-2022-jp", "us-ascii", "gb18030", "none", "", "utf-32", "big5", "hz"):
        yield f"--b\r\nContent-Type: text/plain; charset={name}\r\nContent-Transfer-Encoding: binary\r\n\r\n".encode() + noise + b"\r\n"


@mail
def utf16_lie_big():
    yield from text(repeat(random.Random(1).randbytes(65_536), 40 * MEGABYTE), "text/plain; charset=utf-16")


@mail
def base64_100mb():
    yield from text(repeat(b"QUJD" * 19 + b"\r\n", 100 * MEGABYTE), "text/plain", "Content-Transfer-Encoding: base64\r\n")


@mail
def base64_junk():
    yield from text(repeat(b"=!?= Q", 50 * MEGABYTE), "text/plain", "Content-Transfer-Encoding: base64\r\n")


@mail
def quoted_printable_soft():
    yield from text(repeat(b"=\r\n= \t", 50 * MEGABYTE), "text/plain", "Content-Transfer-Encoding: quoted-printable\r\n")


@mail
def uuencode():
    yield from text(repeat(b"begin 644 a.exe\r\nM" + b"!" * 60 + b"\r\n" + b"`\r\n", 30 * MEGABYTE))


@mail
def enriched():
    yield from text(repeat(b"<bold><<<excerpt><param>x<color>", 10 * MEGABYTE), "text/enriched")


@mail
def markdown():
    yield from text(repeat(b"> - [a](b `*_**# \r\n| a | b |\r\n", 10 * MEGABYTE), "text/markdown")


# ---- HTML --------------------------------------------------------------------------------------------------------------


@mail
def html_div_nest():
    yield from text(repeat(b"<div>", MEGABYTE), "text/html; charset=utf-8")


@mail
def html_table_nest():
    yield from text(repeat(b"<table><tr><td>x", 2 * MEGABYTE), "text/html; charset=utf-8")


@mail
def html_inline_nest():
    yield from text(repeat(b"<b><i><font color=red><a href=x>", 5 * MEGABYTE), "text/html")


@mail
def html_attribute():
    yield from text([b"<p style=\"", *repeat(b"color:red;", MEGABYTE), b"\" ", *repeat(b"a=b ", MEGABYTE), b">text</p>"], "text/html")


@mail
def html_links():
    yield from text((b"<a href='https://e%d.example/'>bank.example</a> " % n for n in range(100_000)), "text/html")


@mail
def html_style():
    yield from text([b"<style>", *repeat(b".a,b>c{display:none}/*", 5 * MEGABYTE), b"</style>text"], "text/html")


@mail
def html_no_tags():
    yield from text(repeat(b"word & &amp; &#x1b; ", 10 * MEGABYTE), "text/html")


@mail
def html_open():
    yield from text(repeat(b"<a <b <!-- <![CDATA[ <? & ", 10 * MEGABYTE), "text/html")


@mail
def html_entities():
    lines = [b'<!DOCTYPE a [<!ENTITY x0 "ha">']
    lines += [b'<!ENTITY x%d "&x%d;&x%d;&x%d;">' % (n, n - 1, n - 1, n - 1) for n in range(1, 60)]
    lines += [b'<!ENTITY f SYSTEM "file:///etc/passwd">]><html>&f;', *repeat(b"&x59;", MEGABYTE)]
    yield from text(lines, "text/html")


@mail
def html_wide_table():
    row = b"<tr>" + b"<td>x" * 2000
    yield from text([b"<table border=1>", *repeat(row, 10 * MEGABYTE)], "text/html")


# ---- attachments and cards ---------------------------------------------------------------------------------------------


def attachment(kind, name, body):
    yield HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\ntext\r\n"
    yield f'--b\r\nContent-Type: {kind}; name="{name}"\r\nContent-Disposition: attachment\r\n\r\n'.encode()
    yield from body
    yield b"\r\n--b--\r\n"


@mail
def zip_entries():
    entry = b"PK\x03\x04\x14\x00\x01\x00\x00\x00" + b"\xff" * 12 + b"\x00\x00\x00\x00\x09\x00\x00\x00" + b"a.pdf.exe"
    yield from attachment("application/zip", "a.zip", repeat(entry, 20 * MEGABYTE))


@mail
def zip_noise():
    yield from attachment("application/zip", "a.zip", [b"PK\x03\x04", *repeat(random.Random(7).randbytes(65_536), 80 * MEGABYTE)])


@mail
def tar_endless():
    header = b"a.exe".ljust(100, b"\0") + b"0000777\0" * 3 + b"77777777777\0" + b"0" * 12 + b"ustar  "
    yield from attachment("application/x-tar", "a.tar", repeat(header.ljust(512, b"\0"), 20 * MEGABYTE))


@mail
def tnef():
    yield from attachment("application/ms-tnef", "winmail.dat", [b"\x78\x9f\x3e\x22\x01\x00", *repeat(b"\x01\x06\x90\x08\x00\xff\xff\xff\x7f", 20 * MEGABYTE)])


@mail
def ole():
    yield from attachment("application/msword", "a.doc", [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", *repeat(b"\x00\x00\x00\x00\xff\xff\xff\xfe", 20 * MEGABYTE)])


@mail
def calendar():
    yield from attachment("text/calendar", "a.ics", [b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\n", *repeat(b"BEGIN:VEVENT\r\nDTSTART;TZID=x:99999999T999999\r\nRRULE:FREQ=SECONDLY\r\nATTENDEE:x\r\n ", 60_000), b""])


@mail
def delivery_report():
    yield HEAD + b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\n\r\nfailed\r\n"
    yield b"--b\r\nContent-Type: message/delivery-status\r\n\r\n"
    yield from repeat(b"Final-Recipient: rfc822; a@b\r\nAction: failed\r\nStatus: 999999.9.9\r\n\r\n", 20 * MEGABYTE)


@mail
def noise():
    yield from repeat(random.Random(5322).randbytes(MEGABYTE), 40 * MEGABYTE)


@mail
def nothing():
    yield b""


# ---- running -----------------------------------------------------------------------------------------------------------


def run(program, arguments, folder, seconds):
    """Exit code (None where it had to be ended), seconds, octets of memory at most."""
    environment = {"PATH": "/usr/bin:/bin", "HOME": folder, "LC_ALL": "C.UTF-8", "TMPDIR": folder, "SWIFT_BACKTRACE": "enable=no"}
    with open(folder + "/out", "wb") as out, open(folder + "/err", "wb") as err, open(os.devnull, "rb") as nothing:
        began = time.monotonic()
        child = subprocess.Popen([program, "show", *arguments], stdin=nothing, stdout=out, stderr=err, env=environment, start_new_session=True)
        def end(*_):
            child.kill()
        signal.signal(signal.SIGALRM, end)
        signal.alarm(seconds)
        _, status, usage = os.wait4(child.pid, 0)
        signal.alarm(0)
        child.returncode = os.waitstatus_to_exitcode(status)
        took = time.monotonic() - began
    code = None if took >= seconds and child.returncode == -signal.SIGKILL else child.returncode
    return code, took, usage.ru_maxrss * 1024


BAD = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def problems(folder, form, code):
    """What is wrong with what a run has written."""
    if code is None:
        return ["it hangs"]
    if code < 0:
        return [f"it was ended by signal {-code}"]
    found = []
    texts = []
    for name in ("out", "err"):
        with open(f"{folder}/{name}", "rb") as file:
            data = file.read()
        try:
            texts.append(data.decode())
        except UnicodeDecodeError:
            return [f"{name} is not UTF-8"]
        bad = BAD.search(texts[-1])
        if bad:
            found.append(f"{name} holds U+{ord(bad.group()):04X}")
    out, err = texts
    if code != 0:
        if not re.match(r"rohrpost: .{10}", err):
            found.append(f"exit code {code} without a sentence")
    elif form == "json":
        try:
            shown = json.loads(out)
            found += [f"{key} is missing" for key in ("schema", "headers", "parts", "text", "warnings") if key not in shown]
        except ValueError as error:
            found.append(f"no JSON: {error}")
    elif len(out.splitlines()) != 24:
        found.append(f"{len(out.splitlines())} rows instead of 24")
    return found


def checked(folder, form, code):
    """`problems` in a process of its own: the memory that this one has taken would count as that of the next run."""
    reader, writer = os.pipe()
    if os.fork() == 0:
        try:
            os.write(writer, json.dumps(problems(folder, form, code)).encode())
        finally:
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        answer = pipe.read()
    os.wait()
    return json.loads(answer) if answer else ["the check failed"]


def make(name, path):
    """Writes one message, in a process of its own."""
    if os.fork() == 0:
        try:
            with open(path, "wb", buffering=MEGABYTE) as file:
                for piece in GENERATORS[name]():
                    file.write(piece)
        finally:
            os._exit(0)
    os.wait()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--folder", required=True)
    parser.add_argument("--only", default="")
    parser.add_argument("--seconds", type=int, default=30)
    parser.add_argument("--limit", type=float)
    parser.add_argument("--json")
    options = parser.parse_args()
    os.makedirs(options.folder, exist_ok=True)
    path = options.folder + "/mail.eml"
    forms = {"json": ["--json", path], "screen": ["--screen", "80x24", path]}

    with open(path, "wb") as file:
        file.write(HEAD + b"\r\nHello.\r\n")
    tiny = {form: run(options.program, arguments, options.folder, options.seconds)[2] for form, arguments in forms.items()}
    names = options.only.split(",") if options.only else list(GENERATORS)
    failed = 0
    worst = {"seconds": 0.0, "megabytes": 0.0}
    for name in names:
        make(name, path)
        for form, arguments in forms.items():
            code, took, memory = run(options.program, arguments, options.folder, options.seconds)
            more = max(0, memory - tiny[form])
            found = checked(options.folder, form, code)
            if more > MORE_MEMORY:
                found.append(f"{more / MEGABYTE:.0f} MB more than a small message")
            if options.limit and took > options.limit:
                found.append(f"{took:.1f} s, at most {options.limit:g}")
            worst["seconds"] = max(worst["seconds"], took)
            worst["megabytes"] = max(worst["megabytes"], more / MEGABYTE)
            row = {"part": "hostile", "mail": name, "form": form, "code": code, "seconds": round(took, 2), "more_mb": round(more / MEGABYTE, 1), "problems": found}
            if options.json:
                with open(options.json, "a") as file:
                    file.write(json.dumps(row) + "\n")
            if found:
                failed += 1
                print(f"  {name} --{form}: {'; '.join(found)}")
    os.unlink(path)
    print(f"  {len(names)} messages, twice each: at most {worst['seconds']:.1f} s and {worst['megabytes']:.0f} MB more than a small one")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
