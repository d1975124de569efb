"""A reader's own standing among opinion groups, below the address of the question."""

from django.urls import path

from polls.groups import views

urlpatterns = [
    path("<slug:dossier>/<slug:question>/standing/", views.standing_page, name="standing"),
]
