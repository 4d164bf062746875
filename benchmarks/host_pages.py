"""Pages of a website that embeds a chat: none, ours, or a published one; each served alike, with gzip, on loopback."""

import gzip
import http.server
import shutil
import subprocess
import tarfile
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

_PACK_SECONDS = 60.0
# Enough of a page that a widget has something to come after.
_PAGE = (
    '<!doctype html><html lang=en><meta charset=utf-8><title>Shop</title><link rel=icon href="data:,"><h1>Shop</h1>'
    + "<p>Some text.</p>" * 100
)
_TYPES = {".js": "text/javascript", ".mjs": "text/javascript", ".css": "text/css", ".html": "text/html; charset=utf-8"}


@dataclass(frozen=True, slots=True)
class Peer:
    """A published widget: its package, the folder in it that a browser loads from, its manual's lines for a page, and
    how it is opened and written into."""

    name: str
    package: str
    folder: str
    snippet: str
    launcher: str
    field: str


PEERS = (
    Peer(
        "@n8n/chat 1.37",
        "@n8n/chat@1.37.0",
        "package/dist/",
        '<link rel=stylesheet href="/peer/style.css"><script type=module>'
        'import { createChat } from "/peer/chat.bundle.es.js"; createChat({ webhookUrl: "/hook" });</script>',
        ".chat-window-toggle",
        "textarea",
    ),
)


@dataclass(slots=True)
class Site:
    """What is served, by path; may be added to at any time."""

    url: str = ""
    files: dict[str, bytes] = field(default_factory=dict)

    def put_page(self, name: str, snippet: str) -> str:
        """Adds a page with this in it and returns its address."""
        self.files[f"/{name}.html"] = (_PAGE + snippet).encode()
        return f"{self.url}/{name}.html"

    def put_peer(self, peer: Peer) -> str:
        """Fetches the package as any user would and adds its page. Raises `OSError` where it cannot be had."""
        with tempfile.TemporaryDirectory(prefix="chatserver-bench-") as folder:
            npm = shutil.which("npm")
            if npm is None:
                raise OSError("there is no npm")
            try:
                command = [npm, "pack", peer.package, "--silent", "--pack-destination", folder]
                subprocess.run(command, check=True, capture_output=True, timeout=_PACK_SECONDS, cwd=folder)
            except subprocess.SubprocessError as error:
                raise OSError(f"the registry does not give {peer.package}") from error
            with tarfile.open(next(Path(folder).glob("*.tgz"))) as package:
                for member in package:
                    part = package.extractfile(member) if member.name.startswith(peer.folder) else None
                    if part is not None:
                        self.files[f"/peer/{member.name.removeprefix(peer.folder)}"] = part.read()
        return self.put_page(peer.package.strip("@").split("@")[0].replace("/", "-"), peer.snippet)


@contextmanager
def website() -> Iterator[Site]:
    """A website on a port of its own, in a thread."""
    site = Site()

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = self.path.split("?")[0]
            if path in site.files:
                self._answer(site.files[path], _TYPES.get(Path(path).suffix, "application/octet-stream"))
            else:
                self._answer(b'{"data": []}', "application/json")

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", "0")))
            self._answer(b'{"data": []}', "application/json")

        def _answer(self, text: bytes, media_type: str) -> None:
            body = gzip.compress(text, 6)
            self.send_response(200)
            self.send_header("Content-Type", media_type)
            self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Says nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
