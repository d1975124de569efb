"""The three demonstration accounts, one for each group."""

import secrets

from django.contrib.auth.models import Group, User

from polls.desk.groups import ANALYSTS, EDITORS, MODERATORS

ACCOUNTS = {
    "demo-editor": EDITORS,
    "demo-moderator": MODERATORS,
    "demo-analyst": ANALYSTS,
}


def renew_accounts() -> dict[str, str]:
    """Make the accounts, or give them new passwords; user name → password, known only here."""
    passwords = {}
    for username, group in ACCOUNTS.items():
        passwords[username] = secrets.token_urlsafe(12)
        user, _created = User.objects.get_or_create(username=username)
        user.is_staff = True
        user.set_password(passwords[username])
        user.save()
        user.groups.set([Group.objects.get(name=group)])
    return passwords
