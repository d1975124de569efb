"""A dossier's questions, below /<language>/<dossier>/."""

from django.urls import include, path

from polls import views

app_name = "polls"

urlpatterns = [
    path("embed/", include("polls.embeds.urls")),
    # the busiest first: each address before it is one more comparison
    path("<slug:dossier>/<slug:question>/vote/", views.cast_ballot, name="cast"),
    path("<slug:dossier>/<slug:question>/withdraw/", views.withdraw_ballot, name="withdraw"),
    path("<slug:dossier>/<slug:question>/results/", views.result_fragment, name="results"),
    path("<slug:dossier>/<slug:question>/confirm/", views.confirm_ballot, name="confirm"),
    path("<slug:dossier>/<slug:question>/peek/", views.peek_at_result, name="peek"),
    path("", include("polls.discussion.urls")),
    path("", include("polls.feeds.urls")),
    path("", include("polls.downloads.urls")),
    path("", include("polls.minds.urls")),
    path("", include("polls.brief.urls")),
    path("", include("polls.guessing.urls")),
    path("", include("polls.live.urls")),
    path("", include("polls.groups.urls")),
    path("", include("polls.insight.urls")),
    path("", include("polls.quiz.urls")),
    path("", include("polls.returning.urls")),
    path("", include("polls.sharing.urls")),
    path("", include("polls.screen.urls")),
    path("", include("polls.statements.urls")),
    path("<slug:dossier>/<slug:question>/", views.question_page, name="question"),
]
