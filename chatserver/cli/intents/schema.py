"""`chatserver intents schema`: JSON Schemas for editors."""

import json

import click

from chatserver.intent_files.schema import SCHEMAS


@click.command()
@click.argument("kind", type=click.Choice(list(SCHEMAS)))
def schema(kind: str) -> None:
    """Print the JSON Schema of one KIND of file, for editors that complete and check YAML.

    structure is bot.yml, language is every file in the folder of a language, tests is what stands below tests/.
    """
    click.echo(json.dumps(SCHEMAS[kind](), ensure_ascii=False, indent=2))
