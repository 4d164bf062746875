import typing

import pytest

from chatserver.core import commands as cmd
from chatserver.core.decide import decide
from chatserver.core.evolve import fold
from tests.doubles import NOON
from tests.story import log_of, started


def test_every_command_of_the_module_is_in_the_union_that_decide_exhausts():
    declared = {kind for kind in vars(cmd).values() if isinstance(kind, type) and kind.__module__ == cmd.__name__}
    assert declared == set(typing.get_args(cmd.Command))


def test_what_is_no_command_is_a_defect_and_not_ignored():
    with pytest.raises(AssertionError):
        decide(fold(log_of(started())), "claim", NOON)  # type: ignore[arg-type]
