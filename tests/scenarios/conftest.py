"""The scenarios use the use cases' own desk."""

from tests.services.conftest import desk

__all__ = ["desk"]
