"""Writes the contract for others: `static/shared/protocol.ts` for the browser code, `docs/protocol.md` for people."""

import types
import typing
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from enum import Enum
from typing import Any, Literal

import msgspec

from chatserver import answers, protocol, protocol_admin
from chatserver.command_fields import Command
from chatserver.core.errors import RETRYABLE, Code
from chatserver.core.events import EVENT_BY_NAME, Audience

_NOTICE = "Generated from chatserver/protocol.py by `make generate`; a test keeps it current."


def protocol_ts() -> str:
    """Returns the text of `protocol.ts`."""
    writer = _TypeScript()
    writer.add_map("VisitorCommands", protocol.VISITOR_COMMANDS)
    writer.add_map("AgentCommands", protocol_admin.ALL_AGENT_COMMANDS)
    writer.add_events()
    codes = " | ".join(f'"{code}"' for code in Code)
    retryable = ", ".join(f'"{code}"' for code in Code if code in RETRYABLE)
    return "\n".join(
        [
            f"// {_NOTICE}",
            "",
            f"export type Code = {codes};",
            f"export const RETRYABLE: readonly Code[] = [{retryable}];",
            "export interface Refusal { ok: false; error: "
            "{ code: Code; message: string; retry_after?: number; by?: string; field?: string } }",
            "export type Answer<Ack> = ({ ok: true } & Ack) | Refusal;",
            "",
            *writer.lines,
            "",
        ]
    )


