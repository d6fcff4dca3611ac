"""A mail server of one box on this machine: as much of IMAP (RFC 9051) as a reader needs."""

import base64
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage

USER, PASSWORD, ASCII = "vanthu@phong.vn", "một mật khẩu", "mot mat khau"
# INBOX, and "~peter/mail/台北/日本語" as the standard writes it.
FOLDERS = ("INBOX", "~peter/mail/&U,BTFw-/&ZeVnLIqe-")


class Box:
    """Mails by their number; ``said`` is every command that came, ``port`` where it listens."""

    def __init__(self) -> None:
        self.mails: dict[int, bytes] = {}
        self.validity, self.port = 7, 0
        self.said: list[str] = []

    def put(self, **files: bytes) -> None:
        """Bring a mail with some files attached."""
        mail = EmailMessage()
        mail["Subject"], mail["From"] = "Gửi văn bản", "lan@phong.vn"
        mail.set_content("Kính gửi văn thư")
        for name, data in files.items():
            mail.add_attachment(
                data, maintype="application", subtype="octet-stream", filename=f"{name}.txt"
            )
        self.mails[max(self.mails, default=0) + 1] = mail.as_bytes()


@contextmanager
def mail_server() -> Iterator[Box]:
    """A box whose server runs, without TLS."""
    box = Box()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"* OK ready\r\n")
            while line := self.rfile.readline().decode().strip():
                tag, _, command = line.partition(" ")
                box.said.append(command)
                if command == "AUTHENTICATE PLAIN":
                    self.wfile.write(b"+ \r\n")
                    command = f"LOGIN {base64.b64decode(self.rfile.readline()).decode()}"
                told, ending = answer(box, command)
                self.wfile.write(told + f"{tag} {ending}\r\n".encode())
                if command == "LOGOUT":
                    return

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        box.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield box
        finally:
            server.shutdown()
            thread.join()


def answer(box: Box, command: str) -> tuple[bytes, str]:
    """Untagged lines and the ending of an answer."""
    words = command.split()
    if words[0] == "CAPABILITY":
        return b"* CAPABILITY IMAP4rev1\r\n", "OK done"
    if words[0] == "LOGIN":
        fits = f"\0{USER}\0{PASSWORD}" in command or f'"{USER}" "{ASCII}"' in command
        return b"", "OK in" if fits else "NO wrong name or password"
    if words[0] in ("EXAMINE", "STATUS") and not any(f'"{one}"' in command for one in FOLDERS):
        return b"", "NO no such folder"
    if words[0] == "STATUS":
        return f"* STATUS INBOX (UIDVALIDITY {box.validity})\r\n".encode(), "OK done"
    if words[:2] == ["UID", "SEARCH"]:
        first = int(words[3].split(":")[0])
        found = {n for n in box.mails if n >= first} | {max(box.mails, default=0)} - {0}
        return f"* SEARCH {' '.join(map(str, sorted(found)))}\r\n".encode(), "OK done"
    if words[:2] == ["UID", "FETCH"]:
        number, mail = int(words[2]), box.mails[int(words[2])]
        if "SIZE" in command:
            return f"* 1 FETCH (UID {number} RFC822.SIZE {len(mail)})\r\n".encode(), "OK done"
        head = f"* 1 FETCH (UID {number} BODY[] {{{len(mail)}}}\r\n".encode()
        return head + mail + b")\r\n", "OK done"
    return b"", "OK done" if words[0] in ("EXAMINE", "LOGOUT") else "BAD not known"
