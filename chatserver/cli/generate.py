"""`chatserver generate`: writes the files of a checkout that are made from code."""

from collections.abc import Mapping
from pathlib import Path

import click

from chatserver.protocol_text import protocol_md, protocol_ts
from chatserver.settings import settings_md


def generated(root: Path) -> Mapping[Path, str]:
    """Returns every generated file of the checkout at `root`, with the text that it should have."""
    example = (root / "docs/examples/story.py").read_text(encoding="utf-8")
    return {
        root / "static/shared/protocol.ts": protocol_ts(),
        root / "docs/protocol.md": protocol_md(example),
        root / "docs/settings.md": settings_md(),
    }


@click.command(hidden=True)
def generate() -> None:
    """Write the generated files of this checkout."""
    for path, text in generated(Path.cwd()).items():
        path.write_text(text, encoding="utf-8")
        click.echo(f"wrote {path}")
