"""Makes the demo mailbox: about 200 believable messages, or as many as asked for, straight into a user's Maildir.

    demo_mailbox.py --home FOLDER --owner NAME [--date YYYY-MM-DD] [--messages N]

The same date gives the same bytes (the latest message arrived at 17:30 of it; without a date, just now). The messages show what a mail client meets: threads, HTML, attachments, many
charsets, a signature, a list, a bounce, an invitation, spam, and a sender who only looks like a customer.
"""

import argparse
import base64
import binascii
import datetime
import email.header
import email.utils
import hashlib
import io
import os
import quopri
import random
import struct
import sys
import zipfile
import zlib

sys.dont_write_bytecode = True

import demo_texts as texts  # noqa: E402
from maildir import Account  # noqa: E402

ZONE = datetime.timezone(datetime.timedelta(hours=1))
NAME, ADDRESS = texts.PEOPLE[texts.ME]


# ---- parts: a part is (header lines, body bytes) ------------------------------------------------------------------------


def words(text, charset="utf-8"):
    """A header text, in encoded words where it is not ASCII (RFC 2047)."""
    if text.isascii():
        return text
    return email.header.Header(text, charset, maxlinelen=75, header_name="Subject-and-more").encode(linesep="\n")


def mailbox(name, address):
    if name.isascii():
        quoted = '"' + name + '"' if "," in name or "." in name else name
        return f"{quoted} <{address}>"
    return f"{words(name)} <{address}>"


def text(content, charset="utf-8", encoding="8bit", subtype="plain", extra=""):
    body = content.encode(charset)
    if encoding == "quoted-printable":
        body = quopri.encodestring(body)
    elif encoding == "base64":
        body = base64.encodebytes(body)
    if not body.endswith(b"\n"):
        body += b"=\n" if encoding == "quoted-printable" else b"\n"
    return [f"Content-Type: text/{subtype}; charset={charset}{extra}", f"Content-Transfer-Encoding: {encoding}"], body


def attachment(data, kind, name, disposition="attachment", extra=()):
    encoded = name if name.isascii() else None
    if encoded:
        parameter = f'filename="{name}"'
    else:
        quoted = "".join(chr(b) if chr(b).isalnum() and b < 128 or b in b".-_" else f"%{b:02X}" for b in name.encode())
        parameter = f"filename*=utf-8''{quoted}"
    lines = [f"Content-Type: {kind}", "Content-Transfer-Encoding: base64", f"Content-Disposition: {disposition};\n {parameter}", *extra]
    return lines, base64.encodebytes(data)


def multipart(subtype, parts, parameters=""):
    seal = hashlib.sha256(b"".join(body for _, body in parts)).hexdigest()[:20]
    boundary = f"=_{seal}"
    body = b"This is a message in several parts.\n"
    for lines, content in parts:
        body += f"\n--{boundary}\n".encode() + "\n".join(lines).encode() + b"\n\n" + content.rstrip(b"\n") + b"\n"
    body += f"\n--{boundary}--\n".encode()
    return [f'Content-Type: multipart/{subtype}; boundary="{boundary}"{parameters}'], body


# ---- small real files ---------------------------------------------------------------------------------------------------


def pdf(line):
    """A one-page document that every viewer opens."""
    stream = b"BT /F1 18 Tf 60 760 Td (" + line.encode("latin-1") + b") Tj ET"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + table + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(out))


def png(width, height, pick):
    """A true-colour picture; pick(x, y) gives red, green and blue."""
    rows = b"".join(b"\0" + b"".join(bytes(pick(x, y)) for x in range(width)) for y in range(height))

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")


def archive(files):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in files:
            file.writestr(zipfile.ZipInfo(name, (2026, 1, 2, 3, 4, 6)), content)
    return buffer.getvalue()


