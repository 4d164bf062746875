"""Every state of the widget, one after the other, in one story that checks and pictures share.

`story` yields the name of each state when the screen shows it and stands still. Whoever walks along looks at the screen
and goes on. A new state of the widget is a new line here, and is then looked at by axe, kept as a tree and pictured.
"""

import json
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from playwright.async_api import Page, WebSocketRoute, expect

from chatserver.app import Running
from tests.browser.people import WidgetScreen
from tests.clients import AgentClient, new_id, sign_in
from tests.conftest import PASSWORD
from tests.samples import picture

CARD = "4111 1111 1111 1111"
STATES = (
    "launcher", "opening", "bot", "answer", "form", "notice", "guard", "tray", "nobody", "queue",
    "agent", "typing", "reconnecting", "failed", "ending", "closed", "rating", "rated",
)  # fmt: skip
# What a visitor says in each language: a question that the bot can answer, a wish that begins a form, small talk.
LINES = {
    "en": ("Are you open at night?", "I want to report a problem", "Thank you, that helps"),
    "de": ("Sind Sie auch nachts erreichbar?", "Ich möchte ein Problem melden", "Danke, das hilft mir weiter"),
    "es": ("¿Atienden también por la noche?", "Quiero informar de un problema", "Gracias, eso me ayuda"),
    "pt-BR": ("Vocês atendem à noite?", "Quero relatar um problema", "Obrigada, isso ajuda"),
    "ru": ("Вы работаете ночью?", "Хочу сообщить о проблеме", "Спасибо, это помогло"),
}
ANSWER = """Good morning! This request works for me, with `v2` in the address:

```
curl -s https://api.example.com/v2/orders?limit=1 -H 'Accept: application/json'
```
More at https://example.com/docs/orders."""
_COMMAND = re.compile(r"42/visitor,(\d+)(\[.*)", re.DOTALL)


