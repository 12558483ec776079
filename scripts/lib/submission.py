"""A submission server for a mail host that runs without root: AUTH over STARTTLS and over implicit TLS, out by LMTP.

    submission.py --host ADDRESS ... --starttls PORT --tls PORT --certificate PEM --key PEM --auth SOCKET --lmtp PORT

Whoever logs in is asked of Dovecot by its authentication protocol, so there is one list of users. A recipient is asked
of LMTP while the client waits, so an unknown one is refused at RCPT. Where root starts the host, Postfix does all this.
"""

import argparse
import asyncio
import base64
import email.utils
import os
import smtplib
import ssl
import sys

try:
    from aiosmtpd.smtp import MISSING, SMTP, AuthResult
except ImportError:
    sys.exit("python3-aiosmtpd is missing: run scripts/setup")

SIZE_LIMIT = 50 * 1024 * 1024
DOMAIN = "rohrpost.example"


class Abandoned(Exception):
    """The client broke the login off, and has been told so."""


class DovecotAuth:
    """One login, asked line by line over Dovecot's auth-client socket (protocol version 1.2)."""

    def __init__(self, path):
        self.path = path

    async def login(self, mechanism, initial, challenge):
        """Returns the user name or None. `challenge(bytes)` asks the client and returns its answer."""
        reader, writer = await asyncio.open_unix_connection(self.path)
        try:
            writer.write(b"VERSION\t1\t2\nCPID\t%d\n" % os.getpid())
            while (line := await reader.readline()).strip() != b"DONE":
                if not line:
                    return None
            request = b"AUTH\t1\t%s\tservice=smtp\tsecured=tls\tlip=127.0.0.1\trip=127.0.0.1" % mechanism.encode()
            if initial is not None:
                request += b"\tresp=" + base64.b64encode(initial)
            writer.write(request + b"\n")
            while line := await reader.readline():
                fields = line.rstrip(b"\n").split(b"\t")
                if fields[0] == b"OK":
                    return next((f[5:].decode() for f in fields if f.startswith(b"user=")), None)
                if fields[0] == b"CONT":
                    answer = await challenge(base64.b64decode(fields[2]))
                    writer.write(b"CONT\t1\t" + base64.b64encode(answer) + b"\n")
                else:
                    return None
            return None
        finally:
            writer.close()


class Submission(SMTP):
    """aiosmtpd's server with Dovecot's mechanisms instead of its own."""

    def __init__(self, *arguments, auth, **keywords):
        self.auth = auth
        super().__init__(*arguments, **keywords)

    async def _ask_dovecot(self, mechanism, arguments):
        initial = None
        if len(arguments) > 1:
            try:
                initial = b"" if arguments[1] == "=" else base64.b64decode(arguments[1], validate=True)
            except ValueError:
                await self.push("501 5.5.2 Can't decode base64")
                return AuthResult(success=False, handled=True)

        async def challenge(text):
            answer = await self.challenge_auth(text, encode_to_b64=True)
            if answer is MISSING:
                raise Abandoned
            return answer

        try:
            user = await self.auth.login(mechanism, initial, challenge)
        except Abandoned:
            return AuthResult(success=False, handled=True)
        if user is None:
            return AuthResult(success=False, handled=False)
        return AuthResult(success=True, auth_data=user)

    async def auth_PLAIN(self, _, arguments):
        return await self._ask_dovecot("PLAIN", arguments)

    async def auth_LOGIN(self, _, arguments):
        return await self._ask_dovecot("LOGIN", arguments)

    async def auth_SCRAM__SHA__1(self, _, arguments):
        return await self._ask_dovecot("SCRAM-SHA-1", arguments)

    async def auth_SCRAM__SHA__256(self, _, arguments):
        return await self._ask_dovecot("SCRAM-SHA-256", arguments)


class RelayToLMTP:
    def __init__(self, port):
        self.port = port

    def _connect(self):
        return smtplib.LMTP("127.0.0.1", self.port, local_hostname="mail." + DOMAIN)

    def _knows(self, recipient):
        with self._connect() as lmtp:
            lmtp.ehlo()
            lmtp.mail("<>")
            return lmtp.rcpt(recipient)

    def _deliver(self, envelope, header):
        with self._connect() as lmtp:
            return lmtp.sendmail(envelope.mail_from, envelope.rcpt_tos, header + envelope.content)

    async def handle_RCPT(self, server, session, envelope, address, options):
        if not address.lower().endswith("@" + DOMAIN):
            return f"550 5.1.2 <{address}>: this test host delivers only to {DOMAIN}"
        code, text = await asyncio.to_thread(self._knows, address)
        if code != 250:
            return f"{code} {text.decode(errors='replace')}"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server, session, envelope):
        now = email.utils.formatdate(localtime=True)
        header = f"Received: from {session.host_name} by mail.{DOMAIN} with ESMTPSA; {now}\r\n".encode()
        try:
            refused = await asyncio.to_thread(self._deliver, envelope, header)
        except smtplib.SMTPRecipientsRefused as problem:
            refused = problem.recipients
            if len(refused) == len(envelope.rcpt_tos):
                code, text = next(iter(refused.values()))
                return f"{code} {text.decode(errors='replace')}"
        except (OSError, smtplib.SMTPException) as problem:
            return f"451 4.3.0 delivery failed: {type(problem).__name__}"
        return "250 2.0.0 OK, delivered" if not refused else "250 2.0.0 OK, delivered in part"


async def serve(options):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(options.certificate, options.key)
    common = {
        "hostname": "mail." + DOMAIN,
        "ident": "ESMTP",
        "data_size_limit": SIZE_LIMIT,
        "enable_SMTPUTF8": True,
        "auth_required": True,
        "auth": DovecotAuth(options.auth),
    }
    loop = asyncio.get_running_loop()
    handler = RelayToLMTP(options.lmtp)

    def starttls():
        return Submission(handler, tls_context=context, require_starttls=True, auth_require_tls=True, **common)

    def implicit():
        return Submission(handler, auth_require_tls=False, **common)

    servers = []
    for host in options.host:
        servers.append(await loop.create_server(starttls, host, options.starttls))
        servers.append(await loop.create_server(implicit, host, options.tls, ssl=context))
    await asyncio.gather(*(server.serve_forever() for server in servers))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--host", action="append", required=True)
    parser.add_argument("--starttls", type=int, required=True)
    parser.add_argument("--tls", type=int, required=True)
    parser.add_argument("--lmtp", type=int, required=True)
    parser.add_argument("--certificate", required=True)
    parser.add_argument("--key", required=True)
    parser.add_argument("--auth", required=True)
    try:
        asyncio.run(serve(parser.parse_args()))
    except OSError as problem:
        sys.exit(f"submission: {problem}")


if __name__ == "__main__":
    main()
