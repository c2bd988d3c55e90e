"""Django's own command, which an upgrade starts while triggers are missing or old: it is what writes them."""

from typing import Any

from django.core.management.commands import migrate


class Command(migrate.Command):
    def get_check_kwargs(self, options: dict[str, Any]) -> dict[str, Any]:
        """Check everything but what stands in the database, which is not migrated yet."""
        return {**super().get_check_kwargs(options), "databases": None}
