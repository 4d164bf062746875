"""Health: `/healthz` says that the process lives, `/readyz` whether it can serve, and why not."""

import asyncio
from collections.abc import Callable

import msgspec
from aiohttp import web

from chatserver.core.errors import Refused
from chatserver.services.ports import Context

PATIENCE_SECONDS = 5.0


class Health:
    """`problems` names what else keeps the server from being ready, such as that it is stopping."""

    def __init__(self, ctx: Context, problems: Callable[[], list[str]], notices: Callable[[], list[str]]) -> None:
        self._ctx = ctx
        self._problems = problems
        self._notices = notices

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/healthz", self.healthz), web.get("/readyz", self.readyz)]

    async def healthz(self, request: web.Request) -> web.Response:
        return web.Response(text="ok\n")

    async def readyz(self, request: web.Request) -> web.Response:
        problems = self._problems()
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                await self._ctx.store.check()
        except Refused as refused:
            problems = [*problems, refused.message]
        except TimeoutError:
            problems = [*problems, "The store does not answer."]
        body = msgspec.json.encode({"ready": not problems, "problems": problems, "notices": self._notices()})
        return web.Response(body=body, status=503 if problems else 200, content_type="application/json")
