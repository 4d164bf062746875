"""Letters: what is said in each kind of mail, and how a letter becomes a message on the wire.

Nothing that a person typed stands in a header but the address, which has been checked; the library refuses line ends.
"""

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from chatserver.core.mail import Sender
from chatserver.core.markup import element, html_page
from chatserver.core.transcript import Transcript, as_html, as_text
from chatserver.core.transcript_words import words_of
from chatserver.services.outgoing import Alarm, Letter

# What is longer is encoded at once and not first looked through for the shorter way.
_LONG_BYTES = 20_000
_ALARM_STYLE = "body{font:16px/1.5 system-ui,sans-serif}"


def transcript_letter(letter_id: str, to: str, made: Transcript) -> Letter:
    """Returns the mail with a copy of a chat, in the visitor's language."""
    words = words_of(made.lang)
    return Letter(
        letter_id=letter_id,
        to=to,
        subject=words.subject.format(brand=made.brand, chat_id=made.chat_id),
        text=as_text(made, footer=words.asked_for),
        html=as_html(made, footer=words.asked_for),
        lang=made.lang,
    )


def alarm_letter(letter_id: str, to: str, alarm: Alarm, console: str) -> Letter:
    """Returns the mail that calls somebody, in the console's own language; nothing of what the visitor wrote."""
    minutes = int((alarm.raised_at - alarm.waiting_since).total_seconds() // 60)
    subject = f"A visitor has waited for {minutes} minutes: {alarm.chat_id}"
    facts = [
        f"Chat {alarm.chat_id} has waited for a person since {alarm.waiting_since:%Y-%m-%d %H:%M} UTC.",
        f"Language: {alarm.lang}",
        *([f"Topic: {alarm.topic}"] if alarm.topic else []),
        *([f"Console: {console}"] if console.startswith("http") else []),
    ]
    html = html_page("en", subject, _ALARM_STYLE, *(element("p", fact) for fact in facts))
    return Letter(letter_id, to, subject, "\n".join(facts) + "\n", html)


def message_of(letter: Letter, sender: Sender, now: datetime) -> EmailMessage:
    """Returns the message: text with the same as HTML beside it. Raises `ValueError` for what a header cannot hold."""
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(sender.name, addr_spec=sender.address)
    message["To"] = Address(addr_spec=letter.to)
    message["Subject"] = " ".join(letter.subject.split())
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{letter.letter_id}@{sender.host}>"
    # Nobody's holiday notice answers a machine (RFC 3834; the second is Microsoft's word for it).
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(letter.text, cte=_encoding(letter.text))
    message.add_alternative(letter.html, subtype="html", cte=_encoding(letter.html))
    # Last: what is set before goes with the first of the two bodies.
    message["Content-Language"] = letter.lang
    return message


def _encoding(text: str) -> str:
    return "base64" if len(text) > _LONG_BYTES else "quoted-printable"