@dataclass
class Wire:
    """The visitor's WebSocket: it can be held back, or made to refuse what is posted."""

    is_held: bool = False
    is_refusing: bool = False
    held: list[WebSocketRoute] = field(default_factory=list)
    open: list[WebSocketRoute] = field(default_factory=list)

    async def route(self, page: Page) -> None:
        await page.route_web_socket(re.compile("socket.io"), self._connected)
        # Long polling would be the way around.
        await page.route(re.compile("transport=polling"), lambda route: route.abort())

    def _connected(self, socket: WebSocketRoute) -> None:
        if self.is_held:
            self.held.append(socket)
        else:
            self._pass(socket)

    async def cut(self) -> None:
        """Ends the connection, and lets no new one through before `release`."""
        self.is_held = True
        for socket in self.open:
            await socket.close()
        self.open.clear()

    def release(self) -> None:
        self.is_held = False
        for socket in self.held:
            self._pass(socket)
        self.held.clear()

    def _pass(self, socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()
        self.open.append(socket)

        def to_server(frame: str | bytes) -> None:
            found = _COMMAND.match(frame) if isinstance(frame, str) and self.is_refusing else None
            if found and json.loads(found[2])[0] == "post_message":
                no = {"ok": False, "error": {"code": "too_long", "message": "This is too long."}}
                socket.send(f"43/visitor,{found[1]}{json.dumps([no])}")
            else:
                server.send(frame)

        socket.on_message(to_server)
        server.on_message(socket.send)


@dataclass
class Stage:
    """A visitor's page that is still empty, and the server."""

    server: Running
    screen: WidgetScreen
    lang: str = "en"
    wire: Wire = field(default_factory=Wire)


async def story(stage: Stage) -> AsyncIterator[str]:
    """Yields the names of STATES in their order, each when it is on the screen."""
    await stage.wire.route(stage.screen.page)
    await stage.screen.page.goto(f"{stage.server.url}/demo?lang={stage.lang}")
    for part in (_with_the_bot, _with_a_person):
        async for state in part(stage):
            yield state


async def _with_the_bot(stage: Stage) -> AsyncIterator[str]:
    screen, wire = stage.screen, stage.wire
    question, wish, _ = LINES[stage.lang]
    await expect(screen.page.get_by_test_id("launcher")).to_be_visible()
    yield "launcher"
    wire.is_held = True
    await screen.page.get_by_test_id("launcher").click()
    await expect(screen.part("composer")).to_be_visible()
    await expect(screen.frame.locator("#connection")).not_to_be_empty()
    yield "opening"
    wire.release()
    await _answered(screen)
    yield "bot"
    await screen.says(question)
    await _answered(screen)
    yield "answer"
    await screen.says(wish)
    await _answered(screen)
    yield "form"
    await screen.insists(f"Anna Schmidt, card {CARD}")
    await expect(screen.part("notice").first).to_be_visible()
    await _answered(screen)
    yield "notice"
    await screen.part("composer").fill(f"password: hunter2secret and card {CARD}")
    await screen.part("composer").press("Enter")
    await expect(screen.part("guard")).to_be_visible()
    yield "guard"
    await screen.page.keyboard.press("Escape")
    await screen.part("composer").fill("")
    await screen.part("attach").click()
    await screen.part("picker").set_input_files(
        [
            {"name": "screenshot of the error.png", "mimeType": "image/png", "buffer": picture(size=(400, 260))},
            {"name": "page.html", "mimeType": "text/html", "buffer": b"<html><script>1</script>"},
        ]
    )
    await expect(screen.part("upload").nth(1).get_by_role("button")).to_have_count(1)
    await expect(screen.part("send")).to_be_enabled()
    yield "tray"
    await screen.part("remove-file").nth(1).click()
    await screen.part("send").click()
    await expect(screen.part("picture").locator("img")).to_be_visible()


async def _with_a_person(stage: Stage) -> AsyncIterator[str]:
    screen = stage.screen
    await screen.part("talk-to-human").click()
    await expect(screen.part("place")).not_to_be_empty()
    await expect(screen.part("quick-reply").or_(screen.part("place")).first).to_be_visible()
    yield "nobody"
    cookie = await sign_in(stage.server.url, "Ada", PASSWORD)
    nobody = await screen.part("place").inner_text()
    async with AgentClient(stage.server.url, cookie) as ada:
        await ada.be_available()
        await expect(screen.part("place")).not_to_have_text(nobody)
        yield "queue"
        ada.chat_id = await screen.chat_id()
        ada.version = (await ada.ask("claim_chat", chat_id=ada.chat_id, client_id=new_id()))["version"]
        await ada.do("post_message", text=ANSWER)
        await screen.sees("api.example.com")
        await screen.says(LINES[stage.lang][2])
        await ada.ask(
            "mark_read", chat_id=ada.chat_id, seq=(await ada.hears("message_posted", text=LINES[stage.lang][2]))["seq"]
        )
        await expect(screen.part("transcript").locator(".state:not(:empty)")).to_have_count(1)
        yield "agent"
        await ada.ask("set_typing", chat_id=ada.chat_id, typing=True)
        await expect(screen.frame.locator("#typist")).not_to_be_empty()
        yield "typing"
        await ada.ask("set_typing", chat_id=ada.chat_id, typing=False)
        async for state in _in_trouble(stage):
            yield state
        await ada.do("post_message", text="You are welcome.")
        await screen.sees("You are welcome.")
        await screen.part("end-chat").click()
        await expect(screen.part("confirm-end")).to_be_focused()
        yield "ending"
        await screen.page.keyboard.press("Escape")
        await ada.do("close_chat", summary="Sent a request that works.", reason="resolved")
        await expect(screen.part("rating-5")).to_be_visible()
        yield "closed"
    await screen.part("rating-4").click()
    await expect(screen.part("rating-comment")).to_be_visible()
    yield "rating"
    await screen.part("rating-send").click()
    await expect(screen.frame.locator(".thanks")).not_to_be_empty()
    yield "rated"


async def _in_trouble(stage: Stage) -> AsyncIterator[str]:
    screen, wire = stage.screen, stage.wire
    connection = screen.frame.locator("#connection")
    await wire.cut()
    await screen.says("Is anybody there?")
    await expect(connection).not_to_be_empty()
    yield "reconnecting"
    wire.is_refusing = True
    wire.release()
    await expect(screen.part("transcript").locator(".failed")).to_be_visible(timeout=30_000)
    await expect(connection).to_be_empty()
    yield "failed"
    wire.is_refusing = False
    await screen.part("transcript").locator(".failed").get_by_role("button").click()
    await expect(screen.part("transcript").locator(".failed")).to_have_count(0)


async def _answered(screen: WidgetScreen) -> None:
    """Waits until the bot has had the last word."""
    await expect(screen.part("transcript").locator("> :last-child")).to_have_class(re.compile("bot"))
    await expect(screen.frame.locator("#dots")).to_be_hidden()
