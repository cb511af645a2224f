"""A small IMAP server for tests: one folder, TLS with a certificate made on the spot, and the answers that real servers give."""

import datetime
import ipaddress
import re
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

USER, PASSWORD = "calendar@example.org", "se cret/@1"


@dataclass
class Folder:
    """What the server holds. `flags` and `moved` show what was done with each message; `commands` what it was asked."""

    messages: dict[int, bytes]
    flags: dict[int, set[str]] = field(default_factory=dict)
    moved: dict[int, str] = field(default_factory=dict)
    commands: list[str] = field(default_factory=list)
    can_move: bool = True
    refuses: str = ""


class Handler(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self.say("* OK ready")
        for line in self.rfile:
            tag, _space, command = line.decode().strip().partition(" ")
            self.server.folder.commands.append(command)
            if not self.answer(tag, command):
                return

    def say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")

    def answer(self, tag: str, command: str) -> bool:
        folder, verb = self.server.folder, command.upper()
        if folder.refuses and folder.refuses in verb:
            self.say(f"{tag} NO not today")
        elif verb.startswith("CAPABILITY"):
            self.say("* CAPABILITY IMAP4rev1" + (" MOVE" if folder.can_move else ""))
            self.say(f"{tag} OK done")
        elif verb.startswith("LOGIN"):
            self.say(f"{tag} OK in" if command == f'LOGIN {USER} "{PASSWORD}"' else f"{tag} NO wrong")
        elif verb.startswith("SELECT"):
            self.say(f"* {len(folder.messages)} EXISTS")
            self.say(f"{tag} OK [READ-WRITE] selected")
        elif verb.startswith("UID SEARCH UNSEEN"):
            unseen = [
                str(number) for number in folder.messages if "\\Seen" not in folder.flags.get(number, set()) and number not in folder.moved
            ]
            self.say("* SEARCH " + " ".join(unseen))
            self.say(f"{tag} OK done")
        elif verb.startswith("UID FETCH"):
            self.fetch(tag, command)
        elif verb.startswith("UID STORE"):
            folder.flags.setdefault(int(command.split()[2]), set()).add("\\Seen")
            self.say(f"{tag} OK done")
        elif verb.startswith(("UID MOVE", "UID COPY")):
            folder.moved[int(command.split()[2])] = command.split(maxsplit=3)[3]
            self.say(f"{tag} OK done")
        elif verb.startswith("LOGOUT"):
            self.say("* BYE")
            self.say(f"{tag} OK bye")
            return False
        else:
            self.say(f"{tag} BAD {verb.split()[0]}")
        return True

    def fetch(self, tag: str, command: str) -> None:
        number = int(command.split()[2])
        raw = self.server.folder.messages[number]
        if "RFC822.SIZE" in command:
            self.say(f"* {number} FETCH (UID {number} RFC822.SIZE {len(raw)})")
        else:
            wanted = re.search(r"BODY\.PEEK\[\]<0\.(\d+)>", command)
            part = raw[: int(wanted.group(1))]
            self.wfile.write(f"* {number} FETCH (UID {number} BODY[]<0> {{{len(part)}}}\r\n".encode() + part + b")\r\n")
        self.say(f"{tag} OK done")


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True
    folder: Folder


@contextmanager
def imap_server(folder: Folder, scratch: Path) -> Iterator[tuple[int, ssl.SSLContext]]:
    """Serve a folder on this machine; yields the port, and a context that trusts the certificate."""
    certificate = _certificate(scratch)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    server = Server(("127.0.0.1", 0), Handler, bind_and_activate=True)
    server.folder = folder
    server.socket = tls.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server.server_address[1], ssl.create_default_context(cafile=str(certificate))
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _certificate(scratch: Path) -> Path:
    """A key and a certificate for 127.0.0.1, good for an hour."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - datetime.timedelta(minutes=5))
        .not_valid_after(now + datetime.timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    file = scratch / "server.pem"
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return file
