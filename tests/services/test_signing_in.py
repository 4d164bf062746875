import pytest

from chatserver.core.errors import Code, Refused
from chatserver.services import signing_in


async def test_a_right_password_opens_a_session_that_ends(desk):
    ada = await desk.agent("Ada")
    signed_in = await signing_in.sign_in(desk.ctx, desk.passwords, "  ADA ", "long enough")
    assert (await signing_in.agent_of_session(desk.ctx, signed_in.token)).ref == ada
    desk.clock.advance(hours=12)
    assert await signing_in.agent_of_session(desk.ctx, signed_in.token) is None


async def test_a_wrong_name_and_a_wrong_password_sound_the_same(desk):
    await desk.agent("Ada")
    messages = set()
    for name, password in (("Ada", "wrong"), ("Nobody", "long enough")):
        with pytest.raises(Refused) as refused:
            await signing_in.sign_in(desk.ctx, desk.passwords, name, password)
        assert refused.value.code is Code.FORBIDDEN
        messages.add(refused.value.message)
    assert len(messages) == 1


async def test_signing_out_ends_the_session(desk):
    await desk.agent("Ada")
    signed_in = await signing_in.sign_in(desk.ctx, desk.passwords, "Ada", "long enough")
    await signing_in.sign_out(desk.ctx, signed_in.token)
    assert await signing_in.agent_of_session(desk.ctx, signed_in.token) is None


async def test_a_link_works_once_and_for_an_hour(desk):
    ada = await desk.agent("Ada")
    link = await signing_in.make_link(desk.ctx, ada)
    assert (await signing_in.sign_in_with_link(desk.ctx, link)).agent == ada
    late = await signing_in.make_link(desk.ctx, ada)
    desk.clock.advance(hours=1)
    for token in (link, late, "made up"):
        with pytest.raises(Refused):
            await signing_in.sign_in_with_link(desk.ctx, token)


async def test_a_new_password_ends_every_session(desk):
    await desk.agent("Ada")
    signed_in = await signing_in.sign_in(desk.ctx, desk.passwords, "Ada", "long enough")
    await signing_in.set_password(desk.ctx, desk.passwords, "Ada", "another one")
    assert await signing_in.agent_of_session(desk.ctx, signed_in.token) is None
    await signing_in.sign_in(desk.ctx, desk.passwords, "Ada", "another one")


@pytest.mark.parametrize(
    ("name", "password", "code"),
    [("", "long enough", "bad_request"), ("Eve", "short", "bad_request"), ("ada", "long enough", "conflict")],
)
async def test_a_bad_agent_is_refused(desk, name, password, code):
    await desk.agent("Ada")
    with pytest.raises(Refused) as refused:
        await signing_in.add_agent(desk.ctx, desk.passwords, name, password)
    assert refused.value.code == code


async def test_stored_tokens_open_nothing(desk, tmp_path):
    await desk.agent("Ada")
    signed_in = await signing_in.sign_in(desk.ctx, desk.passwords, "Ada", "long enough")
    visitor = await desk.visitor()
    stored = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert signed_in.token.encode() not in stored
    assert visitor.token.encode() not in stored


async def test_sessions_that_are_over_are_known_and_swept(desk):
    await desk.agent("Ada")
    live = await signing_in.sign_in(desk.ctx, desk.passwords, "Ada", "long enough")
    assert await signing_in.ended_sessions(desk.ctx, [live.token, "made up"]) == {"made up"}
    desk.clock.advance(hours=12)
    assert await signing_in.ended_sessions(desk.ctx, [live.token]) == {live.token}
    await signing_in.sweep(desk.ctx)
    rows = await desk.ctx.store.read(lambda tx: tx.agents._one("SELECT count(*) FROM sessions"))
    assert rows == (0,)


async def test_a_password_has_an_upper_end_too(desk):
    with pytest.raises(Refused) as refused:
        await signing_in.add_agent(desk.ctx, desk.passwords, "Eve", "x" * 1025)
    assert "at most" in refused.value.message
