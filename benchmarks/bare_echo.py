"""The baseline: stock python-socketio on aiohttp that acks every event with its data, and does nothing else."""

import asyncio
import sys
from typing import Any

import socketio
from aiohttp import web


async def serve(port: int) -> None:
    server = socketio.AsyncServer(async_mode="aiohttp", cors_allowed_origins="*", namespaces=["/visitor"])

    async def echo(sid: str, fields: dict[str, Any]) -> dict[str, Any]:
        return {"ok": True, "text": fields["text"]}

    server.on("post_message", echo, namespace="/visitor")
    app = web.Application()
    server.attach(app)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
