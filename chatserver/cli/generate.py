"""`chatserver generate`: writes the files of a checkout that are made from code."""

from collections.abc import Mapping
from pathlib import Path

import click

from chatserver.cli.secret_tables import secrets_ts
from chatserver.intent_files.codes import problem_pages
from chatserver.protocol_text import protocol_md, protocol_ts
from chatserver.settings import settings_md


def generated(root: Path) -> Mapping[Path, str]:
    """Returns every generated file of the checkout at `root`, with the text that it should have."""
    example = (root / "docs/examples/story.py").read_text(encoding="utf-8")
    return {
        root / "static/shared/protocol.ts": protocol_ts(),
        root / "docs/protocol.md": protocol_md(example),
        root / "docs/settings.md": settings_md(),
        root / "static/shared/secrets.ts": secrets_ts(),
        **{root / "docs/problems" / name: text for name, text in problem_pages().items()},
    }


def stale_pages(root: Path) -> list[Path]:
    """Returns the pages of problem codes that are no more."""
    return sorted(set((root / "docs/problems").glob("*")) - generated(root).keys())


@click.command(hidden=True)
def generate() -> None:
    """Write the generated files of this checkout."""
    files = generated(Path.cwd())
    for path, text in files.items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        click.echo(f"wrote {path}")
    for path in stale_pages(Path.cwd()):
        path.unlink()
        click.echo(f"removed {path}")
