"""What members of the newsroom do; in the language that is active."""

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from playwright.sync_api import Page, expect

from tests.journeys.reading import button

PASSWORD = "correct horse battery"


def sign_in(page: Page, member: User) -> None:
    """Come to the moderators' queue by way of the sign-in page."""
    page.goto(reverse("admin:moderation"))
    page.get_by_label(capfirst(_("username"))).fill(member.username)
    page.get_by_label(_("Password")).fill(PASSWORD)
    button(page, _("Log in")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(_("Moderation"))
    page.wait_for_load_state()  # until then the page's scripts hear no key
