"""Writes an e-mail to the administrators when a process is late or a path keeps failing. A timer runs it."""

from typing import Any

from django.core.mail import mail_admins
from django.core.management.base import BaseCommand, CommandError

from cms.operations.health import failing, look

SHOWN = 20
"""So many paths are named in an e-mail."""


class Command(BaseCommand):
    help = "Write to the administrators (ADMINS) when a process is late or a path has failed for minutes."

    def handle(self, *args: Any, **options: Any) -> None:
        found, failed = look(), failing()
        if not found.late and not failed:
            self.stdout.write("Every process keeps up.")
            return
        said = [f"{name} is late" for name in found.late]
        said += [f"failing paths: {len(failed)}"] if failed else []
        lines = [f"{row.key}: {row.error} ({row.attempts} attempts)" for row in failed[:SHOWN]]
        told = "\n".join([str(found._asdict()), "", *lines, "", "systemctl status 'cua-ngo-*'", ""])
        mail_admins(f"Cửa Ngõ: {', '.join(said)}", told)
        raise CommandError(f"{', '.join(said)}.")
