"""A question's result as a file, below /<language>/<dossier>/<question>/, and what the page of a
dossier's results says, below /<language>/<dossier>/results/."""

from django.urls import path

from polls.downloads import part_views, views

urlpatterns = [
    path("<slug:dossier>/<slug:question>/results.<str:form>", views.download, name="download"),
    path("<slug:dossier>/results/cross.<str:form>", part_views.cross_file, name="cross_file"),
    path(
        "<slug:dossier>/results/calibration.<str:form>",
        part_views.part_file,
        {"part": "calibration"},
        name="calibration_file",
    ),
    path(
        "<slug:dossier>/results/<slug:part>/<str:name>.<str:form>",
        part_views.part_file,
        name="part_file",
    ),
]
