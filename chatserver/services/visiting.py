"""What a visitor does. The visitor comes from the connection, never from the payload."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from chatserver.core import commands as cmd
from chatserver.core.chat import Chat
from chatserver.core.errors import Code, Refused
from chatserver.core.events import CloseReason, Page, Recorded
from chatserver.core.people import visitor_author
from chatserver.core.redaction.raw_text import RawText
from chatserver.core.redaction.redact import redact_line
from chatserver.core.redaction.rules import Rules
from chatserver.core.text import require_line
from chatserver.core.triage.dates import is_zone
from chatserver.core.triage.known_problems import KnownProblem
from chatserver.services import bot, clockwork, identifying, queueing, redacting
from chatserver.services.access import chat_of_visitor, token_hash, visitor_with_token
from chatserver.services.execute import Done, Repeat, Unit, client_key
from chatserver.services.filing import take_files
from chatserver.services.ports import Context, ReadMark, ReadMarks, Tx
from chatserver.services.posting import Posted, posted, redact_once, require_words
from chatserver.services.views import page_of
from chatserver.services.wait import WaitingPlace

MAX_DETAILS = 20
MAX_URL_CHARS = 2000
MAX_COMMENT_CHARS = 2000


class Arrival(Struct, frozen=True):
    """What a visitor brings along; `token` is the one of an earlier chat, or one that the client made itself.

    `details` are what the page claims; `identity` is what the website's own server has signed.
    """

    lang: str | None = None
    page: Page = Page()
    details: Mapping[str, str] | None = None
    token: str | None = None
    zone: str = ""
    identity: str | None = None


class Opened(Struct, frozen=True):
    """A chat as its visitor gets it: its state, one page of its log, its place, known problems, if it can be mailed."""

    chat: Chat
    log: list[Recorded]
    has_more: bool
    place: WaitingPlace | None
    read: ReadMarks
    problems: tuple[KnownProblem, ...]
    has_mail: bool


async def start_chat(ctx: Context, arrival: Arrival) -> Done[tuple[str, Chat]]:
    """Opens the visitor's chat, or finds the one that is open already. Returns the token and the chat.

    Raises `Refused`: BLOCKED, BAD_IDENTITY, or FORBIDDEN for a token of another person than the identity's.
    """
    token = arrival.token or ctx.ids.token()
    page = Page(
        redact_line(require_line(arrival.page.url, MAX_URL_CHARS), ctx.rules),
        redact_line(require_line(arrival.page.title), ctx.rules),
        arrival.page.browser,
    )
    claimed = _few_details(arrival.details or {}, ctx.rules)
    identity = identifying.verified(ctx, arrival.identity) if arrival.identity is not None else None
    signed = identifying.clean_details(identity.details, ctx.rules) if identity is not None else {}

    def work(tx: Tx) -> Done[tuple[str, Chat]]:
        unit = Unit(tx, ctx.clock.now(), ctx.policies)
        hashed = token_hash(token)
        visitor_id = tx.visitors.by_token(hashed)
        if visitor_id is None:
            visitor_id = ctx.ids.short()
            tx.visitors.add(visitor_id, hashed, unit.now)
        if identity is not None:
            identifying.tie(tx, visitor_id, identity)
        if tx.visitors.is_blocked(visitor_id):
            raise Refused(Code.BLOCKED, identifying.BLOCKED)
        chat = identifying.open_chat_of(tx, visitor_id)
        if chat is None:
            lang = ctx.workshop.intents.resolve(arrival.lang)
            zone = arrival.zone if is_zone(arrival.zone) else ""
            known = (page, {**claimed, **signed}, zone, tuple(signed))
            chat = unit.start(cmd.StartChat(_free_chat_id(ctx, tx), visitor_id, lang, *known))
            chat = bot.greet_visitor(ctx, unit, chat)
        elif identity is not None:
            chat = identifying.tell_agents(unit, chat, identity, ctx.rules)
        return unit.done((token, chat))

    return await ctx.store.run(work)


async def own_chat(ctx: Context, visitor_id: str, chat_id: str) -> Chat:
    """Returns the visitor's own chat. Raises `Refused` (FORBIDDEN)."""
    return await ctx.store.read(lambda tx: chat_of_visitor(tx, visitor_id, chat_id))


async def chat_with_token(ctx: Context, chat_id: str, token: str) -> Chat:
    """Returns the chat that the token opens. Raises `Refused` (FORBIDDEN)."""
    return await ctx.store.read(lambda tx: chat_of_visitor(tx, visitor_with_token(tx, token), chat_id))


async def resume_chat(ctx: Context, chat_id: str, token: str, after_seq: int, epoch: str | None) -> Opened:
    """Returns what the visitor has missed; all of it, when the client knew another database or more than there is."""

    def work(tx: Tx) -> Opened:
        chat = chat_of_visitor(tx, visitor_with_token(tx, token), chat_id)
        is_same = epoch in (None, ctx.store.epoch) and after_seq <= chat.seq
        return _opened(ctx, tx, chat, after_seq if is_same else 0)

    return await ctx.store.read(work)


