"""Mentions: which agents a note names with `@`. What is read in the note is what is told: there is no hidden list."""

import re
from collections.abc import Iterable

from chatserver.core.people import AgentRef

# A note to more people than this is a note to nobody.
MAX_MENTIONS = 20


def mentioned(text: str, agents: Iterable[AgentRef]) -> tuple[str, ...]:
    """Returns the ids of the agents whose whole names stand after an `@`, in the order of the text, each once.

    Case does not matter. Of two names with the same beginning the longer one counts. What is part of a word, as in an
    e-mail address, is no mention.
    """
    if "@" not in text:
        return ()
    by_name = {" ".join(agent.name.casefold().split()): agent.id for agent in agents}
    names = sorted(filter(None, by_name), key=len, reverse=True)
    if not names:
        return ()
    pattern = r"(?<![\w.@])@(" + "|".join(map(_spaced, names)) + r")(?!\w)"
    found = re.finditer(pattern, text.casefold())
    ids = dict.fromkeys(by_name[" ".join(match[1].split())] for match in found)
    return tuple(ids)[:MAX_MENTIONS]


def _spaced(name: str) -> str:
    return r"\s+".join(map(re.escape, name.split()))
