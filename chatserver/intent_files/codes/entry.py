"""One problem code: what it means, why it matters, how it comes about and how to mend it."""

from dataclasses import dataclass
from textwrap import dedent


@dataclass(frozen=True, slots=True)
class Entry:
    """`example` is what stands wrong in `file`, whose line `format: 1` is left out; both are empty when it is no text.

    A test writes every example to its file and looks whether the code comes.
    """

    title: str
    why: str
    cure: str
    file: str = ""
    example: str = ""

    def page(self, code: str) -> str:
        """Returns the page as Markdown."""
        parts = [f"# `{code}`: {self.title}", self.why]
        if self.example:
            parts += [f"An example, in `{self.file}`:", f"```yaml\n{self.wrong()}```"]
        parts += [f"**The cure:** {self.cure}"]
        return "\n\n".join(parts) + "\n"

    def wrong(self) -> str:
        """Returns the example as it stands in the file."""
        return dedent(self.example).lstrip("\n")
