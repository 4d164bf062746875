import pytest

from chatserver.core.doors import ADMINS, AUTHORS, DOORS, EVERYBODY, SUPERVISORS, is_open_to, refusal_of
from chatserver.core.people import Role


def test_an_admin_may_do_everything_and_an_agent_nothing_of_the_others():
    assert all(is_open_to(door, Role.ADMIN) for door in DOORS)
    assert {door for door in DOORS if is_open_to(door, Role.AGENT)} == {
        door for door, roles in DOORS.items() if roles == EVERYBODY
    }


def test_authors_see_words_and_no_people():
    of_authors = {door for door in DOORS if is_open_to(door, Role.AUTHOR) and not is_open_to(door, Role.AGENT)}
    assert {"get_intents", "get_gaps"} <= of_authors
    assert not of_authors & {"get_board", "list_agents", "list_audit", "unblock_visitor"}


def test_a_refusal_says_who_may():
    assert "admins" in refusal_of("list_audit")
    assert "supervisors" in refusal_of("get_board")
    assert "authors" in refusal_of("get_gaps")
    assert refusal_of("open_chat")
    assert ADMINS < SUPERVISORS < AUTHORS < EVERYBODY


def test_a_command_without_a_row_does_not_exist():
    with pytest.raises(KeyError):
        is_open_to("make_coffee", Role.ADMIN)
