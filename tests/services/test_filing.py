import os
from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from chatserver.core.attachments import Attachment
from chatserver.core.chat import Status
from chatserver.core.errors import Code, Refused
from chatserver.core.redaction.raw_text import RawText
from chatserver.files.folder import Folder
from chatserver.services import filing, handling, visiting
from chatserver.services.file_ports import FileLimits
from chatserver.services.filing import UNPOSTED_LASTS, VisitorToken

PICTURE = Attachment("", "a.png", "image/png", 100, 3, 4)


async def upload(desk, holder, chat_id, name="a.png") -> Attachment:
    await filing.require_room(desk.ctx, holder, chat_id, 100)
    return await filing.keep_file(desk.ctx, holder, chat_id, replace(PICTURE, name=name), f"stored {name}")


async def says(desk, visitor, text, *files, client_id="c-1"):
    return await visiting.post_visitor_message(
        desk.ctx, visitor.id, visitor.chat_id, client_id, RawText(text), list(files)
    )


async def refused(code, asked):
    with pytest.raises(Refused) as found:
        await asked
    assert found.value.code is code


async def test_a_file_is_posted_once_and_a_repeat_is_the_same_message(desk):
    visitor = await desk.visitor()
    file = await upload(desk, VisitorToken(visitor.token), visitor.chat_id)
    done = await says(desk, visitor, "look", file.file_id)
    again = await says(desk, visitor, "look", file.file_id)
    assert (again.value, again.news) == (done.value, ())
    log = await visitor.log()
    assert next(found.event.files for found in log if found.seq == done.value.seq) == (file,)
    await refused(Code.CONFLICT, says(desk, visitor, "look"))
    await refused(Code.CONFLICT, says(desk, visitor, "look", "other"))
    await refused(Code.BAD_REQUEST, says(desk, visitor, "again", file.file_id, client_id="c-2"))
    assert len(await visitor.log()) == len(log)


async def test_words_may_be_missing_only_when_there_are_files(desk):
    visitor = await desk.visitor()
    file = await upload(desk, VisitorToken(visitor.token), visitor.chat_id)
    await refused(Code.BAD_REQUEST, says(desk, visitor, " "))
    done = await says(desk, visitor, " ", file.file_id)
    assert done.value.text == ""
    chat = await desk.chat(visitor.chat_id)
    assert (chat.last_text, chat.last_text_seq) == ("a.png", done.value.seq)


async def test_a_message_of_files_alone_confuses_neither_the_bot_nor_redaction(desk):
    await desk.agent("Ada")
    visitor = await desk.visitor()
    for number in range(2):
        file = await upload(desk, VisitorToken(visitor.token), visitor.chat_id, f"{number}.png")
        await says(desk, visitor, "", file.file_id, client_id=f"f-{number}")
    # It thanks for them and asks what they are about; they are no riddle that it failed at.
    chat = await desk.chat(visitor.chat_id)
    assert (chat.status, chat.bot.misses) == (Status.BOT, 0)
    said = await says(desk, visitor, "4111 1111 1111 1111", client_id="card")
    assert said.value.text == "•••• 1111"


async def test_nobody_posts_what_is_not_theirs_or_not_of_this_chat(desk):
    ada = await desk.agent("Ada")
    anna, ben = await desk.visitor(), await desk.visitor()
    of_anna = await upload(desk, VisitorToken(anna.token), anna.chat_id)
    taken = await handling.claim_chat(desk.ctx, ada, anna.chat_id, "claim")
    version = taken.value[1]
    of_ada = await upload(desk, ada, anna.chat_id, "ada.png")
    await refused(Code.BAD_REQUEST, says(desk, ben, "x", of_anna.file_id))
    await refused(Code.BAD_REQUEST, says(desk, anna, "x", of_ada.file_id))
    await refused(Code.BAD_REQUEST, says(desk, anna, "x", of_anna.file_id, of_anna.file_id))
    await refused(Code.BAD_REQUEST, says(desk, anna, "x", *(str(number) for number in range(6))))
    post = (desk.ctx, ada, anna.chat_id)
    await refused(Code.BAD_REQUEST, handling.post_agent_message(*post, "p", version, RawText("x"), [of_anna.file_id]))
    done = await handling.post_agent_message(*post, "p", version, RawText(""), [of_ada.file_id])
    assert done.news[0].log[0].event.files == (of_ada,)
    # A later chat of the same visitor is another chat.
    await visiting.close_chat(desk.ctx, anna.id, anna.chat_id, "bye")
    next_chat = await desk.visitor(token=anna.token)
    await refused(Code.BAD_REQUEST, says(desk, next_chat, "x", of_anna.file_id))


