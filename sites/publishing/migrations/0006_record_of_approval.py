import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('publishing', '0005_several_publishers_and_glue'),
    ]

    operations = [
        migrations.CreateModel(
            name='Approval',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('previous', models.CharField(default='', editable=False, max_length=64)),
                ('digest', models.CharField(default='', editable=False, max_length=64)),
                ('act', models.CharField(choices=[('by hand', 'approved and published'), ('scheduled', 'approved for later'), ('by clock', 'published by the clock'), ('copied', 'published as a copy')], max_length=10)),
                ('kind', models.CharField(max_length=60)),
                ('object_id', models.BigIntegerField()),
                ('key', models.UUIDField(null=True)),
                ('languages', models.CharField(max_length=250)),
                ('title', models.CharField(max_length=255)),
                ('revision_id', models.BigIntegerField(db_index=True)),
                ('revision_digest', models.CharField(max_length=64)),
                ('goes_live_at', models.DateTimeField(null=True)),
                ('approved_by_id', models.BigIntegerField(null=True)),
                ('approved_by', models.CharField(max_length=255)),
                ('written_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
            ],
            options={
                'indexes': [models.Index(fields=['kind', 'object_id'], name='publishing__kind_a07679_idx'), models.Index(fields=['key'], name='publishing__key_0f1f83_idx')],
            },
        ),
        migrations.CreateModel(
            name='PathHash',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.TextField(db_index=True)),
                ('page_id', models.BigIntegerField()),
                ('approval_id', models.BigIntegerField(null=True)),
                ('sha256', models.CharField(max_length=64)),
                ('written_at', models.DateTimeField(db_index=True)),
            ],
            options={
                'indexes': [models.Index(fields=['page_id'], name='publishing__page_id_0aeb1c_idx')],
            },
        ),
    ]
