import django.db.models.deletion
import hubung.kernel.chains
from django.conf import settings
from django.db import migrations, models

from hubung.kernel.appendonly import protect, unprotect
from hubung.kernel.migrating import CreateModels


def begin(apps, schema_editor):
    """The chain begins."""
    apps.get_model("audit", "Head").objects.create(pk=1)


class Migration(migrations.Migration):

    replaces = [
        ('audit', '0001_initial'),
        ('audit', '0002_append_only'),
        ('audit', '0003_erasable_words'),
    ]

    initial = True

    dependencies = [
        ('directory', '0001_first_release'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Head',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('entries', models.PositiveBigIntegerField(default=0)),
                    ('hash', models.CharField(blank=True, max_length=64)),
                ],
            ),
            migrations.CreateModel(
                name='Seal',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveIntegerField(help_text='1, 2, 3 …', unique=True)),
                    ('day', models.DateField(unique=True)),
                    ('payload', models.TextField()),
                    ('signature', models.CharField(help_text='Ed25519, base64.', max_length=88)),
                ],
                options={
                    'ordering': ['number'],
                },
            ),
            migrations.CreateModel(
                name='Entry',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('at', models.DateTimeField()),
                    ('action', models.CharField(help_text='One of `choices.Act`.', max_length=24)),
                    ('actor_name', models.CharField(blank=True, help_text='As it was then.', max_length=150)),
                    ('subject', models.CharField(blank=True, help_text='As `case:42`, `person:7`.', max_length=64)),
                    ('why', models.TextField(blank=True)),
                    ('address', models.CharField(blank=True, help_text='IP address, or account@machine of a command.', max_length=100)),
                    ('session', models.CharField(blank=True, help_text='A mark, not the key.', max_length=16)),
                    ('data', models.JSONField(default=dict, help_text='Facts of the step: no personal data.')),
                    ('salt', models.CharField(default=hubung.kernel.chains.new_salt, max_length=16)),
                    ('words_digest', models.CharField(help_text='Of address and reason.', max_length=64)),
                    ('mark', models.CharField(help_text="The program's own, under its secret key.", max_length=64)),
                    ('seq', models.PositiveBigIntegerField(help_text='1, 2, 3 …', null=True, unique=True)),
                    ('genuine', models.BooleanField(help_text='Whether the mark was right when chained.', null=True)),
                    ('previous_hash', models.CharField(max_length=64, null=True)),
                    ('hash', models.CharField(max_length=64, null=True)),
                    ('actor', models.ForeignKey(db_index=False, help_text='None: nobody was signed in.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['-at', '-id'],
                    'indexes': [models.Index(fields=['at', 'id'], name='audit_at'), models.Index(fields=['actor', 'at', 'id'], name='audit_actor'), models.Index(fields=['subject', 'at', 'id'], name='audit_subject'), models.Index(fields=['action', 'at', 'id'], name='audit_action'), models.Index(condition=models.Q(('seq__isnull', True)), fields=['id'], name='audit_unchained')],
                },
            ),
        ]),
        migrations.RunPython(
            protect(
                "audit_entry",
                once=("seq", "genuine", "previous_hash", "hash"),
                erasable=("why", "address", "salt"),
            ),
            unprotect("audit_entry"),
        ),
        migrations.RunPython(protect("audit_seal"), unprotect("audit_seal")),
        migrations.RunPython(begin, migrations.RunPython.noop),
    ]