class _TypeScript:
    """Writes each type once, in the order of first use."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._written: set[str] = set()

    def add_map(self, name: str, commands: Mapping[str, tuple[type, type]]) -> None:
        rows = [
            f"  {command}: {{ fields: {self.named(fields)}; ack: {self.named(ack)} }};"
            for command, (fields, ack) in commands.items()
        ]
        self.lines += [f"export interface {name} {{", *rows, "}", ""]

    def add_events(self) -> None:
        names = {}
        for name, kind in EVENT_BY_NAME.items():
            names[name] = kind.__name__
            self._interface(kind, f'  type: "{name}";\n  chat_id: string;\n  seq: number;\n  at: string;')
        self.lines += [
            "/** What a visitor gets in place of an event that only agents see. */",
            f'export interface EventHidden {{ type: "{answers.HIDDEN_EVENT}"; chat_id: string; seq: number; at: string }}',
            "",
            f"export type ChatEvent = {' | '.join([*names.values(), 'EventHidden'])};",
            "/** What visitors get; agents get `AGENT_EVENT_NAMES` too. */",
            _constant("EVENT_NAMES", [*_names_for(Audience.EVERYONE), answers.HIDDEN_EVENT]),
            _constant("AGENT_EVENT_NAMES", _names_for(Audience.AGENTS)),
            "",
        ]
        passing = [f"  {name}: {self.named(kind)};" for name, kind in answers.PASSING_EVENTS.items()]
        self.lines += ["export interface PassingEvents {", *passing, "}"]

    def named(self, kind: type[msgspec.Struct]) -> str:
        if kind.__name__ not in self._written:
            self._interface(kind, "")
        return kind.__name__

    def _interface(self, kind: type[msgspec.Struct], first: str) -> None:
        self._written.add(kind.__name__)
        # What tells the members of a union apart.
        config: Any = kind
        tag = config.__struct_config__.tag
        rows = [f'  type: "{tag}";'] if tag else []
        for name, annotation, is_optional in _fields(kind):
            mark = "?" if is_optional and issubclass(kind, Command) else ""
            rows.append(f"  {name}{mark}: {self.type_of(annotation)};")
        parts = [part for part in (first, *rows) if part]
        body = "\n" + "\n".join(parts) + "\n" if parts else ""
        self.lines += [f"export interface {kind.__name__} {{{body}}}", ""]

    def type_of(self, annotation: Any) -> str:
        origin, args = typing.get_origin(annotation), typing.get_args(annotation)
        if origin is typing.Annotated:
            return self.type_of(args[0])
        if origin in (types.UnionType, typing.Union):
            return " | ".join(self.type_of(arg) for arg in args)
        if origin is Literal:
            return " | ".join(_literal(arg) for arg in args)
        if origin in (list, tuple):
            inner = self.type_of(args[0])
            inner = f"({inner})" if " | " in inner else inner
            return "ChatEvent[]" if inner == _ANYTHING else f"{inner}[]"
        if origin is not None and issubclass(origin, Mapping):
            return _ANYTHING if args[1] is Any else f"Record<string, {self.type_of(args[1])}>"
        return self._plain(annotation)

    def _plain(self, annotation: Any) -> str:
        simple = {
            str: "string",
            int: "number",
            float: "number",
            bool: "boolean",
            datetime: "string",
            timedelta: "string",
        }
        if annotation in simple:
            return simple[annotation]
        if annotation is type(None):
            return "null"
        if issubclass(annotation, Enum):
            return " | ".join(f'"{member.value}"' for member in annotation)
        return self.named(annotation)


_ANYTHING = "Record<string, unknown>"


def _literal(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else f'"{value}"'


def _fields(kind: type) -> Iterator[tuple[str, Any, bool]]:
    """Yields `(name, annotation, may be left out)`."""
    hints = typing.get_type_hints(kind, include_extras=True)
    # What the core made is always told whole; its defaults are for the core alone.
    is_whole = kind.__module__.startswith("chatserver.core.")
    for field in msgspec.structs.fields(kind):
        yield field.name, hints[field.name], not (field.required or is_whole)


def protocol_md(example: str) -> str:
    """Returns the text of `protocol.md`; `example` is the program that plays the story."""
    sections = [
        _INTRODUCTION,
        *_commands("/visitor", protocol.VISITOR_COMMANDS),
        *_commands("/agent", protocol_admin.ALL_AGENT_COMMANDS),
        *_refusals(),
        *_events(),
        "## A whole story\n",
        "A test runs this program against a real server.\n",
        f"```python\n{example.rstrip()}\n```\n",
    ]
    return "\n".join(sections)


def _commands(namespace: str, commands: Mapping[str, tuple[type, type]]) -> list[str]:
    lines = [f"## Commands of `{namespace}`\n", "| command | fields | ack, beside `ok` |", "| --- | --- | --- |"]
    for name, (fields, ack) in commands.items():
        asked = ", ".join(f"`{field}{'?' if optional else ''}`" for field, _, optional in _fields(fields))
        told = ", ".join(f"`{field}`" for field, _, _ in _fields(ack)) or "–"
        lines.append(f"| **`{name}`** {_doc(fields)} | {asked} | {told} |")
    return [*lines, ""]


def _refusals() -> list[str]:
    lines = ["## Refusals\n", "| code | meaning | again? |", "| --- | --- | --- |"]
    for code in Code:
        again = "yes, with the same `client_id`" if code in RETRYABLE else "no"
        lines.append(f"| `{code}` | {_REFUSALS[code]} | {again} |")
    return [*lines, ""]


def _events() -> list[str]:
    lines = ["## Events\n", _EVENTS, "| event | fields | seen by |", "| --- | --- | --- |"]
    for name, kind in EVENT_BY_NAME.items():
        fields = ", ".join(f"`{field}`" for field, _, _ in _fields(kind)) or "–"
        seen = "visitor and agents" if kind.audience is Audience.EVERYONE else "agents"
        lines.append(f"| **`{name}`** {_doc(kind)} | {fields} | {seen} |")
    lines.append(f"| **`{answers.HIDDEN_EVENT}`** Stands in for an event that only agents see. | – | visitor |")
    lines += ["\nPassing events have no `seq`; they may be lost:\n", "| event | fields |", "| --- | --- |"]
    for name, passing in answers.PASSING_EVENTS.items():
        lines.append(f"| **`{name}`** {_doc(passing)} | {', '.join(f'`{f}`' for f, _, _ in _fields(passing))} |")
    return [*lines, ""]


def _doc(kind: type) -> str:
    text = (kind.__doc__ or "").strip()
    return "" if text.startswith(f"{kind.__name__}(") else " ".join(text.split())


_INTRODUCTION = f"""<!-- {_NOTICE} -->
# The wire contract

Socket.IO 4 (Engine.IO 4) on `/socket.io/`, WebSocket or polling, with two namespaces: `/visitor` for anyone, `/agent` for a
connection that carries the session cookie of `POST /api/sign-in` with the JSON body `{{"name": …, "password": …}}`.

