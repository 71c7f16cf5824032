import django.db.models.deletion
import hubung.kernel.clock
from django.db import migrations, models

from hubung.kernel.migrating import CreateModels


class Migration(migrations.Migration):

    replaces = [
        ('sign_on', '0001_passages'),
        ('sign_on', '0002_farewells'),
    ]

    initial = True

    dependencies = [
        ('allauth_idp_oidc', '0003_client_allow_uri_wildcards'),
        ('usersessions', '0001_initial'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Passage',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code_digest', models.CharField(help_text='SHA-256 of the authorization code, hexadecimal.', max_length=64, unique=True)),
                    ('made_at', models.DateTimeField(default=hubung.kernel.clock.now)),
                    ('client', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='passages', to='allauth_idp_oidc.client')),
                    ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='passages', to='usersessions.usersession')),
                    ('tokens', models.ManyToManyField(related_name='passages', to='allauth_idp_oidc.token')),
                ],
                options={
                    'ordering': ['-made_at'],
                },
            ),
            migrations.CreateModel(
                name='Farewell',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('sub', models.CharField(help_text='The person, as the application knows them.', max_length=200)),
                    ('sid', models.CharField(help_text='The session, as the application knows it.', max_length=64)),
                    ('made_at', models.DateTimeField(default=hubung.kernel.clock.now)),
                    ('attempts', models.PositiveSmallIntegerField(default=0)),
                    ('next_attempt_at', models.DateTimeField(default=hubung.kernel.clock.now)),
                    ('client', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='farewells', to='allauth_idp_oidc.client')),
                ],
                options={
                    'indexes': [models.Index(fields=['next_attempt_at'], name='farewell_waiting')],
                    'constraints': [models.UniqueConstraint(fields=('client', 'sid'), name='farewell_once')],
                },
            ),
        ]),
    ]
