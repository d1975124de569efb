"""A question's result as a file, below /<language>/<dossier>/<question>/."""

from django.urls import path

from polls.downloads import views

urlpatterns = [
    path("<slug:dossier>/<slug:question>/results.<str:form>", views.download, name="download"),
]
