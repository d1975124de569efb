"""Readers' statements, below the address of their question."""

from django.urls import path

from polls.statements import views

urlpatterns = [
    path("<slug:dossier>/<slug:question>/statements/", views.propose_statement, name="propose"),
]
