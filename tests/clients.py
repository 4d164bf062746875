"""Real Socket.IO clients: they ask, they wait for what they expect, they note all they hear."""

import asyncio
import itertools
from typing import Any, Self

import aiohttp
import socketio

PATIENCE_SECONDS = 10

_ids = itertools.count(1)


def new_id() -> str:
    return f"client-{next(_ids)}"


async def sign_in(url: str, name: str, password: str) -> str:
    """Returns the session cookie's value."""
    async with (
        aiohttp.ClientSession() as http,
        http.post(f"{url}/api/sign-in", json={"name": name, "password": password}) as response,
    ):
        assert response.status == 200, await response.text()
        return response.cookies["chatserver_session"].value


class Client:
    namespace = "/"

    def __init__(self, url: str, **headers: str) -> None:
        self._url = url
        self._headers = headers
        self.sio = socketio.AsyncClient(reconnection=False)
        self.heard: list[dict[str, Any]] = []
        self._news = asyncio.Condition()
        self.sio.on("*", self._hear, namespace=self.namespace)

    async def __aenter__(self) -> Self:
        try:
            await self.sio.connect(
                self._url, headers=self._headers, namespaces=[self.namespace], transports=["websocket"]
            )
        except socketio.exceptions.ConnectionError:
            # The library leaves its HTTP session open when it is refused.
            if self.sio.eio.http is not None:
                await self.sio.eio.http.close()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.sio.disconnect()

    async def call(self, command: str, **fields: Any) -> dict[str, Any]:
        """Returns the ack, whatever it says."""
        ack: dict[str, Any] = await self.sio.call(command, fields, namespace=self.namespace, timeout=PATIENCE_SECONDS)
        return ack

    async def ask(self, command: str, **fields: Any) -> dict[str, Any]:
        """Returns the ack of a command that is carried out."""
        ack = await self.call(command, **fields)
        assert ack["ok"], ack
        return ack

    async def refused(self, command: str, **fields: Any) -> dict[str, Any]:
        """Returns the error of a command that is refused."""
        ack = await self.call(command, **fields)
        assert ack["ok"] is False, ack
        error: dict[str, Any] = ack["error"]
        return error

    async def hears(self, kind: str, **fields: Any) -> dict[str, Any]:
        """Waits until an event with these fields has arrived and returns the newest."""

        def found() -> list[dict[str, Any]]:
            return [
                event
                for event in self.heard
                if event["event"] == kind and all(event.get(name) == value for name, value in fields.items())
            ]

        async with self._news:
            await asyncio.wait_for(self._news.wait_for(lambda: bool(found())), PATIENCE_SECONDS)
        return found()[-1]

    async def _hear(self, event: str, told: dict[str, Any]) -> None:
        async with self._news:
            self.heard.append({"event": event, **told})
            self._news.notify_all()


class VisitorClient(Client):
    namespace = "/visitor"

    def __init__(self, url: str, **headers: str) -> None:
        super().__init__(url, **headers)
        self.chat_id = ""
        self.token = ""

    async def start(self, **fields: Any) -> dict[str, Any]:
        ack = await self.ask("start_chat", **{"client_id": new_id(), "lang": "en", **fields})
        self.chat_id, self.token = ack["chat_id"], ack["token"]
        return ack

    async def say(self, text: str) -> dict[str, Any]:
        return await self.ask("post_message", chat_id=self.chat_id, client_id=new_id(), text=text)

    async def want_agent(self) -> dict[str, Any]:
        return await self.ask("request_agent", chat_id=self.chat_id, client_id=new_id())

    async def log(self) -> list[dict[str, Any]]:
        """The whole log as the server tells it."""
        events: list[dict[str, Any]] = []
        while True:
            after = events[-1]["seq"] if events else 0
            page = await self.ask("resume_chat", chat_id=self.chat_id, token=self.token, after_seq=after)
            events += page["events"]
            if not page["more"]:
                return events


class AgentClient(Client):
    namespace = "/agent"

    def __init__(self, url: str, cookie: str, **headers: str) -> None:
        super().__init__(url, Cookie=f"chatserver_session={cookie}", **headers)
        self.version = 0
        self.chat_id = ""

    async def be_available(self) -> None:
        await self.ask("set_presence", status="available")

    async def accept(self) -> dict[str, Any]:
        """Accepts the newest offer, waiting for one if need be."""
        offer = await self.hears("offer_made")
        taken = await self.ask(
            "answer_offer", chat_id=offer["chat_id"], client_id=new_id(), offer_id=offer["offer_id"], accept=True
        )
        self.chat_id, self.version = offer["chat_id"], taken["version"]
        return taken

    async def do(self, command: str, **fields: Any) -> dict[str, Any]:
        """Asks a command of the chat that this agent has taken."""
        mine = {"chat_id": self.chat_id, "client_id": new_id(), "version": self.version}
        return await self.ask(command, **{**mine, **fields})
