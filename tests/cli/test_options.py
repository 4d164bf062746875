import click
import pytest

from chatserver.cli.options import plain_errors
from chatserver.core.errors import Code, Refused
from chatserver.settings import WrongSettings
from chatserver.storage import StoreUnusable


@pytest.mark.parametrize("error", [WrongSettings("a"), StoreUnusable("a"), Refused(Code.BUSY, "a")])
def test_what_an_operator_can_mend_is_one_sentence(error):
    with pytest.raises(click.ClickException, match="^a$"), plain_errors():
        raise error


def test_a_defect_stays_a_traceback():
    with pytest.raises(ZeroDivisionError), plain_errors():
        raise ZeroDivisionError