Every command has one argument, an object with exactly the fields below, and is answered in its acknowledgement:
`{{"ok": true, …}}` or `{{"ok": false, "error": {{"code": …, "message": …, "retry_after"?: seconds, "by"?: name, "field"?: name}}}}`. The ack of a
command that changes something comes after the change is on disk, and before anybody is told.

- **`client_id`** is made by the sender and unique per chat and sender. The same id with the same content gets the first answer
  again and changes nothing; with other content it is refused as `conflict`. So a client may always ask again. `start_chat` may
  be repeated by its nature: its id is only checked for form. Use a UUID: an id that looks like a card number or a key works,
  but its events name a hash of it.
- **`seq`** numbers the events of a chat without gaps, from 1, the same for everyone. A client applies an event whose `seq` is
  its last one plus 1, drops what it has, and otherwise asks with `resume_chat` (or `open_chat`) from its last `seq`. While an
  answer says `more`, there is another page. An answer whose `seq` is lower than the client's own comes from a restored copy: it
  starts from the beginning.
- **`epoch`** names the database. When it changes, a backup was restored: forget what you have and start from `after_seq` 0.
- **`token`** is the visitor's credential: 256 bits, told once in the ack of `start_chat`; the server keeps a hash. A client
  that wants to ask again after a lost ack makes the token itself (43 or more URL-safe base64 characters from a secure
  generator), keeps it, and sends it along. A visitor has one open chat: `start_chat` with a known token returns it.
- **`identity`** is who the visitor is, signed by the website's own server ([how](identity.md)). It ties the token to that person,
  who finds their open chat on every device. One that is not valid is refused as `bad_identity`, and nothing else happens; with
  another person's token it is `forbidden`: forget the token and begin anew.
- **`version`** counts changes of ownership. An agent sends the one they were given with the chat; a command after losing the
  chat is refused as `taken` or `conflict`.
- A **ChatID** is a reference, never a credential. `K7Q3-M9XD-5R` and `k7q3m9xd5r` are the same.
- Texts are up to 32 KiB of UTF-8. NUL and lone surrogates are refused. Secrets are masked before anything is stored;
  `redactions` says where, counting Unicode code points of the text in the ack.

## Files

A file is uploaded first and then posted by its id. `POST /api/files?chat_id=…` takes one file as the raw body, with its name
percent-encoded in the header `X-File-Name`, from a visitor with `Authorization: Bearer <token>` and from an agent with the
session cookie. It answers `{{"ok": true, "file": {{"file_id": …, "name": …, "media_type": …, "size_bytes": …, "width": …,
"height": …, "redactions": …}}}}`, or a refusal as above with a fitting HTTP status. `GET /api/files` tells the limits and the types.
Whoever uploaded it posts it once, in that chat, within an hour, with `files` of `post_message` (up to five).
`GET /files/<file_id>` gives it to the visitor of the chat and to agents, with the same credentials; everybody else gets the
same 404 as for a file that is not there.
"""

_EVENTS = """Every event has `type`, `chat_id`, `seq` and `at` (UTC, ISO 8601) beside its own fields; it is emitted under its
type, and it stands in `events[]` of the acks in the same form. Visitors get no internal ids, no `version` and no `packet`.
"""

_REFUSALS: Mapping[Code, str] = {
    Code.BUSY: "the server cannot store anything now",
    Code.DRAINING: "the server is about to stop",
    Code.RATE_LIMITED: "too much at once; `retry_after` says when",
    Code.BAD_REQUEST: "unknown command, wrong, missing or extra fields, text that cannot be kept",
    Code.TOO_LONG: "the text or a field is too long",
    Code.FORBIDDEN: "not yours, or not there; both get the same answer",
    Code.CLOSED: "the chat is closed",
    Code.CONFLICT: "the `client_id` was used for something else, or the chat has moved on",
    Code.BLOCKED: "this visitor may not chat here any more",
    Code.BAD_IDENTITY: "the signed identity is not valid or has expired; the rest of the command may be asked again without it",
    Code.TAKEN: "another agent has the chat; `by` names them",
    Code.INTERNAL: "a defect of the server; the message has a number that is in its log",
}


def _names_for(audience: Audience) -> list[str]:
    return [name for name, kind in EVENT_BY_NAME.items() if kind.audience is audience]


def _constant(name: str, values: list[str]) -> str:
    return f"export const {name} = {values!r} as const;".replace("'", '"')
