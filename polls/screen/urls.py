"""A question's large screen stands below the question."""

from django.urls import path

from polls.screen.views import big_screen

urlpatterns = [
    path("<slug:dossier>/<slug:question>/screen/", big_screen, name="screen"),
]