async def test_a_refused_message_leaves_its_files_free(desk):
    ada = await desk.agent("Ada")
    anna = await desk.visitor()
    taken = await handling.claim_chat(desk.ctx, ada, anna.chat_id, "claim")
    file = await upload(desk, ada, anna.chat_id)
    post = (desk.ctx, ada, anna.chat_id, "p")
    await refused(Code.CONFLICT, handling.post_agent_message(*post, 99, RawText(""), [file.file_id]))
    await handling.post_agent_message(*post, taken.value[1], RawText(""), [file.file_id])


async def test_a_file_is_read_by_its_owner_before_and_by_the_chat_after_it_is_posted(desk):
    ada, anna, ben = await desk.agent("Ada"), await desk.visitor(), await desk.visitor()
    file = await upload(desk, VisitorToken(anna.token), anna.chat_id)
    mine, foreign = VisitorToken(anna.token), (VisitorToken(ben.token), VisitorToken("no"), None)
    assert (await filing.find_file(desk.ctx, mine, file.file_id)).stored_as == "stored a.png"
    for reader in (*foreign, ada):
        await refused(Code.FORBIDDEN, filing.find_file(desk.ctx, reader, file.file_id))
    await says(desk, anna, "", file.file_id)
    for reader in (mine, ada):
        assert (await filing.find_file(desk.ctx, reader, file.file_id)).is_posted
    for reader in foreign:
        await refused(Code.FORBIDDEN, filing.find_file(desk.ctx, reader, file.file_id))


async def test_only_an_own_open_chat_with_room_takes_files(desk):
    ada, ben = await desk.agent("Ada"), await desk.agent("Ben")
    anna = await desk.visitor()
    mine = VisitorToken(anna.token)
    desk.ctx.policy = replace(desk.ctx.policy, files=FileLimits(1000, 2, 250, 300))
    await refused(Code.FORBIDDEN, upload(desk, ada, anna.chat_id))
    await handling.claim_chat(desk.ctx, ada, anna.chat_id, "claim")
    await refused(Code.FORBIDDEN, upload(desk, ben, anna.chat_id))
    await refused(Code.TOO_LONG, filing.require_room(desk.ctx, mine, anna.chat_id, 251))
    await upload(desk, mine, anna.chat_id, "1.png")
    await upload(desk, ada, anna.chat_id, "2.png")
    await refused(Code.TOO_LONG, upload(desk, mine, anna.chat_id, "3.png"))
    other = await desk.visitor()
    await refused(Code.BUSY, filing.require_room(desk.ctx, VisitorToken(other.token), other.chat_id, 101))
    await visiting.close_chat(desk.ctx, anna.id, anna.chat_id, "bye")
    await refused(Code.CLOSED, upload(desk, mine, anna.chat_id))


async def test_what_nobody_posts_goes_after_an_hour_with_what_a_crash_has_left(desk, tmp_path):
    folder = Folder(tmp_path / "files")
    folder.incoming().close()
    visitor = await desk.visitor()
    files = [await upload(desk, VisitorToken(visitor.token), visitor.chat_id, name) for name in ("posted", "not")]
    await says(desk, visitor, "", files[0].file_id)
    old = datetime.fromtimestamp(0, UTC).timestamp()
    for name in ("stored posted", "stored not", "left by a crash", "just now"):
        folder.create(name).close()
        if name != "just now":
            os.utime(folder.path / name, (old, old))
    assert await filing.sweep(desk.ctx, folder) == 1
    assert {path.name for path in folder.path.iterdir()} == {"stored posted", "stored not", "just now"}
    desk.clock.advance(seconds=UNPOSTED_LASTS.total_seconds() - 1)
    assert await filing.sweep(desk.ctx, folder) == 0
    desk.clock.advance(seconds=2)
    assert await filing.sweep(desk.ctx, folder) == 1
    assert {path.name for path in folder.path.iterdir()} == {"stored posted", "just now"}
    await refused(Code.BAD_REQUEST, says(desk, visitor, "", files[1].file_id, client_id="late"))
