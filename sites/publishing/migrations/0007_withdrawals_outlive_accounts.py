import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('publishing', '0006_record_of_approval'),
    ]

    operations = [
        migrations.RenameField(model_name='withdrawal', old_name='withdrawn_by', new_name='account'),
        migrations.AlterField(
            model_name='withdrawal',
            name='account',
            field=models.BigIntegerField(null=True),
        ),
        migrations.RenameField(model_name='withdrawal', old_name='account', new_name='withdrawn_by_id'),
        migrations.AddField(
            model_name='withdrawal',
            name='withdrawn_by',
            field=models.CharField(default='', max_length=255),
        ),
        migrations.AlterField(
            model_name='withdrawal',
            name='withdrawn_at',
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
        migrations.AddField(
            model_name='withdrawal',
            name='digest',
            field=models.CharField(default='', editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name='withdrawal',
            name='previous',
            field=models.CharField(default='', editable=False, max_length=64),
        ),
    ]
