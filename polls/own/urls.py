"""A reader's own pages, below /<language>/me/: no dossier is named "me"."""

from django.urls import path

from polls.own import leaving, views

app_name = "own"

urlpatterns = [
    path("", views.overview, name="overview"),
    path("answers/", views.answers, name="answers"),
    path("answers/<int:pk>/withdraw/", views.withdraw_answer, name="withdraw"),
    path("comments/", views.comments, name="comments"),
    path("replies/", views.replies, name="replies"),
    path("threads/", views.threads, name="threads"),
    path("threads/<int:pk>/", views.open_thread, name="thread"),
    path("muted/<int:pk>/", views.unmute, name="unmute"),
    path("held/", views.held, name="held"),
    path("export.json", views.export, name="export"),
    path("export.schema.json", views.export_schema, name="export_schema"),
    path("offline/", views.offline, name="offline"),
    path("erase/", leaving.erase, name="erase"),
    path("erased/", leaving.erased, name="erased"),
]
