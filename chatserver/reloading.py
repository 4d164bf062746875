"""Hot reload of the intent files: a changed set is checked and tried beside the one in force, then takes its place.

Whatever is wrong keeps the last good set whole, and is told in the log, in /readyz and in the console.
"""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from watchfiles import awatch

from chatserver.core.triage.intents import IntentSet
from chatserver.intent_files import load_intents
from chatserver.intent_files.cases import read_cases
from chatserver.services.ports import Context
from chatserver.services.rehearsal import failed_dialogues, failed_lines
from chatserver.services.workshop import Workshop, build_workshop
from chatserver.storage.thresholds import keep_thresholds, read_thresholds
from chatserver.yaml_places import Problems

log = logging.getLogger(__name__)

# How often the folder is looked at, beside being told of changes.
_LOOK_AGAIN_MS = 2_000
# So many of the failing tests are told; `chatserver intents test` has them all.
_TOLD = 10


@dataclass(frozen=True, slots=True)
class Source:
    """Where the files are, what fills their variables, and where thresholds are kept between starts."""

    folder: Path
    variables: Mapping[str, str]
    data: str


def make_workshop(data: str, intents: IntentSet) -> Workshop:
    """Builds the matchers; what is known of the same lines from before is read from the data folder, and kept there."""
    known = read_thresholds(Path(data))
    before = dict(known)
    workshop = build_workshop(intents, known)
    if known != before:
        keep_thresholds(Path(data), known)
    return workshop


async def watch_intents(source: Source, ctx: Context, notices: list[str]) -> None:
    """Notices changed files until cancelled, also when the folder is moved away and another put in its place."""
    while True:
        watched = _identity(source.folder)
        try:
            async for changes in awatch(
                source.folder, debounce=200, step=50, rust_timeout=_LOOK_AGAIN_MS, yield_on_timeout=True
            ):
                if changes:
                    await _reload(source, ctx, notices)
                if _identity(source.folder) != watched:
                    break
        except (OSError, RuntimeError) as error:
            if not notices:
                log.error("the folder of the intent files cannot be watched: %s", error)
                notices[:] = [f"The folder {source.folder} cannot be watched; changes are not noticed at once."]
            await asyncio.sleep(_LOOK_AGAIN_MS / 1000)
        if _identity(source.folder) != watched:
            await _reload(source, ctx, notices)


def _identity(folder: Path) -> tuple[int, int] | None:
    try:
        state = folder.stat()
    except OSError:
        return None
    return state.st_dev, state.st_ino


@dataclass(frozen=True, slots=True)
class _Tried:
    """A changed set, or why it is not used; both are None when nothing has changed."""

    workshop: Workshop | None = None
    complaints: tuple[str, ...] | None = None


async def _reload(source: Source, ctx: Context, notices: list[str]) -> None:
    try:
        tried = await asyncio.to_thread(_try, source, ctx)
    except Exception as error:
        # Whatever is wrong with the files, or with their check, visitors must not notice.
        log.exception("the intent files were not reloaded")
        notices[:] = [f"The intent files were not reloaded: {type(error).__name__}. The log has more."]
        return
    if tried.complaints is not None:
        notices[:] = tried.complaints
        log.error("the intent files were not reloaded:\n%s", "\n".join(notices))
        return
    notices.clear()
    if tried.workshop is not None:
        ctx.workshop = tried.workshop.after(ctx.workshop)
        log.info("the intent files were reloaded, version %s", ctx.workshop.intents.version)


def _try(source: Source, ctx: Context) -> _Tried:
    loaded = load_intents(source.folder, source.variables)
    if loaded.intents is None:
        return _Tried(complaints=tuple(str(problem) for problem in loaded.problems))
    if loaded.intents.version == ctx.workshop.intents.version:
        return _Tried()
    workshop = make_workshop(source.data, loaded.intents)
    failures = _failing_tests(source, workshop, ctx)
    return _Tried(complaints=failures) if failures else _Tried(workshop)


def _failing_tests(source: Source, workshop: Workshop, ctx: Context) -> tuple[str, ...]:
    """What the authors' own tests say against a set; a set without tests has nothing against it."""
    problems = Problems()
    cases = read_cases(source.folder, workshop.intents, problems)
    lines, dialogues = dict(cases.lines), dict(cases.dialogues)
    told = [str(problem) for problem in problems.found]
    for failure in failed_lines(workshop, lines):
        place = lines[failure.case]
        told.append(f"{place.file}:{place.line}: error: “{failure.case.text}” is not understood as its test wants.")
    for broken in failed_dialogues(workshop, dialogues, ctx.clock.now(), source.variables):
        place = dialogues[broken.case]
        told.append(f"{place.file}:{place.line}: error: Dialogue '{broken.case.name}' goes otherwise.")
    if len(told) > _TOLD:
        told[_TOLD:] = [f"And {len(told) - _TOLD} more: chatserver intents test shows them all."]
    return tuple(told)
