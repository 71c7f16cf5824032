from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("telephony", "0004_browser_line")]

    operations = [
        migrations.AlterField(
            model_name="deskcommand",
            name="kind",
            field=models.CharField(
                choices=[
                    ("ready", "Ready"), ("not_ready", "Not Ready"), ("gone", "Gone"),
                    ("wrapped_up", "Wrapped Up"), ("hang_up", "Hang Up"), ("hold", "Hold"),
                    ("resume", "Resume"), ("mute", "Mute"), ("unmute", "Unmute"),
                    ("transfer", "Transfer"), ("consult", "Consult"),
                    ("conference", "Conference"), ("complete", "Complete"),
                    ("cancel", "Cancel"), ("rejoin", "Rejoin"),
                ],
                max_length=16,
            ),
        ),
    ]
