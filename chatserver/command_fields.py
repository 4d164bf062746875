"""What the fields of commands may hold, however a stranger fills them: lengths, patterns, ranges. See `protocol`."""

from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from chatserver.core.attachments import MAX_FILES_PER_MESSAGE

# Large enough for any client's UUID; printable, so that it can stand in a log.
ClientId = Annotated[str, Meta(pattern=r"^[!-~]{1,64}\Z")]
ChatIdText = Annotated[str, Meta(min_length=1, max_length=40)]
Token = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{43,128}\Z")]
# As `core.identity` makes it; what is longer is refused there, in words.
Signed = Annotated[str, Meta(max_length=4000)]
Seq = Annotated[int, Meta(ge=0, le=2**53)]
Instant = Annotated[datetime, Meta(tz=True)]
Rating = Annotated[int, Meta(ge=1, le=5)]
# An IANA time zone, such as Europe/Berlin.
ZoneName = Annotated[str, Meta(max_length=64)]
ShortText = Annotated[str, Meta(max_length=4000)]
# Such as those of the bot's forms.
DetailName = Annotated[str, Meta(pattern=r"^[A-Za-z][A-Za-z0-9_-]{0,39}\Z")]
# What `POST /api/files` has answered.
FileId = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{1,64}\Z")]
FileIds = Annotated[list[FileId], Meta(max_length=MAX_FILES_PER_MESSAGE)]


# Beyond these years a moment may be none in another time zone, and nobody has chatted there.
_YEARS = range(1900, 2500)


class Command(msgspec.Struct, forbid_unknown_fields=True):
    """A command carries exactly the declared fields; anything else is refused as `bad_request`."""

    def __post_init__(self) -> None:
        for name in self.__struct_fields__:
            value = getattr(self, name)
            if isinstance(value, datetime) and value.year not in _YEARS:
                raise ValueError(f"`{name}` is not in the years {_YEARS.start} to {_YEARS.stop - 1}")


class PageFields(Command):
    url: ShortText = ""
    title: ShortText = ""
