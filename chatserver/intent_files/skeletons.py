"""What `chatserver intents new` writes: an intent to be filled in, and a folder that works at once."""

from collections.abc import Mapping

SKELETON = """  {name}:
    # Two to five words. They stand on a button when the bot asks back.
    title: |
    # How people say it, one line for each way: ten that differ are better than thirty alike.
    say: |
    # Optional: `not: |` with lines that look like it and are not, `keywords: |` with words that mean it alone.
    # What the bot says.
    answer: |
"""

STRUCTURE = """# What all languages share. The words stand in a folder for each language.
# How to write these files: docs/writing-intents.md. Check them: chatserver intents check --intents {folder}
format: 1
default: {default}
languages: [{languages}]

# Questions that the bot asks before people take over, and the intents that ask them:
#
# forms:
#   contact:
#     name: {{type: name}}
#     account: {{type: account}}
#
# intents:
#   refund: {{form: contact}}
#   complaint: {{then: handoff}}
"""

FAQ = """format: 1

# Replace this by your own. A running server takes the change when you save.
intents:
  parking:
    title: {title}
    say: |
{say}
    answer: |
      {answer}
"""

# One worked example in each language: title, lines, answer.
EXAMPLES: Mapping[str, tuple[str, tuple[str, ...], str]] = {
    "en": (
        "Parking",
        (
            "where can I park",
            "is there a car park near you",
            "can I leave my car at your place",
            "do you have parking for visitors",
            "I am coming by car",
            "what does parking cost",
        ),
        "There is a free car park behind the building.",
    ),
    "de": (
        "Parken",
        (
            "wo kann ich parken",
            "gibt es bei euch einen Parkplatz",
            "kann ich mein Auto bei Ihnen abstellen",
            "haben Sie Stellplätze für Besucher",
            "ich komme mit dem Auto",
            "was kostet das Parken",
        ),
        "Hinter dem Gebäude ist ein kostenloser Parkplatz.",
    ),
    "es": (
        "Aparcamiento",
        (
            "dónde puedo aparcar",
            "hay un aparcamiento cerca",
            "puedo dejar el coche en su oficina",
            "tienen plazas para visitantes",
            "voy a ir en coche",
            "cuánto cuesta el estacionamiento",
        ),
        "Detrás del edificio hay un aparcamiento gratuito.",
    ),
    "pt-BR": (
        "Estacionamento",
        (
            "onde posso estacionar",
            "tem estacionamento perto de vocês",
            "posso deixar meu carro aí",
            "vocês têm vagas para visitantes",
            "vou de carro",
            "quanto custa a vaga",
        ),
        "Atrás do prédio há um estacionamento gratuito.",
    ),
    "ru": (
        "Парковка",
        (
            "где можно припарковаться",
            "есть ли у вас стоянка",
            "можно оставить машину у вас",
            "есть места для посетителей",
            "я приеду на машине",
            "сколько стоит парковка",
        ),
        "За зданием есть бесплатная парковка.",
    ),
}


def skeleton(name: str) -> str:
    """Returns an intent to be filled in; until it is, the files are not used."""
    return SKELETON.replace("{name}", name)


def structure(folder: str, languages: tuple[str, ...]) -> str:
    """Returns a `bot.yml`; the first language is the default."""
    return STRUCTURE.format(folder=folder, default=languages[0], languages=", ".join(languages))


def faq(tag: str) -> str:
    """Returns a file with one intent that works."""
    title, say, answer = EXAMPLES[tag]
    return FAQ.format(title=title, say="\n".join(f"      {line}" for line in say), answer=answer)