def armored_signature(content, when):
    """An OpenPGP v4 signature packet that parses (RFC 4880, 5.2.3 and 6.2); the key behind it does not exist."""
    seed = hashlib.sha512(content).digest()
    fingerprint = hashlib.sha1(b"demo key").digest()
    hashed = b"\x16\x21\x04" + fingerprint + b"\x05\x02" + struct.pack(">I", when)
    unhashed = b"\x09\x10" + fingerprint[-8:]
    numbers = b"".join(struct.pack(">H", 256) + bytes([part[0] | 0x80]) + part[1:] for part in (seed[:32], seed[32:]))
    packet = b"\x04\x01\x16\x08" + struct.pack(">H", len(hashed)) + hashed + struct.pack(">H", len(unhashed)) + unhashed + seed[:2] + numbers
    packet = b"\x88" + bytes([len(packet)]) + packet
    crc = 0xB704CE
    for byte in packet:
        crc ^= byte << 16
        for _ in range(8):
            crc <<= 1
            if crc & 0x1000000:
                crc ^= 0x1864CFB
    lines = base64.b64encode(packet).decode()
    lines = "\n".join(lines[i : i + 64] for i in range(0, len(lines), 64))
    check = base64.b64encode((crc & 0xFFFFFF).to_bytes(3, "big")).decode()
    return f"-----BEGIN PGP SIGNATURE-----\n\n{lines}\n={check}\n-----END PGP SIGNATURE-----\n".encode()


# ---- the mailbox ----------------------------------------------------------------------------------------------------------


