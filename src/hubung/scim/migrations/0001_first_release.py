import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from hubung.kernel.migrating import CreateModels


class Migration(migrations.Migration):

    replaces = [('scim', '0001_marks')]

    initial = True

    dependencies = [
        ('directory', '0001_first_release'),
        ('mail', '0001_first_release'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='GroupMark',
                fields=[
                    ('group', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='scim_mark', serialize=False, to='mail.group')),
                    ('external_id', models.CharField(blank=True, db_index=True, max_length=255)),
                ],
            ),
            migrations.CreateModel(
                name='UserMark',
                fields=[
                    ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='scim_mark', serialize=False, to=settings.AUTH_USER_MODEL)),
                    ('external_id', models.CharField(blank=True, db_index=True, max_length=255)),
                    ('bare_name', models.BooleanField(default=False, help_text='Its program writes the user name without the main domain.')),
                    ('removed_at', models.DateTimeField(blank=True, help_text='Since when it is hidden, as long as it is not active.', null=True)),
                ],
            ),
        ]),
    ]
