import re

import msgspec
import pytest

from chatserver.settings import Settings, WrongSettings, options, read_settings, settings_md, settings_toml
from tests.conftest import ROOT


@pytest.fixture
def file(tmp_path):
    return tmp_path / "chatserver.toml"


def test_later_sources_win(file):
    file.write_text('brand = "File"\nport = 1\nhost = "0.0.0.0"\n')
    settings = read_settings(file, {"CHATSERVER_PORT": "2", "CHATSERVER_BRAND": "Env"}, {"port": 3})
    assert (settings.host, settings.brand, settings.port) == ("0.0.0.0", "Env", 3)


def test_without_a_file_the_defaults_are_used(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert read_settings(None, {"PATH": "x"}, {}) == Settings()


def test_a_list_in_a_variable_is_separated_by_commas():
    settings = read_settings(None, {"CHATSERVER_ORIGINS": "https://a.example, https://b.example"}, {})
    assert settings.origins == ["https://a.example", "https://b.example"]


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ('brand = "A"\nprot = 80\n', 2, "there is no setting 'prot'. Did you mean 'port'?"),
        ('\n\nport = "80"\n', 3, "port: Expected `int`, got `str`."),
        ("port = 99999\n", 1, "port: Expected `int` <= 65535."),
        ('log_level = "loud"\n', 1, "log_level:"),
        ('origins = ["https://shop.example/"]\n', 1, "It would be right as 'https://shop.example'."),
        ('public_url = "chat"\n', 1, "'chat' is not a web address"),
        ("[server]\nport = 1\n", 1, "there is no setting 'server'."),
        ('log_level = "loud"\n', 1, "debug, info, warning or error"),
        ('origins = "https://shop.example"\n', 1, "It is a list, as in"),
        ('public_url = "https://chat.example/path"\n', 1, "is not a web address"),
        ('support_email = "nope"\n', 1, "is not an e-mail address"),
        ('status_page = "javascript:alert(1)"\n', 1, "is not a web address"),
        ('privacy_url = "javascript:alert(1)"\n', 1, "privacy_url: this is not a web address"),
        ('conduct_url = "ftp://x.example"\n', 1, "conduct_url: this is not a web address"),
    ],
)
def test_a_mistake_in_the_file_is_told_with_its_line_and_cure(file, text, line, told):
    file.write_text(text)
    with pytest.raises(WrongSettings) as wrong:
        read_settings(file, {}, {})
    assert str(wrong.value).startswith(f"{file}:{line}: ")
    assert told in str(wrong.value)


def test_a_file_that_is_no_toml_or_not_there_is_told(file):
    file.write_text("brand = Acme\n")
    with pytest.raises(WrongSettings, match="line 1"):
        read_settings(file, {}, {})
    with pytest.raises(WrongSettings, match="cannot be read"):
        read_settings(file.with_name("none.toml"), {}, {})


def test_a_mistake_in_the_environment_names_the_variable():
    for environment, told in (
        ({"CHATSERVER_PRT": "1"}, "CHATSERVER_PRT"),
        ({"CHATSERVER_PORT": "x"}, "CHATSERVER_PORT"),
    ):
        with pytest.raises(WrongSettings, match=told):
            read_settings(None, environment, {})


def test_every_option_is_documented_and_the_written_file_is_valid(file):
    text = settings_toml()
    for option in options():
        assert option.description.endswith(".")
        assert f"# {option.name} = " in text
        assert f"`{option.name}`" in settings_md()
    file.write_text("\n".join(line.removeprefix("# ") for line in text.splitlines() if " = " in line))
    assert read_settings(file, {}, {}) == Settings()


def test_the_table_has_no_option_that_nothing_reads():
    code = "\n".join(path.read_text() for path in (ROOT / "chatserver").rglob("*.py"))
    for field in msgspec.structs.fields(Settings):
        assert f"settings.{field.name}" in code or f"self.{field.name}" in code, field.name


MAIL = {"mail_server": "smtp://chat:hunter2@mail.example.com", "mail_from": "Acme <chat@acme.example>"}


def test_mail_has_a_server_a_sender_and_people_on_call(file):
    settings = read_settings(None, {}, {**MAIL, "on_call_mail": ["ada@acme.example"]})
    assert settings.on_call_mail == ["ada@acme.example"]
    told = read_settings(None, {"CHATSERVER_ON_CALL_MAIL": "a@x.example, b@x.example"}, MAIL)
    assert told.on_call_mail == ["a@x.example", "b@x.example"]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"mail_server": MAIL["mail_server"]}, "mail_server and mail_from go together"),
        ({"mail_from": MAIL["mail_from"]}, "mail_server and mail_from go together"),
        ({"on_call_mail": ["ada@acme.example"]}, "without mail_server"),
        ({**MAIL, "on_call_mail": ["ada"]}, "on_call_mail: This is not an e-mail address."),
        ({**MAIL, "on_call_mail": [""]}, "on_call_mail: This is not an e-mail address."),
        ({**MAIL, "mail_from": "Acme"}, "mail_from: This is not an e-mail address."),
        ({**MAIL, "mail_from": "Acme\nBcc: <chat@acme.example>"}, "mail_from: This is not an e-mail address."),
        ({**MAIL, "mail_server": "mail.example.com"}, "mail_server: This is not a mail server"),
        ({**MAIL, "mail_server": "smtp://chat:hunter2/x@mail.example.com"}, "mail_server: "),
        (
            {**MAIL, "mail_server": "smtp+plain://chat:hunter2@relay"},
            "mail_server: A password is not sent in the clear",
        ),
        ({**MAIL, "mail_server": 5}, "mail_server: "),
    ],
)
def test_a_mistake_about_mail_is_told_and_no_password_with_it(file, given, told):
    with pytest.raises(WrongSettings, match=re.escape(told)) as caught:
        read_settings(None, {}, given)
    assert "hunter2" not in str(caught.value)


def test_each_of_them_may_stand_in_another_place(file):
    file.write_text(f'mail_from = "{MAIL["mail_from"]}"\n')
    settings = read_settings(file, {"CHATSERVER_MAIL_SERVER": MAIL["mail_server"]}, {})
    assert (settings.mail_server, settings.mail_from) == tuple(MAIL.values())
