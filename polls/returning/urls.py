"""What has changed in a dossier, below /<language>/<dossier>/results/."""

from django.urls import path

from polls.returning import views

urlpatterns = [path("<slug:dossier>/results/since/", views.since, name="since")]
