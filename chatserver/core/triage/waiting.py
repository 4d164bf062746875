"""While the visitor waits for people: a ticket instead of waiting, and the bot's answers meanwhile. Pure.

The bot is mute in the queue unless it was asked to go on, and never takes the chat back by itself.
"""

from msgspec.structs import replace

from chatserver.core.triage.dialogue import take_turn
from chatserver.core.triage.intents import Then, fill_all
from chatserver.core.triage.matcher import Verdict
from chatserver.core.triage.slots import find_address
from chatserver.core.triage.state import BotState
from chatserver.core.triage.turn import Reply, Situation, Turn
from chatserver.core.triage.words import normalise


def tell_of_long_wait(here: Situation, state: BotState, phrase: str) -> Turn:
    """Says `nobody_there`, `long_wait` or `promise_broken`, and leaves the visitor the choice."""
    buttons = (here.phrase("ticket_button"), here.phrase("keep_asking"))
    return Turn((Reply(here.phrase(phrase), buttons),), replace(state, asks_address=False))


def take_waiting_turn(here: Situation, state: BotState, text: str) -> Turn | None:
    """Returns the bot's turn after a waiting visitor said `text`; None when it was not meant for the bot."""
    said = normalise(text).strip(" .!")
    if said == normalise(here.phrase("ticket_button")):
        return ask_for_ticket(here, state)
    if said == normalise(here.phrase("keep_asking")):
        return Turn((Reply(here.phrase("still_here")),), replace(state, helps=True, asks_address=False))
    if state.asks_address:
        return _take_address(here, state, text, said)
    if not state.helps:
        return None
    found = here.matcher.match(text)
    meant = here.intent(found.intent)
    if found.verdict is not Verdict.ANSWER or meant is None or meant.form is not None or meant.then is not Then.NOTHING:
        # It is for the people that the visitor waits for: they will read it.
        return None
    return take_turn(here, replace(state, choices=(), form=None, switch=None, incident=None), text)


def ask_for_ticket(here: Situation, state: BotState) -> Turn:
    """Turns the chat into a ticket at once when an address is known, else asks for one."""
    known = next(
        (address for name in ("email", "account") if (address := find_address(here.details.get(name, "")))), None
    )
    if known is None:
        return Turn((Reply(here.phrase("ticket_ask")),), replace(state, asks_address=True))
    return _opened(here, state, known)


def _take_address(here: Situation, state: BotState, text: str, said: str) -> Turn:
    words = here.language.words
    if said in words["cancel"] or said in words["back"] or said in words["no"]:
        return Turn((Reply(here.phrase("still_here")),), replace(state, asks_address=False))
    address = find_address(text)
    if address is None:
        return Turn((Reply(here.phrase("ticket_retry")),), state)
    return _opened(here, state, address)


def _opened(here: Situation, state: BotState, address: str) -> Turn:
    words = fill_all(here.phrase("ticket_opened"), {"chat_id": here.chat_id, "email": address})
    done = replace(state, asks_address=False, helps=False)
    return Turn((Reply(words),), done, {"email": address}, ticket_address=address)
