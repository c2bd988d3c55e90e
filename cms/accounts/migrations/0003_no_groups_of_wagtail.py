"""Wagtail's own groups may publish on every portal: rights come from teams. A group with members stays."""

from django.db import migrations


def delete_unused(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    Group.objects.filter(name__in=["Editors", "Moderators"], user__isnull=True).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_team"),
        # What gives Wagtail's groups their rights comes first.
        ("wagtailcore", "0098_apitoken"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtailimages", "0027_image_description"),
        ("wagtaildocs", "0014_alter_document_file_size"),
    ]

    operations = [migrations.RunPython(delete_unused, migrations.RunPython.noop)]
