import django.db.models.deletion
import hubung.kernel.clock
from django.conf import settings
from django.db import migrations, models

from hubung.kernel.migrating import CreateModels


class Migration(migrations.Migration):

    replaces = [
        ('phone', '0001_calls_and_cases'),
        ('phone', '0002_messages'),
    ]

    initial = True

    dependencies = [
        ('cases', '0001_first_release'),
        ('directory', '0001_first_release'),
        ('telephony', '0001_first_release'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='NoCase',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('why', models.CharField(choices=[('silent', 'Nobody spoke'), ('wrong_number', 'They meant another number'), ('prank', 'A joke, or abuse'), ('test', 'A test call'), ('answered', 'Called again and was served'), ('other', 'Another reason')], max_length=12)),
                    ('reason', models.CharField(blank=True, max_length=500)),
                    ('decided_at', models.DateTimeField(default=hubung.kernel.clock.now)),
                    ('call', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='no_case', to='telephony.call')),
                    ('decided_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
            ),
            migrations.CreateModel(
                name='CallCase',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('made_at', models.DateTimeField(default=hubung.kernel.clock.now)),
                    ('told', models.BooleanField(default=False, help_text="The case's timeline tells of the whole call.")),
                    ('call', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='case_links', to='telephony.call')),
                    ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='call_links', to='cases.case')),
                    ('made_by', models.ForeignKey(help_text='Empty: the program.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['pk'],
                    'constraints': [models.UniqueConstraint(fields=('call', 'case'), name='call_case_once')],
                },
            ),
            migrations.CreateModel(
                name='Unwritten',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('call', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='telephony.call')),
                    ('case', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='unwritten', to='cases.case')),
                ],
            ),
        ]),
    ]
