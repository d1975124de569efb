"""A dossier's brief, below its results."""

from django.urls import path, re_path

from polls.brief import views

urlpatterns = [
    path("<slug:dossier>/results/brief/", views.brief_page, name="brief"),
    re_path(
        r"^(?P<dossier>[-a-zA-Z0-9_]+)/results/brief\.(?P<form>md|html)$",
        views.brief_file,
        name="brief_file",
    ),
]
