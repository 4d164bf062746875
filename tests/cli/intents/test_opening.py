import click
import pytest

from chatserver.cli.intents.opening import Matchers, require_folder, require_set, require_workshop
from chatserver.settings import Settings
from tests.intent_files.small_set import write_small_set


@pytest.fixture
def settings(tmp_path):
    return Settings(intents=str(write_small_set(tmp_path / "intents", "en", "pt-BR")))


def test_a_set_that_is_in_order_opens(settings):
    assert require_folder(settings).is_dir()
    assert require_set(settings).intents.default == "en"
    assert set(require_workshop(settings).matchers) == {"en", "pt-BR"}


def test_a_set_with_errors_is_told_and_does_not_open(settings, capsys):
    file = require_folder(settings) / "en/faq.yml"
    file.write_text(file.read_text().replace("title", "titel", 1))
    with pytest.raises(click.ClickException, match="cannot be used"):
        require_set(settings)
    assert "Did you mean 'title'?" in capsys.readouterr().err


def test_the_lines_of_a_set_with_errors_serve_all_the_same(settings, capsys):
    file = require_folder(settings) / "en/faq.yml"
    file.write_text(file.read_text().replace("title", "titel", 1))
    matchers = Matchers(settings)
    assert "only its lines are used" in capsys.readouterr().err
    assert matchers.of("en").match("where is my parcel").intent == "parcel"


def test_languages_are_found_by_their_nearest_tag(settings):
    matchers = Matchers(settings)
    assert matchers.nearest("pt", "en") == "pt-BR"
    assert matchers.nearest("ru", "en-GB") == "en"
    assert matchers.nearest("ru") == "en"
    assert matchers.require("PT") == "pt-BR"
    with pytest.raises(click.ClickException, match="no language 'ru'. Known here: en, pt-BR"):
        matchers.require("ru")


def test_without_any_line_there_is_nothing_to_match(tmp_path):
    with pytest.raises(click.ClickException, match="no lines"):
        Matchers(Settings(intents=str(tmp_path)))
