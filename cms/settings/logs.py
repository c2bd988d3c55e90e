"""One line of the log: when, how bad, who says it, the sentence, and the facts that stand beside it."""

import json
import logging

OURS = frozenset({"cms", "sites", "media_assets", "translations", "search"})
"""Whose facts are written: those of libraries may be requests, queries and names of people."""
_OF_EVERY_RECORD = frozenset({*vars(logging.makeLogRecord({})), "message", "asctime", "taskName"})


class LineFormatter(logging.Formatter):
    """Writes what our own code gives as `extra` behind the sentence, as `name=value`."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the name that logging calls
        line = super().formatMessage(record)
        if record.name.partition(".")[0] not in OURS:
            return line
        facts = {name: value for name, value in vars(record).items() if name not in _OF_EVERY_RECORD}
        return " ".join([line, *(f"{name}={_written(value)}" for name, value in facts.items())])


def _written(value: object) -> str:
    """A value in one line, whatever is in it."""
    return json.dumps(value, ensure_ascii=False, default=str)
