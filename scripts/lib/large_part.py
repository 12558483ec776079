"""Writes a message with one large attachment to standard output, and what is attached to a file.

    large_part.py FILE MEGABYTES
"""

import base64
import random
import sys

LINE = 57
content = random.Random(50).randbytes(int(sys.argv[2]) * 1_000_000)
with open(sys.argv[1], "wb") as file:
    file.write(content)
out = sys.stdout.buffer
out.write(
    b"From: Petra Lindner <petra@lindner.example>\nTo: anna@rohrpost.example\nSubject: A large part\n"
    b"Date: Sat, 21 Nov 2026 10:00:00 +0000\nMIME-Version: 1.0\n"
    b'Content-Type: multipart/mixed; boundary="part"\n\n--part\n\nThe large part is attached.\n\n--part\n'
    b'Content-Type: application/octet-stream; name="large.bin"\nContent-Transfer-Encoding: base64\n'
    b'Content-Disposition: attachment; filename="large.bin"\n\n'
)
for start in range(0, len(content), LINE):
    out.write(base64.b64encode(content[start : start + LINE]) + b"\n")
out.write(b"--part--\n")
