"""Short ways to write a waiting chat and an agent, and Hypothesis' versions of both."""

from datetime import timedelta

from hypothesis import strategies as st
from msgspec.structs import replace

from chatserver.core.routing.lines import Candidate, WaitingChat
from tests.doubles import NOON

LANGUAGES = ("en", "de", "es", "pt-BR")


def chat(name: str = "A", waited: float = 0, **more) -> WaitingChat:
    """Has waited for so many seconds at noon."""
    return WaitingChat(id=name, waiting_since=NOON - timedelta(seconds=waited), **more)


def agent(name: str = "ada", load: int = 0, cap: int = 3, *, idle: float | None = None, speaks: str = "", **more):
    """`speaks`: tags with spaces between; `idle`: minutes since the last assignment."""
    last = None if idle is None else NOON - timedelta(minutes=idle)
    return Candidate(name, frozenset(speaks.split()), load=load, cap=cap, last_assigned_at=last, **more)


def chats(max_size: int = 12):
    """Lists of waiting chats with ids of their own."""
    one = st.builds(
        WaitingChat,
        id=st.uuids().map(str),
        waiting_since=st.integers(0, 3_000).map(lambda seconds: NOON - timedelta(seconds=seconds)),
        lang=st.sampled_from(("", *LANGUAGES, "pt")),
        plan=st.sampled_from(("", "premium", "regular", "basic", "Premium")),
        severity=st.integers(1, 4),
        skill=st.sampled_from(("", "billing")),
        preferred_agent=st.sampled_from(("", "0", "1", "gone")),
        passed_over=st.dictionaries(
            st.sampled_from("0123"),
            st.integers(0, 200).map(lambda seconds: NOON - timedelta(seconds=seconds)),
            max_size=2,
        ),
    )
    return st.lists(one, max_size=max_size, unique_by=lambda chat: chat.id)


def agents(max_size: int = 6):
    """Lists of agents called 0, 1, 2 …"""
    one = st.builds(
        Candidate,
        id=st.just(""),
        languages=st.frozensets(st.sampled_from(LANGUAGES), max_size=3),
        skills=st.frozensets(st.just("billing")),
        load=st.integers(0, 5),
        cap=st.integers(0, 4),
        parked=st.integers(0, 2),
        has_offer=st.booleans(),
    )
    return st.lists(one, max_size=max_size).map(_named)


def _named(listed: list[Candidate]) -> list[Candidate]:
    return [replace(one, id=str(number)) for number, one in enumerate(listed)]
