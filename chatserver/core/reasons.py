"""Reasons: why something happened to a chat, as closed lists. `core.events` hands them on."""

from enum import StrEnum


class CloseReason(StrEnum):
    """Why a chat ended; `Status` says who has it, this says why nobody has."""

    RESOLVED = "resolved"
    VISITOR_LEFT = "visitor_left"
    DUPLICATE = "duplicate"
    CONDUCT = "conduct"
    SPAM = "spam"
    NO_REPLY = "no_reply"
    OTHER = "other"


class HandoffReason(StrEnum):
    """Why the bot gave the chat to people."""

    REQUESTED = "requested"
    INTENT = "intent"
    MISSED = "missed"
    FORM_FAILED = "form_failed"
    CONDUCT = "conduct"
    RELEASED = "released"
    AGENT_LOST = "agent_lost"


class AssignedBy(StrEnum):
    CLAIM = "claim"
    OFFER = "offer"


class OfferOutcome(StrEnum):
    DECLINED = "declined"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"