async def post_visitor_message(
    ctx: Context, visitor_id: str, chat_id: str, client_id: str, raw: RawText, files: Sequence[str] = ()
) -> Done[Posted]:
    """Redacts, stores, and lets the bot answer in the same transaction. `files` are ids of own uploads."""
    checked = RawText(require_words(raw.reveal(), files))

    def work(tx: Tx) -> Done[Posted]:
        unit = Unit(tx, ctx.clock.now(), ctx.policies)
        chat = chat_of_visitor(tx, visitor_id, chat_id)
        author = visitor_author(chat.visitor_id, chat.visitor_name)
        redacted, recent = redact_once(tx, chat, author, client_id, checked, ctx.rules)
        key = client_key(author, client_id, "post_message", redacted.text, *files)
        chat = clockwork.reopened_by_reply(unit, chat, key)
        taken = take_files(unit, chat, key, files)
        message = cmd.PostMessage(author, redacted.text, key.client_id, redactions=redacted.redactions, files=taken)
        outcome = unit.execute_once(chat, message, key)
        if outcome.repeat is Repeat.FIRST:
            chat = redacting.redact_earlier(ctx, unit, outcome.chat, recent, redacted.earlier)
            bot.answer_visitor(ctx, unit, chat, redacted.text, len(message.files))
            queueing.offer_if_moved(ctx, unit)
        return unit.done(posted(outcome))

    return await ctx.store.run(work)


async def request_agent(ctx: Context, visitor_id: str, chat_id: str, client_id: str) -> Done[int]:
    """Hands the chat to the queue, over the bot's head. Asking again changes nothing."""

    def work(tx: Tx) -> Done[int]:
        unit = Unit(tx, ctx.clock.now(), ctx.policies)
        chat = chat_of_visitor(tx, visitor_id, chat_id)
        key = client_key(visitor_author(chat.visitor_id), client_id, "request_agent")
        known = unit.outcome_of(chat, key)
        if known is not None:
            return unit.done(known.seq)
        if not chat.is_open:
            raise Refused(Code.CLOSED, "This chat is closed.")
        queued = bot.hand_off_on_request(ctx, unit, chat, key)
        queueing.offer_if_moved(ctx, unit)
        return unit.done(queued.seq)

    return await ctx.store.run(work)


async def rate_chat(
    ctx: Context, visitor_id: str, chat_id: str, client_id: str, score: int, comment: RawText
) -> Done[int]:
    """Keeps the visitor's rating of a closed chat."""
    words = redact_line(require_line(comment.reveal(), MAX_COMMENT_CHARS), ctx.rules)

    def work(tx: Tx) -> Done[int]:
        unit = Unit(tx, ctx.clock.now(), ctx.policies)
        chat = chat_of_visitor(tx, visitor_id, chat_id)
        key = client_key(visitor_author(chat.visitor_id), client_id, "rate_chat", score, words)
        return unit.done(unit.execute_once(chat, cmd.RateChat(score, words), key).seq)

    return await ctx.store.run(work)


async def close_chat(ctx: Context, visitor_id: str, chat_id: str, client_id: str) -> Done[int]:
    """The visitor ends the chat."""

    def work(tx: Tx) -> Done[int]:
        unit = Unit(tx, ctx.clock.now(), ctx.policies)
        chat = chat_of_visitor(tx, visitor_id, chat_id)
        author = visitor_author(chat.visitor_id, chat.visitor_name)
        key = client_key(author, client_id, "close_chat")
        outcome = unit.execute_once(chat, cmd.CloseChat(author, CloseReason.VISITOR_LEFT), key)
        queueing.offer_if_moved(ctx, unit)
        return unit.done(outcome.seq)

    return await ctx.store.run(work)


async def mark_read(ctx: Context, visitor_id: str, chat_id: str, seq: int) -> ReadMark:
    """Remembers how far the visitor has read; returns the mark."""

    def work(tx: Tx) -> ReadMark:
        chat = chat_of_visitor(tx, visitor_id, chat_id)
        mark = ReadMark(chat.chat_id, min(seq, chat.seq))
        tx.chats.mark_read(mark.chat_id, "visitor", mark.seq)
        return mark

    return await ctx.store.run(work)


def _opened(ctx: Context, tx: Tx, chat: Chat, after_seq: int) -> Opened:
    page = page_of(tx, chat, after_seq)
    place, read = queueing.place_of(ctx, tx, chat), tx.chats.read_marks(chat.chat_id)
    return Opened(chat, page.log, page.has_more, place, read, ctx.problems, ctx.policy.post.can_mail)


def _few_details(details: Mapping[str, str], rules: Rules) -> Mapping[str, str]:
    if len(details) > MAX_DETAILS:
        raise Refused(Code.TOO_LONG, f"More than {MAX_DETAILS} details.")
    return identifying.clean_details(details, rules)


def _free_chat_id(ctx: Context, tx: Tx) -> str:
    """A ChatID nobody has; with 45 random bits the second try is already a rarity."""
    while True:
        chat_id = ctx.ids.chat_id()
        if tx.chats.get(chat_id) is None:
            return chat_id
