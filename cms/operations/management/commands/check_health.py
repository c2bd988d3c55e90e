"""Writes an e-mail to the administrators when a process is late. A timer runs it."""

from typing import Any

from django.core.mail import mail_admins
from django.core.management.base import BaseCommand, CommandError

from cms.operations.health import look


class Command(BaseCommand):
    help = "Write to the administrators (ADMINS) when a process is late."

    def handle(self, *args: Any, **options: Any) -> None:
        found = look()
        if not found.late:
            self.stdout.write("Every process keeps up.")
            return
        names = ", ".join(found.late)
        mail_admins(f"Cửa Ngõ: {names} is late", f"{found._asdict()}\n\nsystemctl status 'cua-ngo-*'\n")
        raise CommandError(f"Late: {names}.")
