"""Settings: one frozen table of options, from a file and from the environment. A wrong one stops the start.

Each option is declared once; `docs/settings.md` and the file that `chatserver init` writes are made from this table.
"""

import os
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import msgspec
from msgspec import Meta
from rapidfuzz import process

from chatserver.core.addresses import origin_of
from chatserver.core.mail import mail_address, parse_mail_server, parse_sender

FILE_NAME = "chatserver.toml"
ENVIRONMENT_PREFIX = "CHATSERVER_"


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All options with their defaults."""

    host: Annotated[str, Meta(description="Address to listen on. 0.0.0.0 listens on all of them.")] = "127.0.0.1"
    port: Annotated[int, Meta(ge=0, le=65535, description="Port to listen on; 0 takes a free one.")] = 8080
    public_url: Annotated[
        str,
        Meta(
            description="Where browsers reach this server, such as https://chat.example.com. With https, cookies are Secure."
        ),
    ] = ""
    data: Annotated[str, Meta(description="Folder of the database; made when it is missing.")] = "data"
    intents: Annotated[str, Meta(description="Folder of the intent files. Empty: the set that is shipped.")] = ""
    origins: Annotated[
        list[str],
        Meta(
            description="Websites that may embed the widget, such as https://shop.example.com. None: only this server's own pages."
        ),
    ] = []
    brand: Annotated[
        str, Meta(min_length=1, max_length=60, description="Name of the company, as visitors read it.")
    ] = "Acme"
    bot_name: Annotated[str, Meta(max_length=60, description="Name of the bot. Empty: the brand, then Bot.")] = ""
    support_email: Annotated[str, Meta(description="Address that the bot gives for e-mail.")] = "support@example.com"
    feedback_email: Annotated[str, Meta(description="Address that the bot gives for feedback.")] = (
        "feedback@example.com"
    )
    status_page: Annotated[str, Meta(description="Status page that the bot points to.")] = "https://status.example.com"
    status_feed: Annotated[
        str,
        Meta(
            description="Address of the status page's unresolved incidents, such as"
            " https://status.example.com/api/v2/incidents/unresolved.json. The bot tells them before it asks. Empty: none."
        ),
    ] = ""
    privacy_url: Annotated[str, Meta(description="Your privacy notice, which the widget links to. Empty: no link.")] = (
        ""
    )
    conduct_url: Annotated[
        str, Meta(description="Your rules for talking with one another, which the widget links to. Empty: no link.")
    ] = ""
    redaction_rules: Annotated[
        str, Meta(description="File with redaction rules of your own, and shipped ones switched off. Empty: none.")
    ] = ""
    sla: Annotated[
        str,
        Meta(
            description="File with your promises about time: targets, working hours, who is told. Empty: the defaults."
        ),
    ] = ""
    metrics_token: Annotated[
        str, Meta(description="Opens /metrics to whoever sends it as a bearer token. Empty: only this machine may ask.")
    ] = ""
    offer_seconds: Annotated[int, Meta(ge=5, le=300, description="How long an agent has to accept an offer.")] = 25
    pickup_seconds: Annotated[
        int, Meta(ge=60, le=3600, description="The promise: within so many seconds a human answers a waiting visitor.")
    ] = 300
    head_start_premium: Annotated[
        int, Meta(ge=0, le=600, description="Seconds by which a Premium visitor goes ahead in the queue.")
    ] = 90
    head_start_regular: Annotated[int, Meta(ge=0, le=600, description="The same for Regular.")] = 30
    head_start_severity_1: Annotated[
        int, Meta(ge=0, le=600, description="Seconds by which a matter of severity 1 goes ahead; added to the plan's.")
    ] = 120
    head_start_severity_2: Annotated[int, Meta(ge=0, le=600, description="The same for severity 2.")] = 30
    agent_grace_seconds: Annotated[
        int,
        Meta(
            ge=5, le=600, description="How long an agent may be disconnected before their chats go back to the queue."
        ),
    ] = 45
    on_call_url: Annotated[
        str,
        Meta(
            description="Address that is posted to when a visitor has waited for ten minutes. Empty: nobody is called."
        ),
    ] = ""
    on_call_mail: Annotated[
        list[str], Meta(description="E-mail addresses that are told as well; needs mail_server. None: nobody.")
    ] = []
    mail_server: Annotated[
        str,
        Meta(
            description="Where e-mail is handed over, such as smtp://user:password@mail.example.com:587 (with STARTTLS)"
            " or smtps://…:465. A secret. Empty: no e-mail is sent."
        ),
    ] = ""
    mail_from: Annotated[
        str,
        Meta(
            description="Who e-mail is from: an address, or a name and then the address in angle brackets. Goes with mail_server."
        ),
    ] = ""
    chats_per_agent: Annotated[
        int, Meta(ge=1, le=100, description="Chats that one agent has at a time, unless their account says otherwise.")
    ] = 8
    parked_minutes: Annotated[
        int, Meta(ge=1, le=1440, description="A chat whose visitor is silent for so long takes no slot of its agent.")
    ] = 10
    visitor_leaves_minutes: Annotated[
        int,
        Meta(
            ge=3,
            le=1440,
            description="A visitor who waits and has had no page open for so long waits no more; a word goes on with it.",
        ),
    ] = 30
    session_hours: Annotated[int, Meta(ge=1, le=720, description="How long an agent stays signed in.")] = 12
    trusted_proxies: Annotated[
        int, Meta(ge=0, le=5, description="Proxies of your own in front of this server, for the client's address.")
    ] = 0
    commands_burst: Annotated[
        int,
        Meta(ge=1, description="Commands that one visitor or agent may send at once; starting a chat counts as ten."),
    ] = 200
    commands_per_second: Annotated[
        int, Meta(ge=1, description="Commands a second that one visitor or agent may send for long.")
    ] = 40
    address_burst: Annotated[
        int, Meta(ge=1, description="Commands that all together behind one address may send at once.")
    ] = 4000
    address_per_second: Annotated[
        int, Meta(ge=1, description="Commands a second that all together behind one address may send for long.")
    ] = 800
    file_mib: Annotated[int, Meta(ge=1, le=100, description="MiB that one attached file may have.")] = 10
    files_per_chat: Annotated[
        int, Meta(ge=0, le=1000, description="Files that one chat may have; 0 takes no attachments at all.")
    ] = 20
    files_mib_per_chat: Annotated[
        int, Meta(ge=1, le=10_000, description="MiB that the files of one chat may have together.")
    ] = 50
    files_mib: Annotated[int, Meta(ge=1, description="MiB that all attached files may have together.")] = 10_240
    files_per_minute: Annotated[
        int,
        Meta(ge=1, description="Files a minute that one visitor or agent may upload; twenty times as many an address."),
    ] = 20
    drain_seconds: Annotated[
        int,
        Meta(
            ge=0,
            le=5,
            description='At SIGTERM: seconds between "not ready" and the end of the connections, for a load balancer to notice.',
        ),
    ] = 1
    direct_path: Annotated[
        bool, Meta(description="Write WebSocket frames straight to the network. False leaves that to python-socketio.")
    ] = True
    identity_secret: Annotated[
        str,
        Meta(
            pattern=r"^(?:.{32,})?\Z",
            description="Secret that your website's server signs visitors' identities with; at least 32 characters. Empty: nobody is verified.",
        ),
    ] = ""
    draft_preview: Annotated[
        bool,
        Meta(
            description="Show agents what a visitor is writing before it is sent, redacted and never kept; the widget says so."
        ),
    ] = False
    log_level: Annotated[
        str, Meta(pattern=r"^(debug|info|warning|error)\Z", description="debug, info, warning or error.")
    ] = "info"

    @property
    def bot(self) -> str:
        return self.bot_name or f"{self.brand} Bot"

    @property
    def variables(self) -> Mapping[str, str]:
        """What intent files may use in double braces."""
        return {
            "brand": self.brand,
            "support_email": self.support_email,
            "feedback_email": self.feedback_email,
            "status_page": self.status_page,
        }


class WrongSettings(Exception):
    """A setting is unknown or wrong; the message says where, what, and what would be right."""


@dataclass(frozen=True, slots=True)
class Option:
    """One row of the table."""

    name: str
    default: Any
    description: str


def options() -> Iterator[Option]:
    """Yields every option in the order of the table."""
    hints = Settings.__annotations__
    for field in msgspec.structs.fields(Settings):
        default = field.default_factory() if field.default is msgspec.NODEFAULT else field.default
        meta = hints[field.name].__metadata__[0]
        yield Option(field.name, default, meta.description)


def read_settings(file: Path | None, environment: Mapping[str, str], given: Mapping[str, Any]) -> Settings:
    """Returns the settings: `given` (the command line) over the environment over the file over the defaults.

    Without `file`, `chatserver.toml` of the working folder is used if it is there. Raises `WrongSettings`.
    """
    path = file or Path(FILE_NAME)
    values: dict[str, Any] = {}
    if file is not None or path.exists():
        values.update(_from_file(path))
    for name, text in environment.items():
        if name.startswith(ENVIRONMENT_PREFIX):
            values.update(_from_variable(name, text))
    values.update(given)
    settings = _checked(values, "the command line")
    _require_mail(settings)
    return settings


def _from_file(path: Path) -> dict[str, Any]:
    try:
        text = path.read_text(encoding="utf-8")
        values = tomllib.loads(text)
    except OSError as error:
        raise WrongSettings(f"{path}: cannot be read: {error.strerror}.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WrongSettings(f'{path}: {error}. Text stands in quotes, as in brand = "Acme".') from None
    for name, value in values.items():
        _checked({name: value}, f"{path}:{_line_of(text, name)}")
    return values


def _from_variable(name: str, text: str) -> dict[str, Any]:
    option = name.removeprefix(ENVIRONMENT_PREFIX).lower()
    known = {row.name: row.default for row in options()}
    value: Any = text
    if isinstance(known.get(option), list):
        value = [part.strip() for part in text.split(",") if part.strip()]
    elif isinstance(known.get(option), bool):
        value = {"true": True, "false": False}.get(text.lower(), text)
    elif isinstance(known.get(option), int):
        value = int(text) if re.fullmatch(r"-?\d{1,18}", text) else text
    _checked({option: value}, f"the environment variable {name}")
    return {option: value}


def _checked(values: Mapping[str, Any], place: str) -> Settings:
    known = [row.name for row in options()]
    for name in values:
        if name not in known:
            near = process.extractOne(name, known, score_cutoff=60)
            cure = f"Did you mean '{near[0]}'?" if near else f"Known: {', '.join(known)}."
            raise WrongSettings(f"{place}: there is no setting '{name}'. {cure}")
    try:
        settings = msgspec.convert(dict(values), Settings)
    except msgspec.ValidationError as error:
        raise WrongSettings(f"{place}: {_plain(str(error))}") from None
    for name in ("support_email", "feedback_email"):
        if not re.fullmatch(r"[^@\s]+@[^@\s]+", getattr(settings, name)):
            raise WrongSettings(f"{place}: {name}: this is not an e-mail address, as in support@example.com.")
    for name in ("status_page", "privacy_url", "conduct_url"):
        address = getattr(settings, name)
        if not origin_of(address) and (address or name == "status_page"):
            raise WrongSettings(f"{place}: {name}: this is not a web address, as in https://status.example.com.")
    for origin in settings.origins:
        if origin_of(origin) != origin:
            right = origin_of(origin) or "https://shop.example.com"
            raise WrongSettings(f"{place}: origins: '{origin}' is not an origin. It would be right as '{right}'.")
    _check_mail(settings, place)
    if settings.public_url and origin_of(settings.public_url) != settings.public_url.rstrip("/"):
        raise WrongSettings(
            f"{place}: public_url: '{settings.public_url}' is not a web address, as in https://chat.example.com."
        )
    return settings


def _check_mail(settings: Settings, place: str) -> None:
    """Checks what each of the three says by itself; none is repeated, since there is a password in one."""
    checks: list[tuple[str, Callable[[str], object], str]] = [
        ("mail_server", parse_mail_server, settings.mail_server),
        ("mail_from", parse_sender, settings.mail_from),
        *(("on_call_mail", mail_address, address) for address in settings.on_call_mail),
    ]
    for name, check, value in checks:
        try:
            if value or name == "on_call_mail":
                check(value)
        except ValueError as error:
            raise WrongSettings(f"{place}: {name}: {error}") from None


def _require_mail(settings: Settings) -> None:
    if bool(settings.mail_server) != bool(settings.mail_from):
        raise WrongSettings("mail_server and mail_from go together: where e-mail is handed over, and who it is from.")
    if settings.on_call_mail and not settings.mail_server:
        raise WrongSettings("on_call_mail: without mail_server nobody can be told by e-mail.")


def _plain(message: str) -> str:
    """msgspec says "Expected `int`, got `str` - at `$.port`"; the name belongs in front."""
    fault, _, name = message.partition(" - at `$.")
    option = next((row for row in options() if row.name == name.rstrip("`").split("[")[0]), None)
    if option is None:
        return f"{fault}."
    kind = {bool: "true or false", int: "a whole number", list: 'a list, as in ["https://shop.example.com"]'}.get(
        type(option.default), "text in quotes"
    )
    fault = "Expected another text" if "regex" in fault else fault
    return f"{option.name}: {fault}. It is {kind}: {option.description} The default is {_toml(option.default)}."


def _line_of(text: str, name: str) -> int:
    pattern = re.compile(rf"\s*[\"']?{re.escape(name)}[\"']?\s*[=.\]]|\s*\[\s*{re.escape(name)}")
    return next((number for number, line in enumerate(text.splitlines(), 1) if pattern.match(line)), 1)


def settings_toml() -> str:
    """Returns the commented file that `chatserver init` writes: every option, at its default."""
    rows = ["# Settings of chatserver. Every line shows its default; remove the # to change it.", ""]
    for option in options():
        rows += [f"# {option.description}", f"# {option.name} = {_toml(option.default)}", ""]
    return "\n".join(rows)


def settings_md() -> str:
    """Returns the text of `docs/settings.md`."""
    rows = [
        "<!-- Generated from chatserver/settings.py by `make generate`; a test keeps it current. -->",
        "# Settings",
        "",
        f"A file `{FILE_NAME}` in the working folder (or `--config FILE`), then environment variables, then the command line;",
        "the later wins. `chatserver init` writes a commented file. An unknown or wrong setting stops the start and says where",
        "it stands, what is wrong and what would be right.",
        "",
        "| setting | variable | default | meaning |",
        "| --- | --- | --- | --- |",
    ]
    rows += [
        f"| `{option.name}` | `{ENVIRONMENT_PREFIX}{option.name.upper()}` | `{_toml(option.default)}` | {option.description} |"
        for option in options()
    ]
    return "\n".join([*rows, "", "In a variable, a list is separated by commas.", ""])


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "[]" if value == [] else f'"{value}"' if isinstance(value, str) else str(value)


def environment() -> Mapping[str, str]:
    """The process's own environment; the one place that reads it."""
    return os.environ
