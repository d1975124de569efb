from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("polls", "0013_tell_how_a_forecast_came_out")]

    operations = [
        migrations.AddField(
            model_name="choice",
            name="priority",
            field=models.FloatField(
                blank=True,
                editable=False,
                help_text="How much is learnt by asking this statement next, as last worked out.",
                null=True,
                verbose_name="priority",
            ),
        ),
        migrations.AddField(
            model_name="opinionrun",
            name="claimed_at",
            field=models.DateTimeField(
                blank=True,
                help_text="By one process of one machine: others leave the question to it "
                "meanwhile.",
                null=True,
                verbose_name="being computed since",
            ),
        ),
    ]
