"""Personal-data requests with a limit in hours; words that the law wants gone can be emptied."""

from datetime import date

from django.db import migrations, models

from hubung.kernel.appendonly import protect

KINDS = [
    ("information_request", "Information request"),
    ("suggestion", "Suggestion"),
    ("complaint", "Complaint"),
    ("misconduct", "Complaint of misconduct"),
    ("praise", "Praise"),
    ("personal_data", "Personal data request"),
]
STEPS = [
    ("received", "Report received"),
    ("message_in", "Message from the reporter"),
    ("verified", "Report verified"),
    ("taken", "Taken"),
    ("assigned", "Assigned"),
    ("moved", "Handed over"),
    ("asked", "Reporter asked for more"),
    ("note", "Internal note"),
    ("update", "News for the reporter"),
    ("answered", "Answered"),
    ("closed", "Closed"),
    ("reopened", "Reopened"),
    ("objected", "Reporter objects"),
    ("rejected", "Rejected"),
    ("outside", "Passed to another authority"),
    ("changed", "Facts corrected"),
    ("reminded", "Reminder"),
    ("overdue", "Time limit passed"),
    ("linked", "Linked with another case"),
    ("merged", "Merged into another case"),
    ("absorbed", "Another case merged into this one"),
    ("unmerged", "Merge undone"),
    ("split", "Split"),
    ("rated", "Service rated"),
    ("notice", "Notice to the reporter"),
    ("handler", "Named handlers changed"),
    ("recounted", "Due date counted anew"),
    ("unflag_asked", "Proposed: no misconduct"),
    ("unflagged", "No longer a report of misconduct"),
    ("flag_kept", "Stays a report of misconduct"),
    ("identified", "Identity confirmed"),
    ("restricted", "Use of the data restricted"),
    ("unrestricted", "Restriction lifted"),
    ("erased", "Personal data erased"),
]
HOURS = "Each day is 24 hours from the moment of receipt (“3 × 24 jam”)."


def seed(apps, schema_editor):
    apps.get_model("cases", "TimeLimit").objects.create(
        clock="resolution",
        kind="personal_data",
        days=3,
        working_days=False,
        hours=True,
        source="UU 27/2022",
        valid_from=date(2000, 1, 1),
    )


def unseed(apps, schema_editor):
    apps.get_model("cases", "TimeLimit").objects.filter(kind="personal_data").delete()


def in_hours(model):
    field = models.BooleanField(default=False, db_default=False, help_text=HOURS)
    return migrations.AddField(model, "hours", field)


class Migration(migrations.Migration):
    dependencies = [("cases", "0013_misconduct")]

    operations = [
        in_hours("timelimit"),
        in_hours("clock"),
        migrations.AddField(
            "case",
            "restricted",
            models.BooleanField(
                default=False,
                db_default=False,
                help_text="The person it is about has had its use restricted (UU 27/2022).",
            ),
        ),
        migrations.AlterField(
            "case",
            "kind",
            models.CharField(choices=KINDS, default="complaint", max_length=20),
        ),
        migrations.AlterField("entry", "kind", models.CharField(choices=STEPS, max_length=12)),
        migrations.AlterField(
            "timelimit",
            "kind",
            models.CharField(
                blank=True, choices=KINDS, help_text="Empty: any kind.", max_length=20
            ),
        ),
        migrations.AlterField(
            "cannedanswer", "kind", models.CharField(blank=True, choices=KINDS, max_length=20)
        ),
        migrations.AlterField(
            "unflagging", "kind", models.CharField(choices=KINDS, max_length=20)
        ),
        migrations.AddConstraint(
            "case",
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "personal_data"), _negated=True),
                    ("confidential", True),
                    _connector="OR",
                ),
                name="personal_data_is_confidential",
            ),
        ),
        migrations.RunPython(
            protect("cases_entry", erasable=("text", "salt")), protect("cases_entry")
        ),
        migrations.RunPython(seed, unseed),
    ]
