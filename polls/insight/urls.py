"""A dossier's results, below /<language>/<dossier>/results/."""

from django.urls import path

from polls.insight import views

urlpatterns = [
    path("<slug:dossier>/results/", views.results_page, name="insight"),
    path("<slug:dossier>/results/cross/", views.cross_page, name="cross"),
]
