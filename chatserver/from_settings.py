"""What the settings mean: policies, promises, rules and intents, as the parts of the program want them."""

from datetime import timedelta
from pathlib import Path

from msgspec.structs import replace

from chatserver.core.mail import mail_address
from chatserver.core.redaction.rules import SHIPPED, Rules
from chatserver.core.routing.ladder import Rungs
from chatserver.core.routing.policies import Urgency
from chatserver.core.sla import PICKUP_TARGET
from chatserver.core.sla.policies import DEFAULT_POLICIES, ClockKind, Policies, with_pickup
from chatserver.core.triage.intents import IntentSet
from chatserver.intent_files import load_intents
from chatserver.intent_files.redaction_rules import load_rules
from chatserver.policy_files.load import load_sla
from chatserver.realtime.connections import Connections
from chatserver.reloading import make_workshop
from chatserver.services.file_ports import FileLimits
from chatserver.services.outgoing import Post
from chatserver.services.ports import Clock, Context, Ids, Policy
from chatserver.settings import Settings
from chatserver.storage import SqliteStore


class WrongIntents(Exception):
    """The intent files, the redaction rules or `sla.yml` cannot be used; the message lists what is wrong with them."""


def bundled(name: str) -> Path:
    """Returns a folder that travels with the program: in the wheel, or in the checkout it runs from."""
    inside = Path(__file__).parent / "_bundled" / name
    checkout = Path(__file__).parent.parent / ("static/dist" if name == "static" else name)
    return inside if inside.is_dir() else checkout


def intents_folder(settings: Settings) -> Path:
    return Path(settings.intents) if settings.intents else bundled("intents")


def urgency_of(settings: Settings, pickup: timedelta) -> Urgency:
    by_plan = {"premium": settings.head_start_premium, "regular": settings.head_start_regular}
    by_severity = {1: settings.head_start_severity_1, 2: settings.head_start_severity_2}
    return Urgency(
        target=pickup,
        by_plan={plan: timedelta(seconds=seconds) for plan, seconds in by_plan.items()},
        by_severity={severity: timedelta(seconds=seconds) for severity, seconds in by_severity.items()},
        bound=timedelta(seconds=max(by_plan.values()) + max(by_severity.values())),
    )


def policy_of(settings: Settings, pickup: timedelta) -> Policy:
    return Policy(
        bot_name=settings.bot,
        offer_lapse=timedelta(seconds=settings.offer_seconds),
        agent_cap=settings.chats_per_agent,
        session_length=timedelta(hours=settings.session_hours),
        urgency=urgency_of(settings, pickup),
        rungs=Rungs(target=pickup),
        agent_grace=timedelta(seconds=settings.agent_grace_seconds),
        parked_after=timedelta(minutes=settings.parked_minutes),
        visitor_leaves_after=timedelta(minutes=settings.visitor_leaves_minutes),
        files=FileLimits(
            settings.file_mib << 20,
            settings.files_per_chat,
            settings.files_mib_per_chat << 20,
            settings.files_mib << 20,
        ),
        identity_secret=settings.identity_secret,
        post=Post(
            brand=settings.brand,
            can_mail=bool(settings.mail_server),
            on_call_mail=tuple(dict.fromkeys(mail_address(address) for address in settings.on_call_mail)),
            has_hook=bool(settings.on_call_url),
            console=console_of(settings),
        ),
        shows_drafts=settings.draft_preview,
    )


def require_intents(settings: Settings) -> IntentSet:
    """Returns the loaded intents. Raises `WrongIntents` with every problem on a line of its own."""
    loaded = load_intents(intents_folder(settings), settings.variables)
    if loaded.intents is None:
        raise WrongIntents("\n".join(str(problem) for problem in loaded.problems))
    return loaded.intents


def require_rules(settings: Settings) -> Rules:
    """Returns the site's redaction rules. Raises `WrongIntents` with every problem on a line of its own."""
    if not settings.redaction_rules:
        return SHIPPED
    loaded = load_rules(Path(settings.redaction_rules))
    if loaded.rules is None:
        raise WrongIntents("\n".join(str(problem) for problem in loaded.problems))
    return loaded.rules


def require_policies(settings: Settings) -> Policies:
    """Returns what is promised. Raises `WrongIntents` with every problem on a line of its own."""
    # A site that signs who its visitors are believes nobody's word about the plan.
    return replace(_policies(settings), plans_are_signed=bool(settings.identity_secret))


def _policies(settings: Settings) -> Policies:
    if not settings.sla:
        return with_pickup(DEFAULT_POLICIES, timedelta(seconds=settings.pickup_seconds))
    loaded = load_sla(Path(settings.sla))
    if loaded.policies is None:
        raise WrongIntents("\n".join(str(problem) for problem in loaded.problems))
    if loaded.policies.table[ClockKind.PICKUP] == DEFAULT_POLICIES.table[ClockKind.PICKUP]:
        return with_pickup(loaded.policies, timedelta(seconds=settings.pickup_seconds))
    if timedelta(seconds=settings.pickup_seconds) not in {PICKUP_TARGET, loaded.policies.pickup}:
        raise WrongIntents(
            f"The setting pickup_seconds says {settings.pickup_seconds} s, and {settings.sla} says"
            f" {loaded.policies.pickup.total_seconds():.0f} s for the pickup. Leave the setting out: the file holds."
        )
    return loaded.policies


def build_context(
    settings: Settings, store: SqliteStore, intents: IntentSet, connections: Connections, clock: Clock, ids: Ids
) -> Context:
    rules, policies = require_rules(settings), require_policies(settings)
    policy = policy_of(settings, policies.pickup)
    workshop = make_workshop(settings.data, intents)
    return Context(store, clock, ids, connections, policy, workshop, rules, policies=policies)


def console_of(settings: Settings) -> str:
    return f"{settings.public_url.rstrip('/')}/console"
