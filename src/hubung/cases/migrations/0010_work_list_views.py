
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0003_search'),
        ('directory', '0002_titles_and_imports'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='case',
            name='seen_version',
            field=models.PositiveIntegerField(db_default=0, default=0, help_text='The version that its owner last had before them.'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('status', 'incomplete')), fields=['unit', 'next_due_at'], name='case_waiting'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('objections__gt', 0), ('status', 'reopened')), fields=['unit', 'next_due_at'], name='case_objection'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('status__in', ('new', 'verified', 'incomplete', 'in_progress', 'reopened'))), fields=['sector', 'next_due_at'], name='case_open_sector'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('status__in', ('new', 'verified', 'incomplete', 'in_progress', 'reopened'))), fields=['channel', 'next_due_at'], name='case_open_channel'),
        ),
    ]
