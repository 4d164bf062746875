"""The program in docs/protocol.md does what it says, against a real server."""

import importlib.util

from tests.conftest import PASSWORD, ROOT


async def test_the_example_plays_the_story(server):
    path = ROOT / "docs/examples/story.py"
    spec = importlib.util.spec_from_file_location("story_example", path)
    assert spec is not None
    assert spec.loader is not None
    example = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(example)
    screen = await example.play(server.url, "Ada", PASSWORD)
    assert screen[0].startswith("ChatID ")
    assert "me: My card is •••• 1111" in screen
    assert "Ada: Hello, I am here." in screen
    assert screen[-1].endswith("chat_closed event_hidden chat_rated"), "the clocks are for agents"
    assert path.read_text().strip() in (ROOT / "docs/protocol.md").read_text()
