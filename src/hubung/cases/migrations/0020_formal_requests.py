"""Formal information requests: their kind, steps and limits (UU 14/2008, DOMAIN.md §3)."""

from datetime import date

from django.db import migrations, models

KIND = "public_information"
LIMITS = [
    ("resolution", 10, "UU 14/2008 ps. 22(7)"),
    ("extension", 7, "UU 14/2008 ps. 22(8)"),
    ("object_by", 30, "UU 14/2008 ps. 36(1)"),
    ("review", 30, "UU 14/2008 ps. 36(2)"),
    ("dispute_by", 14, "UU 14/2008 ps. 37(2)"),
]


def seed(apps, schema_editor):
    limit = apps.get_model("cases", "TimeLimit")
    for clock, days, source in LIMITS:
        limit.objects.create(
            clock=clock,
            kind=KIND,
            days=days,
            source=source,
            valid_from=date(2000, 1, 1),
        )


def unseed(apps, schema_editor):
    apps.get_model("cases", "TimeLimit").objects.filter(kind=KIND).delete()


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0019_recognition'),
    ]

    operations = [
        migrations.AlterField(
            model_name='cannedanswer',
            name='kind',
            field=models.CharField(blank=True, choices=[('information_request', 'Information request'), ('suggestion', 'Suggestion'), ('complaint', 'Complaint'), ('misconduct', 'Complaint of misconduct'), ('praise', 'Praise'), ('personal_data', 'Personal data request'), ('public_information', 'Formal information request')], max_length=20),
        ),
        migrations.AlterField(
            model_name='case',
            name='kind',
            field=models.CharField(choices=[('information_request', 'Information request'), ('suggestion', 'Suggestion'), ('complaint', 'Complaint'), ('misconduct', 'Complaint of misconduct'), ('praise', 'Praise'), ('personal_data', 'Personal data request'), ('public_information', 'Formal information request')], default='complaint', max_length=20),
        ),
        migrations.AlterField(
            model_name='clock',
            name='name',
            field=models.CharField(choices=[('tier1', 'Settle at tier 1'), ('verify', 'Verify and forward'), ('follow_up', 'First follow-up'), ('resolution', 'Final answer'), ('completion', 'Reporter completes the report'), ('auto_close', 'Closes without an objection'), ('extension', 'One extension of the reply'), ('object_by', 'The asker may object'), ('review', 'Decision on the objection'), ('dispute_by', 'The asker may go to the Information Commission')], max_length=12),
        ),
        migrations.AlterField(
            model_name='entry',
            name='kind',
            field=models.CharField(choices=[('received', 'Report received'), ('message_in', 'Message from the reporter'), ('verified', 'Report verified'), ('taken', 'Taken'), ('assigned', 'Assigned'), ('moved', 'Handed over'), ('asked', 'Reporter asked for more'), ('note', 'Internal note'), ('update', 'News for the reporter'), ('answered', 'Answered'), ('closed', 'Closed'), ('reopened', 'Reopened'), ('objected', 'Reporter objects'), ('rejected', 'Rejected'), ('outside', 'Passed to another authority'), ('changed', 'Facts corrected'), ('reminded', 'Reminder'), ('overdue', 'Time limit passed'), ('linked', 'Linked with another case'), ('merged', 'Merged into another case'), ('absorbed', 'Another case merged into this one'), ('unmerged', 'Merge undone'), ('split', 'Split'), ('called', 'Telephone call'), ('rated', 'Service rated'), ('notice', 'Notice to the reporter'), ('handler', 'Named handlers changed'), ('recounted', 'Due date counted anew'), ('unflag_asked', 'Proposed: no misconduct'), ('unflagged', 'No longer a report of misconduct'), ('flag_kept', 'Stays a report of misconduct'), ('identified', 'Identity confirmed'), ('restricted', 'Use of the data restricted'), ('unrestricted', 'Restriction lifted'), ('erased', 'Personal data erased'), ('extended', 'Time limit extended'), ('disputed', 'Before the Information Commission')], max_length=12),
        ),
        migrations.AlterField(
            model_name='timelimit',
            name='clock',
            field=models.CharField(choices=[('tier1', 'Settle at tier 1'), ('verify', 'Verify and forward'), ('follow_up', 'First follow-up'), ('resolution', 'Final answer'), ('completion', 'Reporter completes the report'), ('auto_close', 'Closes without an objection'), ('extension', 'One extension of the reply'), ('object_by', 'The asker may object'), ('review', 'Decision on the objection'), ('dispute_by', 'The asker may go to the Information Commission')], max_length=12),
        ),
        migrations.AlterField(
            model_name='timelimit',
            name='kind',
            field=models.CharField(blank=True, choices=[('information_request', 'Information request'), ('suggestion', 'Suggestion'), ('complaint', 'Complaint'), ('misconduct', 'Complaint of misconduct'), ('praise', 'Praise'), ('personal_data', 'Personal data request'), ('public_information', 'Formal information request')], help_text='Empty: any kind.', max_length=20),
        ),
        migrations.AlterField(
            model_name='unflagging',
            name='kind',
            field=models.CharField(choices=[('information_request', 'Information request'), ('suggestion', 'Suggestion'), ('complaint', 'Complaint'), ('misconduct', 'Complaint of misconduct'), ('praise', 'Praise'), ('personal_data', 'Personal data request'), ('public_information', 'Formal information request')], max_length=20),
        ),
        migrations.RunPython(seed, unseed),
    ]
