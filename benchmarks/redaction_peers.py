"""Run in a throw-away environment: what a public tool takes out of texts (a JSON list in, texts and seconds out)."""

import importlib
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from typing import Any

MASK = "#"


def detect_secrets() -> Callable[[str], str]:
    """detect-secrets with all its plugins."""
    scan: Any = importlib.import_module("detect_secrets.core.scan")
    settings: Any = importlib.import_module("detect_secrets.settings")
    util: Any = importlib.import_module("detect_secrets.core.plugins.util")
    plugins = [kind.__name__ for kind in util.get_mapping_from_secret_type_to_class().values()]
    settings.get_settings().configure_plugins([{"name": name} for name in plugins])

    def clean(text: str) -> str:
        # A file each: only then do its entropy limits and its filters hold.
        with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
            file.write(text)
            file.flush()
            for found in scan.scan_file(file.name):
                if found.secret_value:
                    text = text.replace(found.secret_value, MASK)
        return text

    return clean


def presidio() -> Callable[[str], str]:
    """Presidio's recognisers that need no language model."""
    found: Any = importlib.import_module("presidio_analyzer.predefined_recognizers")
    names = ("CreditCardRecognizer", "CryptoRecognizer", "IbanRecognizer", "UsBankRecognizer", "UsPassportRecognizer")
    recognisers = [getattr(found, name)() for name in names]

    def clean(text: str) -> str:
        spans: Iterable[Any] = (
            span for one in recognisers for span in one.analyze(text, one.supported_entities, None) if span.score >= 0.4
        )
        for span in sorted(spans, key=lambda span: -span.start):
            text = text[: span.start] + MASK + text[span.end :]
        return text

    return clean


def main() -> None:
    clean = {"detect-secrets": detect_secrets, "presidio": presidio}[sys.argv[1]]()
    texts: list[str] = json.load(sys.stdin)
    began = time.process_time()
    cleaned = [clean(text) for text in texts]
    json.dump({"texts": cleaned, "seconds": time.process_time() - began}, sys.stdout)


if __name__ == "__main__":
    main()