class Mailbox:
    """Collects messages as (folder, time, bytes, flags, keywords), to be stored in the order of their times."""

    def __init__(self, today):
        self.random = random.Random(20260)
        self.now = datetime.datetime.combine(today, datetime.time(17, 30), ZONE) if today else datetime.datetime.now(ZONE).replace(microsecond=0)
        self.messages = []
        self.count = 0

    def ago(self, days=0.0, hours=0.0):
        return self.now - datetime.timedelta(days=days, hours=hours)

    def message_id(self, domain):
        self.count += 1
        return f"<{self.random.getrandbits(48):012x}.{self.count}@{domain}>"

    def add(self, sender, subject, part, when, *, to=None, folder="INBOX", flags=(), keywords=(), references=(), extra=(), charset="utf-8",
            identifier=None):
        """`sender` is (name, address) or a key of PEOPLE. Returns the message id."""
        name, address = texts.PEOPLE[sender] if isinstance(sender, str) else sender
        identifier = identifier or self.message_id(address.rpartition("@")[2])
        part_lines, body = part
        lines = [
            f"Return-Path: <{address}>",
            f"Received: from mail.{address.rpartition('@')[2]} (mail.{address.rpartition('@')[2]} [192.0.2.{self.count % 250 + 1}])\n"
            f"\tby mail.rohrpost.example (Postfix) with ESMTPS id {self.random.getrandbits(40):010X}\n\tfor <{ADDRESS}>; "
            f"{email.utils.format_datetime(when)}",
            f"Date: {email.utils.format_datetime(when)}",
            f"From: {mailbox(name, address)}",
            f"To: {to or mailbox(NAME, ADDRESS)}",
            f"Message-ID: {identifier}",
        ]
        if address == ADDRESS:
            del lines[:2]
        if subject is not None:
            lines.append(f"Subject: {words(subject, charset)}")
        if references:
            lines.append(f"In-Reply-To: {references[-1]}")
            lines.append("References: " + "\n ".join(references))
        lines += [*extra, "MIME-Version: 1.0", *part_lines]
        self.messages.append((folder, when, "\n".join(lines).encode() + b"\n\n" + body, tuple(flags), tuple(keywords)))
        return identifier

    # -- what people write --

    def threads(self):
        encodings = [("utf-8", "8bit"), ("utf-8", "quoted-printable"), ("utf-8", "base64")]
        for number, (subject, days, folder, posts) in enumerate(texts.THREADS):
            when, references, quoted = self.ago(days, 7), [], None
            for index, (who, hours, content) in enumerate(posts):
                when += datetime.timedelta(hours=hours, minutes=self.random.randrange(50))
                when = min(when, self.ago(hours=0.2 + (len(posts) - index) * 0.1 + number * 0.03))
                body = content + "\n"
                if quoted and index % 2:
                    author, then, old = quoted
                    body += f"\nAm {then:%d.%m.%Y um %H:%M} schrieb {author}:\n" + "".join(f"> {line}\n" for line in old.split("\n"))
                others = [texts.PEOPLE[p] for p in dict.fromkeys(p for p, _, _ in posts) if p != who] or [texts.PEOPLE[texts.ME]]
                answered = any(p == texts.ME for p, _, _ in posts[index + 1 :])
                mine = who == texts.ME
                unread = days < 4 and index == len(posts) - 1 and not mine
                flags = [] if unread else ["seen"]
                if answered and not mine:
                    flags.append("answered")
                if number % 5 == 0 and index == 0:
                    flags.append("flagged")
                charset, encoding = encodings[(number + index) % 3]
                identifier = self.add(
                    who, subject if index == 0 else f"Re: {subject}", self.thread_part(number, index, body, charset, encoding), when,
                    to=", ".join(mailbox(*other) for other in others), folder="Sent" if mine else folder, flags=flags, references=references)
                references = [*references, identifier]
                quoted = (texts.PEOPLE[who][0], when, content)

    def thread_part(self, number, index, body, charset, encoding):
        """The text, with what the thread speaks of attached."""
        plain = text(body, charset, encoding)
        if (number, index) == (0, 3):
            return multipart("mixed", [plain, attachment(pdf("Angebot 2026-118: Ladeneinrichtung Erdgeschoss"), "application/pdf", "Angebot 2026-118.pdf")])
        if (number, index) == (9, 3):
            beetle = png(96, 64, lambda x, y: (90, 60, 30) if (x - 48) ** 2 / 900 + (y - 32) ** 2 / 400 < 1 else (235, 240, 225))
            return multipart("mixed", [plain, attachment(beetle, "image/png", "Hirschkäfer.png")])
        if (number, index) == (11, 2):
            photos = archive([(f"table-{n}.txt", f"Table {n}: lifted edge, {n * 7} cm\n") for n in (1, 3, 4)])
            return multipart("mixed", [plain, attachment(photos, "application/zip", "tables.zip")])
        return plain

    def notices(self, number):
        for index in range(number):
            name, address, subject, content = texts.NOTICES[index % len(texts.NOTICES)]
            when = self.ago(index * 0.61 + 0.3, self.random.randrange(6))
            values = {"n": 20000 + index * 37, "d": (when + datetime.timedelta(days=3)).strftime("%d.%m.%Y")}
            flags = ["seen"] if index > 3 and index % 7 else []
            folder = "Archive/2025" if index % 6 == 5 else "INBOX"
            self.add((name, address), subject.format(**values), text(content.format(**values), encoding="quoted-printable"), when, folder=folder,
                     flags=flags, extra=["Auto-Submitted: auto-generated", "Precedence: bulk"])

    def newsletters(self, number):
        for index in range(number):
            name, address, subject, title, content = texts.NEWSLETTERS[index % 3]
            when = self.ago(index * 2.4 + 0.7)
            html = (
                '<!DOCTYPE html><html><head><meta charset="utf-8"><style>h1{color:#2a5d4a} .box{padding:12px}</style></head><body>'
                f'<table width="600"><tr><td class="box"><h1>{title}</h1><p>{content}</p>'
                f'<p><a href="https://{address.partition("@")[2]}/ausgabe/{100 + index}">Weiterlesen</a></p>'
                f'<img src="https://{address.partition("@")[2]}/pixel.png" width="1" height="1" alt="">'
                f'<p style="font-size:small"><a href="https://{address.partition("@")[2]}/abmelden?u=anna">Abmelden</a></p></td></tr></table></body></html>'
            )
            if index % 3 == 2:
                part = text(html, encoding="quoted-printable", subtype="html")
            else:
                part = multipart("alternative", [text(f"{title}\n\n{content}\n", encoding="quoted-printable"),
                                                 text(html, encoding="base64", subtype="html")])
            self.add((name, address), subject.format(n=100 + index), part, when, flags=["seen"] if index % 2 else [], extra=[
                f"List-Unsubscribe: <https://{address.partition('@')[2]}/abmelden?u=anna>", "List-Unsubscribe-Post: List-Unsubscribe=One-Click"])

    def mailing_list(self):
        for number, (subject, posts) in enumerate(texts.LIST_POSTS):
            references = []
            for index, (name, address, content) in enumerate(posts):
                when = self.ago(4 + number * 6, -(index * 9 + number))
                identifier = self.add(
                    (name, address), ("Re: " if index else "") + f"[joints] {subject}", text(content + "\n", encoding="8bit"), when,
                    to="joints@lists.holzkreis.example", flags=["seen"] if number else [], references=references, extra=[
                        "List-Id: Joints and jigs <joints.lists.holzkreis.example>", "List-Post: <mailto:joints@lists.holzkreis.example>",
                        "List-Unsubscribe: <mailto:joints-leave@lists.holzkreis.example>", "Precedence: list"])
                references = [*references, identifier]

    def spam(self):
        for index, (name, address, subject, content, filter_, score) in enumerate(texts.SPAM * 2):
            stars = "*" * int(score)
            headers = {
                "amavis": [
                    "X-Virus-Scanned: Debian amavisd-new at mail.rohrpost.example", "X-Amavis-Alert: BAD HEADER SECTION, Missing required header field: \"Date\"",
                    "X-Spam-Flag: YES", f"X-Spam-Score: {score}", f"X-Spam-Level: {stars}",
                    f"X-Spam-Status: Yes, score={score} tagged_above=2 required=6.2\n tests=[BAYES_99=3.5, BAYES_999=0.2, HTML_MESSAGE=0.001,\n"
                    "\tRCVD_IN_XBL=0.375, URIBL_BLOCKED=0.001] autolearn=no autolearn_force=no"],
                "spamd": [
                    "X-Spam-Checker-Version: SpamAssassin 4.0.0 (2022-12-14) on mail.rohrpost.example", "X-Spam-Flag: YES", f"X-Spam-Level: {stars}",
                    f"X-Spam-Status: Yes, score={score} required=5.0 tests=ADVANCE_FEE_3_NEW,BAYES_99,\n\tFREEMAIL_FROM,MONEY_FRAUD_5 autolearn=spam version=4.0.0",
                    "X-Spam-Report: \n\t* 3.5 BAYES_99 BODY: Bayes spam probability is 99 to 100%\n\t* 2.9 MONEY_FRAUD_5 Lots of money and many fraud phrases"],
                "rspamd": [
                    "X-Spamd-Bar: " + "+" * int(score), f"X-Spamd-Result: default: True [{score} / 15.00];\n\tPHISHING(4.00)[konto];\n\tR_SPF_FAIL(1.00)[-all];\n"
                    "\tMIME_HTML_ONLY(0.20)[]", "X-Rspamd-Queue-Id: 9C1B2A4F03", "X-Rspamd-Action: add header", "X-Spam: Yes"],
            }[filter_]
            self.add((name, address), subject if index < len(texts.SPAM) else subject.replace("!", "?"), text(content + "\n", encoding="base64"),
                     self.ago(1.3 + index * 2.1), folder="Junk", flags=["seen"] if index % 3 == 0 else [], keywords=["$Junk"], extra=headers)

    # -- one of each kind --

    def special(self):
        self.charsets()
        self.shapes()
        self.machines()
        self.own_folders()

    def charsets(self):
        self.add(("Grundbuchamt Ahrenfeld", "post@grundbuchamt-ahrenfeld.example"), "Auszug für Flurstück 118/4",
                 text("Sehr geehrte Frau Berger,\n\nder gewünschte Auszug geht Ihnen mit gewöhnlicher Post zu.\nGebühr: zwölf Euro.\n", "iso-8859-1", "8bit"),
                 self.ago(10.2), flags=["seen"], charset="iso-8859-1")
        self.add(("Schreibwaren Tröger", "laden@schreibwaren-troeger.example"), "„Sonderpreise“ – nur diese Woche",
                 text("Liebe Kundin,\n\n„gut & günstig“ – Hefte ab 1,20 €.\nIhr Team … wie immer\n", "windows-1252", "quoted-printable"), self.ago(6.6),
                 charset="windows-1252")
        self.add("tanaka", "継手の図面について", text("アンナ様\n\n図面をお送りします。寸法は尺で書いてあります。\nよろしくお願いいたします。\n\n田中 美咲\n",
                 "iso-2022-jp", "7bit"), self.ago(4.4), flags=["seen", "flagged"], charset="iso-2022-jp")
        self.add(("王小明", "wang@lanse-jiaju.example"), "关于样品的报价 📦", text("您好,\n\n样品已寄出,预计十天后到达。附上报价单。\n\n王小明\n", encoding="base64"),
                 self.ago(3.2))
        self.add(("김하늘", "kim@haneul-studio.example"), "안녕하세요! 전시회 초대 🎨", text("안녕하세요,\n\n다음 달 전시회에 초대합니다.\n\n김하늘\n"), self.ago(2.1))
        self.add("mira", "🐞🪵 Die Kinder sagen danke! 👩‍👩‍👧‍👦 ❤️", text("Und hier noch ein Gruß der 7b: 🎉🎉🎉\n\nMira\n"), self.ago(0.4))
        self.add(("Νίκος Παπαδάκης", "nikos@elaia.example"), "Ελιές και ξύλο", text("Καλημέρα Άννα,\n\nτο ξύλο της ελιάς είναι έτοιμο.\n", encoding="quoted-printable"),
                 self.ago(5.5), flags=["seen"])
        self.add(("שירה לוי", "shira@etz.example"), "הזמנה לסדנה", text("שלום אנה,\n\nנשמח לראותך בסדנה.\n\nשירה\n", encoding="base64"), self.ago(8.8), flags=["seen"])

    def shapes(self):
        flowed = ("Liebe Anna, \n\ndies ist ein Absatz, der in format=flowed kommt und deshalb an jedem Ende \neiner Zeile ein Leerzeichen trägt, "
                  "damit ein Programm ihn so breit setzen \nkann, wie das Fenster es erlaubt.\n\n> Und das hier war \n> deine Frage von gestern.\n>> und davor meine.\n\n-- \nKorbinian\n")
        self.add("hoelzl", "Absätze, die fließen", text(flowed, extra="; format=flowed"), self.ago(1.6), flags=["seen"])
        deep = "".join(">" * level + f" {who}: {line}\n" for level, (who, line) in enumerate(
            zip(["Chidi", "Anna", "Chidi", "Anna", "Prudence", "Anna", "Jonas", "Anna", "Chidi", "Anna", "Jonas", "Anna"],
                ["seven it is", "seven or eight?", "eight is late", "is seven early?", "depends who you ask", "I ask everyone", "I sleep until eight", "he does",
                 "who is Jonas?", "my colleague", "hello", "let me add Jonas"])))
        self.add("okafor", "Re: Re: AW: Re: WG: Re: seven o'clock", text(deep), self.ago(1.1), flags=["seen"])
        self.add("yusuf", "Zur Kenntnis: " + "sehr ausführlicher Betreff, der nicht aufhören will, weil der Absender ihn für den Text hält und deshalb alles, was "
                 "zu sagen wäre, schon hier sagt, einschließlich der Frist am Monatsende und der Bitte um Rückruf", text("Siehe Betreff.\n"), self.ago(2.7), flags=["seen"])
        self.add("papa", "", text("Betreff vergessen. Ist aber auch nichts.\n\nPapa\n"), self.ago(2.3), flags=["seen"])
        self.add("jonas", None, text("(vom Telefon gesendet)\n"), self.ago(0.9))
        lines = "".join(f"{n:05d}  board {n % 17:02d}  {self.random.randrange(400, 2800):4d} x {self.random.randrange(80, 600):3d} mm  "
                        f"{self.random.choice(['oak', 'ash', 'beech', 'walnut', 'maple'])}\n" for n in range(1, 7300))
        self.add(("Cut list robot", "robot@forge-werkhof.example"), "Cut list, complete (300 KB of text)", text(lines, "us-ascii", "7bit"), self.ago(3.9), flags=["seen"])
        self.add("marlowe", "Invoice for the veneer", multipart("mixed", [
            text("Dear Anna,\n\ninvoice and a macro-ridden form from our bookkeeper, for which I apologise.\n\nPrudence\n"),
            attachment(pdf("Invoice 7718 - Greystone Joinery"), "application/pdf", "invoice-7718.pdf"),
            attachment(archive([("[Content_Types].xml", "<Types/>"), ("word/document.xml", "<w:document/>"), ("word/vbaProject.bin", "\0" * 64)]),
                       "application/vnd.ms-word.document.macroEnabled.12", "Form 12b.docm")]), self.ago(2.9), flags=["flagged"])
        logo = png(48, 48, lambda x, y: (42, 93, 74) if (x // 12 + y // 12) % 2 else (240, 238, 228))
        self.add("elena", "Showroom: première photo", multipart("related", [
            text('<html><body><p>Bonjour Anna,</p><p>voilà le mur courbé:</p><img src="cid:wall@atelier-vasseur.example"><p>Élénore</p></body></html>',
                 encoding="quoted-printable", subtype="html"),
            attachment(logo, "image/png", "mur.png", "inline", ["Content-ID: <wall@atelier-vasseur.example>"])]), self.ago(1.9))
        signed = text("Hallo Anna,\n\ndie neuen Zugangsdaten gebe ich dir am Telefon. Diese Nachricht ist\nunterschrieben, damit du siehst, dass sie von mir ist.\n\nTobias\n",
                      encoding="quoted-printable")
        raw = "\n".join(signed[0]).encode() + b"\n\n" + signed[1]
        signature = (['Content-Type: application/pgp-signature; name="signature.asc"', "Content-Description: OpenPGP digital signature"],
                     armored_signature(raw, int(self.ago(1.4).timestamp())))
        self.add("tobi", "Umzug des Servers am Samstag", multipart("signed", [signed, signature], ';\n micalg=pgp-sha256; protocol="application/pgp-signature"'),
                 self.ago(1.4), flags=["seen", "flagged"])
        inner = text("Original text of the forwarded message.\n\nChidi\n")
        forwarded = (f"From: {mailbox(*texts.PEOPLE['okafor'])}\nTo: {mailbox(*texts.PEOPLE['jonas'])}\nSubject: side door\n"
                     f"Date: {email.utils.format_datetime(self.ago(1.2))}\nMIME-Version: 1.0\n" + "\n".join(inner[0])).encode() + b"\n\n" + inner[1]
        self.add("jonas", "Fwd: side door", multipart("mixed", [text("Zur Info.\n\nJ.\n"), (["Content-Type: message/rfc822"], forwarded)]), self.ago(0.6), flags=["seen"])

    def machines(self):
        original = f"From: {mailbox(NAME, ADDRESS)}\nTo: liefrant@tippfehler.example\nSubject: Anfrage Scharniere\nMessage-ID: <bounced.1@rohrpost.example>\n"
        self.add(("Mail Delivery System", "MAILER-DAEMON@rohrpost.example"), "Undelivered Mail Returned to Sender", multipart("report", [
            text("This is the mail system at host mail.rohrpost.example.\n\nI'm sorry to have to inform you that your message could not\nbe delivered to one or "
                 "more recipients.\n\n<liefrant@tippfehler.example>: Host or domain name not found.\n", "us-ascii", "7bit"),
            (["Content-Description: Delivery report", "Content-Type: message/delivery-status"],
             f"Reporting-MTA: dns; mail.rohrpost.example\nArrival-Date: {email.utils.format_datetime(self.ago(3.05))}\n\nFinal-Recipient: rfc822; "
             "liefrant@tippfehler.example\nAction: failed\nStatus: 5.4.4\nDiagnostic-Code: X-Postfix; Host or domain name not found\n".encode()),
            (["Content-Description: Undelivered Message Headers", "Content-Type: text/rfc822-headers"], original.encode())],
            "; report-type=delivery-status"), self.ago(3), extra=["Auto-Submitted: auto-replied"])
        start = self.ago(-6, 6.5)
        event = "\r\n".join([
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Harbourlight//Planner 1.0//EN", "METHOD:REQUEST", "BEGIN:VEVENT",
            "UID:6f1d2c40@harbourlight.example", f"DTSTAMP:{self.ago(2.5).astimezone(datetime.timezone.utc):%Y%m%dT%H%M%SZ}",
            f"DTSTART:{start.astimezone(datetime.timezone.utc):%Y%m%dT%H%M%SZ}",
            f"DTEND:{(start + datetime.timedelta(hours=2)).astimezone(datetime.timezone.utc):%Y%m%dT%H%M%SZ}",
            "SUMMARY:Counter: fitting and first coffee", "LOCATION:Harbourlight café\\, side door",
            "ORGANIZER;CN=Chidi Okafor:mailto:chidi.okafor@harbourlight.example",
            "ATTENDEE;CN=Anna Berger;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:anna@rohrpost.example",
            "SEQUENCE:0", "STATUS:CONFIRMED", "END:VEVENT", "END:VCALENDAR", ""])
        self.add("okafor", "Invitation: Counter: fitting and first coffee", multipart("alternative", [
            text(f"Chidi Okafor invites you.\n\nCounter: fitting and first coffee\n{start:%d.%m.%Y %H:%M}\nHarbourlight café, side door\n"),
            (["Content-Type: text/calendar; charset=utf-8; method=REQUEST", "Content-Transfer-Encoding: base64"], base64.encodebytes(event.encode()))]),
            self.ago(2.5))
        # Two that only look like the customer: her domain as the beginning of another, and with a Cyrillic a.
        look_alike = "moebelh\u0430us-lindner.example".encode("idna").decode()
        self.add(("Friederike Lindner", "f.lindner@moebelhaus-lindner.example.konto-service.example"), "Neue Bankverbindung, bitte sofort ändern",
                 text("Sehr geehrte Frau Berger,\n\nunsere Bankverbindung hat sich geändert. Bitte überweisen Sie die offene Summe heute noch auf das neue Konto. "
                      "Ich bin in einer Besprechung und nicht zu erreichen.\n\nFriederike Lindner\n", encoding="quoted-printable"), self.ago(0.8),
                 extra=["Reply-To: zahlung@konto-service.example",
                        "Authentication-Results: mail.rohrpost.example; spf=fail smtp.mailfrom=moebelhaus-lindner.example; dkim=none; dmarc=fail"])
        self.add(("Friederike Lindner", "f.lindner@" + look_alike), "Re: Farbton der Kassentische",
                 text("Bitte auch hier die neue Bankverbindung beachten.\n"), self.ago(0.7), references=[f"<unknown.7@{look_alike}>"])
        self.add(("Hostmaster", "hostmaster@rohrpost.example"), "Ihr Postfach ist zu 12 % belegt", text(
            "Guten Tag,\n\nIhr Postfach anna@rohrpost.example belegt 614 MB von 5 GB.\n\nIhr Hostmaster\n"), self.ago(5.1), flags=["seen"])

    def own_folders(self):
        drafts = [("Angebot Garderobe (Entwurf)", "Liebe Mira,\n\nfür die Garderobe schlage ich vor:\n\n  1. \n  2. \n", ["draft", "seen"]),
                  ("", "noch an Korbinian wegen Nussbaum schreiben\n", ["draft", "seen"]),
                  ("Re: Sonntag Kaffee?", "Sollen wir auch", ["draft", "seen"])]
        for index, (subject, content, flags) in enumerate(drafts):
            self.add(texts.ME, subject, text(content), self.ago(index * 3 + 0.5), to=mailbox(*texts.PEOPLE["mira"]) if index == 0 else "undisclosed-recipients:;",
                     folder="Drafts", flags=flags)
        for index, (who, subject) in enumerate([("bibi", "Tiefgarage gesperrt"), ("jonas", "Pizza heute?"), ("papa", "Drucker geht wieder"),
                                                ("tobi", "Testnachricht"), ("mira", "Elternabend verlegt")]):
            self.add(who, subject, text("Erledigt.\n"), self.ago(12 + index), folder="Trash", flags=["seen"])
        self.add(texts.ME, "Fwd: Invoice for the veneer", text("Bitte überweisen.\n\nA.\n"), self.ago(2.2), to=mailbox(*texts.PEOPLE["jonas"]), folder="Sent", flags=["seen"])

    def bulk(self, number, marked=False):
        """Short mails in any number, older than all others, made on the fly: (time, bytes, flags). Marked, each subject
        begins with Qx and its number, by which a benchmark knows it on a screen."""
        pick = self.random
        step = datetime.timedelta(minutes=7)
        when = self.ago(45) - step * number
        for index in range(number):
            when += step
            first, last = pick.choice(texts.BULK_FIRST), pick.choice(texts.BULK_LAST)
            values = {"n": 100000 + index, "d": when.strftime("%d.%m.%Y")}
            ascii_name = (first + "." + last).lower().translate({0xE4: "ae", 0xF6: "oe", 0xFC: "ue"})
            domain = f"firma-{index % 97}.example"
            mark = f"Qx{index:07d} " if marked else ""
            subject = words(mark + texts.BULK_SUBJECTS[pick.randrange(len(texts.BULK_SUBJECTS))].format(**values))
            body = texts.BULK_BODIES[pick.randrange(len(texts.BULK_BODIES))].format(**values)
            stamp = email.utils.format_datetime(when)
            message = (
                f"Return-Path: <{ascii_name}@{domain}>\nReceived: by mail.rohrpost.example; {stamp}\nDate: {stamp}\n"
                f"From: {mailbox(first + ' ' + last, ascii_name + '@' + domain)}\nTo: Anna Berger <{ADDRESS}>\nSubject: {subject}\n"
                f"Message-ID: <{pick.getrandbits(48):012x}.b{index}@{domain}>\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
                f"Content-Transfer-Encoding: 8bit\n\n{body}\n"
            )
            roll = pick.random()
            yield when, message.encode(), ("seen", "answered") if roll < 0.1 else ("seen",) if roll < 0.96 else ("flagged", "seen") if roll < 0.98 else ()

    def make(self):
        self.threads()
        self.notices(74)
        self.newsletters(12)
        self.mailing_list()
        self.spam()
        self.special()
        self.messages.sort(key=lambda row: row[1])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--home", required=True)
    parser.add_argument("--owner", required=True)
    parser.add_argument("--date", type=datetime.date.fromisoformat, help="half past five on that day is the latest time; else now is")
    parser.add_argument("--messages", type=int, default=0, help="how many in all; INBOX takes what is above the usual")
    parser.add_argument("--bulk-only", action="store_true", help="exactly --messages short mails in INBOX and nothing else")
    parser.add_argument("--marked", action="store_true", help="number the subjects of the short mails: Qx0000000 ...")
    options = parser.parse_args()

    box = Mailbox(options.date)
    if not options.bulk_only:
        box.make()
    account = Account(options.home, options.owner)
    folders = {"INBOX": account.folder("INBOX")}
    for when, message, flags in box.bulk(max(0, options.messages - len(box.messages)), options.marked):
        folders["INBOX"].add(message, when.timestamp(), flags)
    for folder, when, message, flags, keywords in box.messages:
        if folder not in folders:
            folders[folder] = account.folder(folder)
        folders[folder].add(message, when.timestamp(), flags, keywords)
    account.subscribe(name for name in folders if name != "INBOX")
    print(sum(len(os.listdir(os.path.join(folder.path, "cur"))) for folder in folders.values()), "messages")


if __name__ == "__main__":
    main()
