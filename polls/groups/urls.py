"""Opinion groups below the address of their question: a reader's own standing, the figures."""

from django.urls import path

from polls.groups import views

urlpatterns = [
    path("<slug:dossier>/<slug:question>/standing/", views.standing_page, name="standing"),
    path("<slug:dossier>/<slug:question>/groups.csv", views.groups_file, name="groups_file"),
]
