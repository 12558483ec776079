#!/usr/bin/env python3
"""Mail for measuring how whole messages are fetched: an mbox with COUNT messages of 10 KB on average, the same every time.

Two in three are texts of 2 to 8 KB, the others have an attachment in Base64 beside a text.

    wholemail.py COUNT > mbox
"""

import base64
import random
import sys


def words(source, vocabulary, octets):
    lines, line, size = [], "", 0
    while size < octets:
        word = vocabulary[min(int(source.paretovariate(0.6)) - 1, len(vocabulary) - 1)]
        if len(line) + len(word) > 70:
            lines.append(line)
            size += len(line) + 1
            line = ""
        line += word + " "
    return "\n".join(lines + [line])


def main():
    source = random.Random(42)
    letters = "aeiounrstlmdgbkhpvwz"
    vocabulary = ["".join(source.choices(letters, k=source.randint(3, 11))) for _ in range(30_000)]
    out = sys.stdout.buffer
    for number in range(1, int(sys.argv[1]) + 1):
        day = f"{1 + number % 28:02d} Nov 2026 {number % 24:02d}:{number % 60:02d}:00 +0000"
        text = words(source, vocabulary, source.randint(2_000, 8_000))
        head = (
            f"From bench@rohrpost.example Sat Nov 21 10:00:00 2026\nFrom: Person {number % 500} <p{number % 500}@x.example>\n"
            f"To: bench@rohrpost.example\nSubject: {number} {words(source, vocabulary, 30)}\nDate: {day}\n"
            f"Message-ID: <{number}.bench@x.example>\nMIME-Version: 1.0\n"
        )
        if number % 3:
            body = f"Content-Type: text/plain; charset=utf-8\n\n{text}\n\n"
        else:
            part = base64.encodebytes(source.randbytes(source.randint(4_000, 16_000))).decode()
            body = (
                'Content-Type: multipart/mixed; boundary="bound"\n\n--bound\nContent-Type: text/plain; charset=utf-8\n\n'
                f"{text}\n--bound\nContent-Type: application/octet-stream; name=a{number}.bin\nContent-Disposition: attachment\n"
                f"Content-Transfer-Encoding: base64\n\n{part}--bound--\n\n"
            )
        out.write((head + body).encode())


main()
