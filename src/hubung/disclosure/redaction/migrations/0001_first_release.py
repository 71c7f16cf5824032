import django.db.models.deletion
import hubung.kernel.clock
from django.conf import settings
from django.db import migrations, models

from hubung.kernel.migrating import CreateModels


class Migration(migrations.Migration):

    replaces = [('redaction', '0001_initial')]

    initial = True

    dependencies = [
        ('directory', '0001_first_release'),
        ('information_requests', '0001_first_release'),
        ('kernel', '0001_first_release'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Document',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=200)),
                    ('media_type', models.CharField(max_length=100)),
                    ('sha256', models.CharField(db_index=True, help_text='Names the sealed bytes.', max_length=64)),
                    ('size', models.PositiveBigIntegerField(help_text='Bytes, before they were sealed.')),
                    ('pages', models.JSONField(help_text='[[width, height], …] in points.')),
                    ('added_at', models.DateTimeField(default=hubung.kernel.clock.now)),
                    ('state', models.CharField(choices=[('open', 'Being marked'), ('waiting', 'Being made'), ('made', 'File made'), ('failed', 'Could not be made')], default='open', max_length=8)),
                    ('made_at', models.DateTimeField(null=True)),
                    ('made_name', models.CharField(blank=True, max_length=200)),
                    ('made_sha256', models.CharField(blank=True, db_index=True, max_length=64)),
                    ('made_size', models.PositiveBigIntegerField(default=0)),
                    ('without_text', models.JSONField(default=list, help_text='Pages, counted from 0.')),
                    ('elsewhere', models.JSONField(default=list, help_text='Pages where a word stands still that was marked on another.')),
                    ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='documents', to='information_requests.request')),
                ],
                options={
                    'ordering': ['pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'made'), _negated=True), models.Q(('made_sha256', ''), _negated=True), _connector='OR'), name='made_has_a_file')],
                },
            ),
            migrations.CreateModel(
                name='Mark',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('page', models.PositiveSmallIntegerField(help_text='Counted from 0.')),
                    ('x', models.FloatField()),
                    ('y', models.FloatField()),
                    ('width', models.FloatField()),
                    ('height', models.FloatField()),
                    ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='marks', to='redaction.document')),
                ],
                options={
                    'ordering': ['page', 'y', 'x', 'pk'],
                },
            ),
            migrations.CreateModel(
                name='DocumentKey',
                fields=[
                    ('sealed', models.BinaryField(help_text='nonce ‖ ciphertext ‖ tag, AES-256-GCM.')),
                    ('document', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='key_row', serialize=False, to='redaction.document')),
                    ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.datakey')),
                ],
                options={
                    'abstract': False,
                },
            ),
        ]),
    ]
