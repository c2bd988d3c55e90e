from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("publishing", "0010_published_files")]

    operations = [
        migrations.RenameField("dirty", "claimed_by", "taken_by"),
        migrations.AlterField("dirty", "kind", models.CharField(max_length=1)),
        migrations.AlterField("dirty", "lane", models.PositiveSmallIntegerField(default=1)),
    ]
