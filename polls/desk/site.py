"""The newsroom: Django's admin under our own name, with a start page for each role."""

from django.contrib.admin import AdminSite
from django.utils.translation import gettext_lazy as _


class Newsroom(AdminSite):
    site_header = "Dossier"
    site_title = _("Dossier newsroom")
    index_title = _("Newsroom")
    enable_nav_sidebar = False

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        # What takes ballots or comments with it is deleted one by one, with a look at it first.
        self.disable_action("delete_selected")
