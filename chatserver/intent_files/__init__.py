"""Loads and checks `intents/`: what is wrong is told with file, line, column, the fault and the cure."""

from chatserver.intent_files.load import Loaded, load_intents
from chatserver.yaml_places import Problem, Severity

__all__ = ["Loaded", "Problem", "Severity", "load_intents"]
