"""A secret that a visitor sends is found nowhere: not in the database, its WAL, the logs, or any frame to anyone."""

import io
import logging

import pytest

from tests.clients import new_id

CARD = "4111 1111 1111 1111"
PASSWORD = "hunter2secret"
KEY = "sk_" + "live_" + "4eC39HqLyjWDarjtT1zdp7dc"
SECRETS = (CARD, CARD.replace(" ", ""), PASSWORD, KEY, "qLyjWDarjtT1")


@pytest.fixture
def every_log():
    """Everything that any logger says, however little it matters."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield written
    root.removeHandler(handler)
    root.setLevel(level)


async def test_a_secret_is_found_nowhere(visitors, agents, tmp_path, every_log):
    ada, watcher = await agents("Ada"), await agents("Ben")
    await ada.be_available()
    visitor = await visitors()
    text = f"my card {CARD}, my password is {PASSWORD}, the key {KEY}"
    await visitor.start(page={"url": f"https://x.example/?password={PASSWORD}", "title": text}, details={"note": text})
    await watcher.ask("open_chat", chat_id=visitor.chat_id)
    acks = [await visitor.say(text)]
    for line in (
        "I want to report a problem",
        f"password: {PASSWORD}",
        "anna@example.com",
        "skip",
        text,
        "1",
        "skip",
        text,
        "yes",
    ):
        acks.append(await visitor.say(line))
    await visitor.refused("post_message", chat_id=visitor.chat_id, client_id="x", text=text, extra=text)
    await ada.accept()
    await ada.do("post_message", text=text)
    await ada.do("add_note", text=text)
    await visitor.ask("set_typing", chat_id=visitor.chat_id, typing=True)
    await ada.do("close_chat", summary=text, reason="resolved")
    await visitor.ask("rate_chat", chat_id=visitor.chat_id, client_id=new_id(), score=1, comment=text)
    await ada.ask("set_presence", status="away", reason=text)
    await ada.hears("chat_rated")
    lists = [await ada.ask("list_chats", view=view) for view in ("all", "closed", "mine")]
    opened = await ada.ask("open_chat", chat_id=visitor.chat_id)

    stored = b"".join(path.read_bytes() for path in (tmp_path / "data").iterdir())
    seen = repr((acks, visitor.heard, ada.heard, watcher.heard, lists, opened, await visitor.log()))
    logged = every_log.getvalue()
    assert "refused post_message: bad_request" in logged
    for secret in SECRETS:
        assert secret.encode() not in stored
        assert secret not in seen
        assert secret not in logged
    assert "•••• 1111" in seen
