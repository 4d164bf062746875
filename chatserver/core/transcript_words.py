"""The few words of a transcript, and how each language writes a date; a language that is not known gets English."""

from collections.abc import Mapping
from datetime import date

from msgspec import Struct


class Words(Struct, frozen=True):
    """One language. `date` has {day}, {month} and {year}; `size` {count}; `subject` {brand} and {chat_id}."""

    title: str
    chat_id: str
    began: str
    ended: str
    zone: str
    visitor: str
    bot: str
    file: str
    joined: str
    by_email: str
    closed: str
    reopened: str
    summary: str
    left_out: str
    subject: str
    asked_for: str
    date: str
    months: tuple[str, ...]


_EN = Words(
    title="Your chat with {brand}",
    chat_id="ChatID",
    began="Started",
    ended="Ended",
    zone="Times are in {zone}.",
    visitor="Visitor",
    bot="{name} (automatic)",
    file="File: {name} ({size})",
    joined="{name} has joined the chat.",
    by_email="The chat goes on by e-mail.",
    closed="The chat has ended.",
    reopened="The chat goes on.",
    summary="Summary:",
    left_out="This chat is very long. Its earlier part is left out here.",
    subject="Your chat with {brand}: {chat_id}",
    asked_for="You get this e-mail because a copy of this chat was asked for in the chat, for this address."
    " If it was not you, please ignore it. Nobody reads answers to this e-mail.",
    date="{day} {month} {year}",
    months=(
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
)
_DE = Words(
    title="Ihr Chat mit {brand}",
    chat_id="ChatID",
    began="Begonnen",
    ended="Beendet",
    zone="Alle Zeiten gelten für {zone}.",
    visitor="Besucher",
    bot="{name} (automatisch)",
    file="Datei: {name} ({size})",
    joined="{name} ist jetzt im Chat.",
    by_email="Der Chat geht per E-Mail weiter.",
    closed="Der Chat ist beendet.",
    reopened="Der Chat geht weiter.",
    summary="Zusammenfassung:",
    left_out="Dieser Chat ist sehr lang. Sein früherer Teil fehlt hier.",
    subject="Ihr Chat mit {brand}: {chat_id}",
    asked_for="Sie erhalten diese E-Mail, weil im Chat eine Kopie an diese Adresse angefordert wurde."
    " Wenn Sie das nicht waren, ignorieren Sie sie bitte. Antworten auf diese E-Mail liest niemand.",
    date="{day}. {month} {year}",
    months=(
        *("Januar", "Februar", "März", "April", "Mai", "Juni"),
        *("Juli", "August", "September", "Oktober", "November", "Dezember"),
    ),
)
_ES = Words(
    title="Su chat con {brand}",
    chat_id="ChatID",
    began="Comienzo",
    ended="Fin",
    zone="Las horas son de {zone}.",
    visitor="Visitante",
    bot="{name} (automático)",
    file="Archivo: {name} ({size})",
    joined="{name} se ha unido al chat.",
    by_email="El chat continúa por correo electrónico.",
    closed="El chat ha terminado.",
    reopened="El chat continúa.",
    summary="Resumen:",
    left_out="Este chat es muy largo. Aquí se omite su parte anterior.",
    subject="Su chat con {brand}: {chat_id}",
    asked_for="Recibe este correo porque en el chat se pidió una copia para esta dirección."
    " Si no fue usted, ignórelo, por favor. Nadie lee las respuestas a este correo.",
    date="{day} de {month} de {year}",
    months=(
        *("enero", "febrero", "marzo", "abril", "mayo", "junio"),
        *("julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
    ),
)
_PT_BR = Words(
    title="Seu chat com {brand}",
    chat_id="ChatID",
    began="Início",
    ended="Fim",
    zone="Os horários são de {zone}.",
    visitor="Visitante",
    bot="{name} (automático)",
    file="Arquivo: {name} ({size})",
    joined="{name} entrou no chat.",
    by_email="O chat continua por e-mail.",
    closed="O chat terminou.",
    reopened="O chat continua.",
    summary="Resumo:",
    left_out="Este chat é muito longo. A parte anterior foi omitida aqui.",
    subject="Seu chat com {brand}: {chat_id}",
    asked_for="Você recebe este e-mail porque uma cópia foi pedida no chat para este endereço."
    " Se não foi você, por favor ignore-o. Ninguém lê as respostas a este e-mail.",
    date="{day} de {month} de {year}",
    months=(
        *("janeiro", "fevereiro", "março", "abril", "maio", "junho"),
        *("julho", "agosto", "setembro", "outubro", "novembro", "dezembro"),
    ),
)
_RU = Words(
    title="Ваш чат с {brand}",
    chat_id="ChatID",
    began="Начало",
    ended="Окончание",
    zone="Время указано для {zone}.",
    visitor="Посетитель",
    bot="{name} (автоматически)",
    file="Файл: {name} ({size})",
    joined="{name} теперь в чате.",
    by_email="Чат продолжается по электронной почте.",
    closed="Чат завершён.",
    reopened="Чат продолжается.",
    summary="Итог:",
    left_out="Этот чат очень длинный. Его более ранняя часть здесь опущена.",
    subject="Ваш чат с {brand}: {chat_id}",
    asked_for="Вы получили это письмо, потому что в чате попросили отправить копию на этот адрес."
    " Если это были не вы, просто не обращайте на него внимания. Ответы на это письмо никто не читает.",
    date="{day} {month} {year} г.",
    months=(
        *("января", "февраля", "марта", "апреля", "мая", "июня"),
        *("июля", "августа", "сентября", "октября", "ноября", "декабря"),
    ),
)
LANGUAGES: Mapping[str, Words] = {"en": _EN, "de": _DE, "es": _ES, "pt": _PT_BR, "ru": _RU}


def words_of(lang: str) -> Words:
    """Returns the words of a language tag, such as `pt-BR`; of its region's language, or of English."""
    return LANGUAGES.get(lang.partition("-")[0].lower(), _EN)


def date_in(words: Words, day: date) -> str:
    """Returns a date as the language writes it: 21 November 2026."""
    return words.date.format(day=day.day, month=words.months[day.month - 1], year=day.year)


def size_in_words(size_bytes: int) -> str:
    """Returns a size to one place: 12 KB, 1.4 MB."""
    if size_bytes < 1_000_000:
        return f"{max(1, round(size_bytes / 1000))} KB"
    return f"{size_bytes / 1_000_000:.1f} MB"
