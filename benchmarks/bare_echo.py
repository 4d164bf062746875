"""The baseline: stock python-socketio on aiohttp that emits each message to the room of its chat, acks it, no more.

Nothing is checked, limited, redacted or stored. A room holds the visitor's and an agent's socket, as in the real thing.
"""

import sys
from typing import Any

import socketio
from aiohttp import web

NAMESPACE = "/visitor"


def build() -> web.Application:
    server = socketio.AsyncServer(async_mode="aiohttp", cors_allowed_origins="*", namespaces=[NAMESPACE])

    async def join(sid: str, fields: dict[str, Any]) -> dict[str, Any]:
        await server.enter_room(sid, fields["chat_id"], namespace=NAMESPACE)
        return {"ok": True}

    async def post_message(sid: str, fields: dict[str, Any]) -> dict[str, Any]:
        await server.emit("message_posted", fields, room=fields["chat_id"], namespace=NAMESPACE)
        return {"ok": True, "text": fields["text"]}

    # `on` as a decorator is untyped; both commands that open a chat mean the same here.
    server.on("join", join, namespace=NAMESPACE)
    server.on("resume_chat", join, namespace=NAMESPACE)
    server.on("post_message", post_message, namespace=NAMESPACE)
    app = web.Application()
    server.attach(app)
    return app


if __name__ == "__main__":
    web.run_app(build(), host="127.0.0.1", port=int(sys.argv[1]), access_log=None, print=None)
