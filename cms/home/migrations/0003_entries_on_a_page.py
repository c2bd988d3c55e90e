"""A section that was told to show no entry on a page shows as many as a new one."""

from django.db import migrations


def give_entries(apps, schema_editor):
    SectionPage = apps.get_model("home", "SectionPage")
    SectionPage.objects.filter(page_size=0).update(page_size=12)


class Migration(migrations.Migration):
    dependencies = [("home", "0002_initial")]

    operations = [migrations.RunPython(give_entries, migrations.RunPython.noop)]
