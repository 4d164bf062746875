"""Doors: which role may ask which command of an agent. One table; a command without a row does not exist.

`services.access.require_door` looks a door up in the transaction in which the command does its work.
"""

from collections.abc import Mapping

from chatserver.core.people import Role

EVERYBODY = frozenset(Role)
# Who edits words; supervisors and admins see what authors see.
AUTHORS = frozenset({Role.AUTHOR, Role.SUPERVISOR, Role.ADMIN})
SUPERVISORS = frozenset({Role.SUPERVISOR, Role.ADMIN})
ADMINS = frozenset({Role.ADMIN})

DOORS: Mapping[str, frozenset[Role]] = {
    # Chats: every agent may open each one.
    "set_presence": EVERYBODY,
    "list_chats": EVERYBODY,
    "open_chat": EVERYBODY,
    "claim_chat": EVERYBODY,
    "answer_offer": EVERYBODY,
    "post_message": EVERYBODY,
    "add_note": EVERYBODY,
    "redact_message": EVERYBODY,
    "transfer_chat": EVERYBODY,
    "release_chat": EVERYBODY,
    "hand_back_chat": EVERYBODY,
    "close_chat": EVERYBODY,
    "block_visitor": EVERYBODY,
    "requeue_chat": EVERYBODY,
    "correct_details": EVERYBODY,
    "merge_chats": EVERYBODY,
    "list_visitor_chats": EVERYBODY,
    "set_viewing": EVERYBODY,
    "search_chats": EVERYBODY,
    "set_urgency": EVERYBODY,
    "open_complaint": EVERYBODY,
    "set_typing": EVERYBODY,
    "mark_read": EVERYBODY,
    "set_password": EVERYBODY,
    "set_tags": EVERYBODY,
    "list_tags": EVERYBODY,
    "list_replies": EVERYBODY,
    "list_mentions": EVERYBODY,
    "read_mentions": EVERYBODY,
    "suggest_answers": EVERYBODY,
    "open_ticket": EVERYBODY,
    # The day's work of others.
    "take_over": SUPERVISORS,
    "get_board": SUPERVISORS,
    "get_report": SUPERVISORS,
    # What visitors are told, and who may write to us.
    "list_problems": SUPERVISORS,
    "announce_problem": SUPERVISORS,
    "end_problem": SUPERVISORS,
    "declare_volume": SUPERVISORS,
    "list_blocked": SUPERVISORS,
    "unblock_visitor": SUPERVISORS,
    "get_policies": SUPERVISORS,
    # What the bot says and does not know.
    "get_intents": AUTHORS,
    "get_gaps": AUTHORS,
    # What agents say to many visitors.
    "save_reply": AUTHORS,
    "remove_reply": AUTHORS,
    "save_tag": AUTHORS,
    "remove_tag": AUTHORS,
    # People and the site.
    "list_agents": ADMINS,
    "add_agent": ADMINS,
    "save_agent": ADMINS,
    "sign_out_agent": ADMINS,
    "reset_sign_in": ADMINS,
    "deactivate_agent": ADMINS,
    "activate_agent": ADMINS,
    "get_site": ADMINS,
    "get_redaction": ADMINS,
    "list_audit": ADMINS,
}

_WHO: Mapping[frozenset[Role], str] = {
    AUTHORS: "Only authors, supervisors and admins may do this.",
    SUPERVISORS: "Only supervisors and admins may do this.",
    ADMINS: "Only admins may do this.",
}


def is_open_to(door: str, role: Role) -> bool:
    """True when `role` may ask this command. Raises KeyError for a command without a row."""
    return role in DOORS[door]


def refusal_of(door: str) -> str:
    """Returns what those are told to whom the door is closed."""
    return _WHO.get(DOORS[door], "Please sign in.")
