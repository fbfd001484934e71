"""aiosmtpd as a server that sends nothing on: writes what it takes into a folder and answers as the test wants.

Its one argument is JSON: folder, certificate, key, implicit (TLS from the start, else STARTTLS is demanded), user, password, and steps.
A step is taken for each mail in turn: {"rcpt": "451 …"}, {"data": "550 …"}, "cut" (hangs up in the middle of DATA), "lose" (takes the
mail and hangs up before it says so). Prints its port when it listens.
"""

import asyncio
import json
import logging
import os
import ssl
import sys
import warnings

from aiosmtpd.smtp import SMTP, AuthResult

# What it says of its clients is no news to the test.
logging.disable()
warnings.simplefilter("ignore")
settings = json.loads(sys.argv[1])
steps = list(settings["steps"])
taken = 0
logins = {"good": 0, "bad": 0}


def write(name, content):
    path = os.path.join(settings["folder"], name)
    with open(path + ".new", "wb") as file:
        file.write(content)
    os.rename(path + ".new", path)


def note_logins():
    write("logins.json", json.dumps(logins).encode())


def authenticate(server, session, envelope, mechanism, data):
    good = data.login.decode() == settings["user"] and data.password.decode() == settings["password"]
    logins["good" if good else "bad"] += 1
    note_logins()
    return AuthResult(success=good, handled=False)


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if steps and isinstance(steps[0], dict) and "rcpt" in steps[0]:
            return steps.pop(0)["rcpt"]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        global taken
        step = steps.pop(0) if steps else None
        if isinstance(step, dict):
            return step["data"]
        taken += 1
        about = {
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "tls": server.transport.get_extra_info("cipher") is not None,
            "login": session.authenticated,
        }
        write(f"{taken}.eml", envelope.original_content)
        write(f"{taken}.json", json.dumps(about).encode())
        if step == "lose":
            server.transport.abort()
        return "250 OK"


class Server(SMTP):
    async def smtp_DATA(self, argument):
        if steps and steps[0] == "cut":
            steps.pop(0)
            await self.push("354 go on")
            await self._reader.readuntil(b"\r\n")
            self.transport.abort()
            return
        await super().smtp_DATA(argument)


async def main():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(settings["certificate"], settings["key"])
    implicit = settings["implicit"]

    def server():
        return Server(
            Handler(),
            hostname="localhost",
            tls_context=None if implicit else context,
            require_starttls=not implicit,
            auth_required=True,
            auth_require_tls=not implicit,
            authenticator=authenticate,
            loop=asyncio.get_running_loop(),
        )

    note_logins()
    listening = await asyncio.get_running_loop().create_server(server, "127.0.0.1", 0, ssl=context if implicit else None)
    print(listening.sockets[0].getsockname()[1], flush=True)
    # Ends with the test, however that ends.
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


asyncio.run(main())
