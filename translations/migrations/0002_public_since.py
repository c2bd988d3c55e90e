from django.db import migrations, models
from django.db.models import F


def take_the_approval(apps, schema_editor):
    apps.get_model("translations", "ApprovedText").objects.update(public_since=F("approved_at"))


class Migration(migrations.Migration):
    dependencies = [("translations", "0001_initial")]

    operations = [
        migrations.AddField("approvedtext", "public_since", models.DateTimeField(null=True)),
        migrations.RunPython(take_the_approval, migrations.RunPython.noop),
        migrations.AlterField("approvedtext", "public_since", models.DateTimeField()),
    ]
