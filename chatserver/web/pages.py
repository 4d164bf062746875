"""Pages and bundles: the widget's loader and frame, the console, the demo shop, the docs."""

import hashlib
import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web
from markdown_it import MarkdownIt

from chatserver.core.markup import clean_html, text_to_html
from chatserver.web.doors import Origins

_BASE_POLICY = "default-src 'none'; base-uri 'none'; form-action 'self'; script-src 'self'; style-src 'self'; "
_POLICY = (
    _BASE_POLICY
    + "img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; media-src 'self'; frame-src 'self'; "
)
_FIRST_DOCS = (
    *("running", "embedding", "identity", "sla", "redaction", "settings"),
    *("administration", "console", "writing-intents", "replies", "protocol", "architecture"),
)
_DECISIONS = "decisions"


@dataclass(frozen=True, slots=True)
class _Asset:
    body: bytes
    content_type: str
    etag: str


class Pages:
    """Serves what `static/build.mjs` has built; every file is read once, at the start."""

    def __init__(self, dist: Path, docs: Path, texts: Mapping[str, str], origins: Origins) -> None:
        """`texts` stand in double braces in the pages: `brand`, `drafts`, `privacy_url`, `conduct_url`."""
        self._assets = {path.name: _asset(path) for path in sorted(dist.iterdir()) if path.is_file()}
        self._docs = {str(path.relative_to(docs).with_suffix("")): path for path in sorted(docs.rglob("*.md"))}
        self._pictures = {path.name: _asset(path) for path in sorted((docs / "pictures").glob("*.png"))}
        self._texts = texts
        self._origins = origins

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/", self.home),
            web.get("/demo", self.demo),
            web.get("/console", self.console),
            web.get("/console/", self.console),
            web.get("/widget/frame", self.frame),
            web.get("/widget.js", self.loader),
            web.get("/widget/chat.d.ts", self.types),
            web.get("/assets/{name}", self.asset),
            web.get("/docs", self.docs_home),
            web.get("/docs/", self.docs_home),
            web.get("/docs/pictures/{name}", self.picture),
            web.get("/docs/{name:.+}", self.doc),
        ]

    async def home(self, request: web.Request) -> web.Response:
        raise web.HTTPFound("/demo")

    async def demo(self, request: web.Request) -> web.Response:
        return self._page("demo.html", "frame-ancestors 'none'")

    async def console(self, request: web.Request) -> web.Response:
        return self._page("console.html", "frame-ancestors 'none'")

    async def frame(self, request: web.Request) -> web.Response:
        return self._page("frame.html", f"frame-ancestors {self._origins.frame_ancestors}")

    async def loader(self, request: web.Request) -> web.Response:
        return self._bundle(request, "widget.js")

    async def types(self, request: web.Request) -> web.Response:
        """The types of the loader's global, for host pages in TypeScript."""
        return self._bundle(request, "chat.d.ts")

    async def asset(self, request: web.Request) -> web.Response:
        return self._bundle(request, request.match_info["name"])

    async def docs_home(self, request: web.Request) -> web.Response:
        return self._doc_list("Documentation", [name for name in _FIRST_DOCS if name in self._docs])

    async def doc(self, request: web.Request) -> web.Response:
        name = request.match_info["name"].removesuffix(".md")
        if name.rstrip("/") == _DECISIONS:
            return self._doc_list("Decisions", [name for name in self._docs if name.startswith(f"{_DECISIONS}/")])
        path = self._docs.get(name)
        if path is None:
            raise web.HTTPNotFound
        # Our own files; cleaned all the same, since every HTML that is made from text goes through the one door.
        rendered = MarkdownIt("commonmark", {"html": False}).enable("table").render(_without_comments(path))
        # What scrolls must be reachable by keyboard.
        body = clean_html(rendered).replace("<pre>", '<pre tabindex="0">').replace("<table>", '<table tabindex="0">')
        return self._doc_page(_title(path), body)

    async def picture(self, request: web.Request) -> web.Response:
        """A picture of the docs, at the place where their Markdown names it."""
        picture = self._pictures.get(request.match_info["name"])
        if picture is None:
            raise web.HTTPNotFound
        headers = {"ETag": picture.etag, "Cache-Control": "no-cache"}
        if request.headers.get("If-None-Match") == picture.etag:
            return web.Response(status=304, headers=headers)
        return web.Response(body=picture.body, content_type=picture.content_type, headers=headers)

    def _doc_list(self, title: str, names: list[str]) -> web.Response:
        items = [f'<li><a href="/docs/{name}">{text_to_html(_title(self._docs[name]))}</a></li>' for name in names]
        return self._doc_page(title, f"<h1>{title}</h1><ul>{''.join(items)}</ul>")

    def _doc_page(self, title: str, body: str) -> web.Response:
        page = self._assets["docs.html"].body.decode()
        page = page.replace("{{ title }}", text_to_html(title)).replace("{{ body }}", body)
        return self._html(page, "frame-ancestors 'none'")

    def _page(self, name: str, ancestors: str) -> web.Response:
        return self._html(self._assets[name].body.decode(), ancestors)

    def _html(self, page: str, ancestors: str) -> web.Response:
        text = page
        for name, value in self._texts.items():
            text = text.replace(f"{{{{ {name} }}}}", text_to_html(value))
        headers = {"Content-Security-Policy": _POLICY + ancestors, "Cache-Control": "no-cache"}
        return web.Response(text=text, content_type="text/html", headers=headers)

    def _bundle(self, request: web.Request, name: str) -> web.Response:
        asset = self._assets.get(name)
        if asset is None or name.endswith(".html"):
            raise web.HTTPNotFound
        headers = {
            "ETag": asset.etag,
            "Cache-Control": "no-cache",
            # Host pages under cross-origin isolation may load the loader.
            "Cross-Origin-Resource-Policy": "cross-origin",
            # The loader imports its other part as a module; what is in these files, anybody may read.
            "Access-Control-Allow-Origin": "*",
        }
        if request.headers.get("If-None-Match") == asset.etag:
            return web.Response(status=304, headers=headers)
        response = web.Response(body=asset.body, content_type=asset.content_type, charset="utf-8", headers=headers)
        response.enable_compression()
        return response


def _asset(path: Path) -> _Asset:
    body = path.read_bytes()
    # The system's table takes a .ts for a film.
    guessed = "text/plain" if path.suffix == ".ts" else mimetypes.guess_type(path.name)[0]
    content_type = guessed or "application/octet-stream"
    return _Asset(body, content_type, f'"{hashlib.sha256(body).hexdigest()[:16]}"')


def _without_comments(path: Path) -> str:
    lines = path.read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if not line.startswith("<!--"))


def _title(path: Path) -> str:
    lines = path.read_text(encoding="utf-8").splitlines()
    return next((line.removeprefix("# ") for line in lines if line.startswith("# ")), path.stem)
