from tests.settings.test_production import run

STARTED = """
import django
django.setup()
from django.core import signing
from django.test import Client
signing.dumps("a session")
print(Client().get("/admin/", headers={"host": "cao-bang.localhost"}).status_code)
"""


def test_development_starts_with_no_environment_at_all():
    process = run("-c", STARTED, settings="cms.settings.development")
    assert process.stdout.strip() == "302", process.stderr
