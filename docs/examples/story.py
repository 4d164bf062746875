"""A visitor and an agent over plain Socket.IO: the bot answers, a secret is masked, a human takes over, the chat ends.

Run it against a server that has an agent: python story.py http://127.0.0.1:8080 NAME PASSWORD
"""

import asyncio
import sys
import uuid

import aiohttp
import socketio


def new_id() -> str:
    return str(uuid.uuid4())


async def ask(client: socketio.AsyncClient, namespace: str, command: str, **fields: object) -> dict:
    """Sends a command and returns its ack; a refusal is an error here."""
    ack = await client.call(command, fields, namespace=namespace, timeout=10)
    if not ack["ok"]:
        raise RuntimeError(ack["error"])
    return ack


async def play(url: str, name: str, password: str) -> list[str]:
    """Plays the story and returns what the visitor's screen would show."""
    async with (
        aiohttp.ClientSession() as http,
        http.post(f"{url}/api/sign-in", json={"name": name, "password": password}) as response,
    ):
        response.raise_for_status()
        cookie = response.cookies["chatserver_session"].value

    agent, visitor = socketio.AsyncClient(), socketio.AsyncClient()
    offers: asyncio.Queue[dict] = asyncio.Queue()
    heard: asyncio.Queue[dict] = asyncio.Queue()
    agent.on("offer_made", offers.put, namespace="/agent")
    visitor.on("message_posted", heard.put, namespace="/visitor")
    try:
        await agent.connect(url, headers={"Cookie": f"chatserver_session={cookie}"}, namespaces=["/agent"])
        await ask(agent, "/agent", "set_presence", status="available")

        await visitor.connect(url, namespaces=["/visitor"])
        opened = await ask(visitor, "/visitor", "start_chat", client_id=new_id(), lang="en")
        chat_id = opened["chat_id"]
        screen = [f"ChatID {chat_id}", *(event["text"] for event in opened["events"] if "text" in event)]

        async def say(text: str) -> None:
            ack = await ask(visitor, "/visitor", "post_message", chat_id=chat_id, client_id=new_id(), text=text)
            screen.append(f"me: {ack['text']}")

        await say("My card is 4111 1111 1111 1111")
        await ask(visitor, "/visitor", "request_agent", chat_id=chat_id, client_id=new_id())

        offer = await asyncio.wait_for(offers.get(), 10)
        taken = await ask(
            agent,
            "/agent",
            "answer_offer",
            chat_id=chat_id,
            client_id=new_id(),
            offer_id=offer["offer_id"],
            accept=True,
        )
        mine = {"chat_id": chat_id, "version": taken["version"]}
        await ask(agent, "/agent", "post_message", client_id=new_id(), text="Hello, I am here.", **mine)
        while (event := await asyncio.wait_for(heard.get(), 10))["author"]["kind"] != "agent":
            pass
        screen.append(f"{event['author']['name']}: {event['text']}")
        await ask(
            agent, "/agent", "close_chat", client_id=new_id(), summary="Card number removed.", reason="resolved", **mine
        )
        await ask(visitor, "/visitor", "rate_chat", chat_id=chat_id, client_id=new_id(), score=5)

        again = await ask(
            visitor,
            "/visitor",
            "resume_chat",
            chat_id=chat_id,
            token=opened["token"],
            after_seq=0,
            epoch=opened["epoch"],
        )
        screen.append(f"events: {' '.join(event['type'] for event in again['events'])}")
        return screen
    finally:
        await visitor.disconnect()
        await agent.disconnect()


if __name__ == "__main__":
    print("\n".join(asyncio.run(play(*sys.argv[1:4]))))
