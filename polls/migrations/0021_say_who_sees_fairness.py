"""Fairness figures are for moderators and analysts."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('polls', '0020_guess_before_it_shows'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='decision',
            options={'ordering': ['-decided_at', '-pk'], 'permissions': [('see_fairness', 'Can see how evenly comments are dealt with')], 'verbose_name': 'decision', 'verbose_name_plural': 'decisions'},
        ),
    ]
