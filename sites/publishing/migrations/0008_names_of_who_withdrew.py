from django.conf import settings
from django.db import migrations


def write_names(apps, schema_editor):
    accounts = apps.get_model(*settings.AUTH_USER_MODEL.split("."))
    for row in apps.get_model("publishing", "Withdrawal").objects.filter(withdrawn_by=""):
        account = accounts.objects.filter(pk=row.withdrawn_by_id).first()
        if account is not None:
            row.withdrawn_by = account.username
            row.save(update_fields=["withdrawn_by"])


class Migration(migrations.Migration):

    dependencies = [
        ('publishing', '0007_withdrawals_outlive_accounts'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [migrations.RunPython(write_names, migrations.RunPython.noop)]
