"""Who may do what in the newsroom: every address, every post, for every role.

Each table says for each address which status each role gets; the posts also say that nothing has
changed for those who are refused.
"""

from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission, User
from django.db.models import Model
from django.utils import translation

from dossier.models import Article
from polls.desk.groups import ensure_groups
from polls.models import (
    Appeal,
    Choice,
    Comment,
    Decision,
    HoldingRule,
    Policy,
    Question,
    Reason,
    Sanction,
    WordList,
    WriteIn,
)
from polls.moderation import decide
from tests.factories import ChoiceFactory, CommentFactory, WriteInFactory
from tests.polls.desk.conftest import Enter, member, vote

pytestmark = pytest.mark.django_db

ROLES = ("nobody", "reader", "staff", "Editors", "Moderators", "Analysts", "root")
LOGIN, OK, NO, GONE, SENT = 302, 200, 403, 404, 302
# What is not there at two steps from the root is looked for as a dossier's question: /fr/admin/….
ELSEWHERE = 302


def row(*, others: int = NO, **statuses: int) -> dict[str, int]:
    """The status of each role: outsiders go to the login, members get what is said or NO."""
    return {
        role: LOGIN if role in {"nobody", "reader"} else statuses.get(role.lower(), others)
        for role in ROLES
    }


EVERYBODY = row(others=OK)
EDITORS = row(editors=OK, root=OK)
MODERATORS = row(moderators=OK, root=OK)
NEWSROOM = row(editors=OK, moderators=OK, analysts=OK, root=OK)
RESULTS = row(editors=OK, analysts=OK, root=OK)
EXPORTS = row(analysts=OK, root=OK)
FAIRNESS = row(moderators=OK, analysts=OK, root=OK)
ADMINS = row(root=OK)
NOBODY = row()

READS = {
    "": EVERYBODY,
    "password_change/": EVERYBODY,
    "jsi18n/": EVERYBODY,
    "dossier/": NEWSROOM | {"staff": ELSEWHERE},
    "dossier/article/": NEWSROOM,
    "dossier/article/add/": EDITORS,
    "dossier/article/{article}/change/": NEWSROOM,
    "dossier/article/{article}/history/": NEWSROOM,
    "dossier/article/{article}/delete/": EDITORS,
    "dossier/article/{article}/results/": RESULTS,
    "dossier/article/{article}/results.csv": EXPORTS,
    "dossier/article/{article}/insight/": RESULTS,
    # nobody has answered yet
    "dossier/article/{article}/insight/history/why.csv": row(
        editors=GONE, analysts=GONE, root=GONE
    ),
    "polls/": NEWSROOM | {"staff": ELSEWHERE},
    "polls/question/": NEWSROOM,
    "polls/question/add/": EDITORS,
    "polls/question/{question}/change/": NEWSROOM,
    "polls/question/{question}/history/": NEWSROOM,
    "polls/question/{question}/delete/": EDITORS,
    "polls/question/{question}/results/": RESULTS,
    "polls/question/{question}/results.csv": EXPORTS,
    "polls/comment/": MODERATORS,
    "polls/comment/{comment}/change/": MODERATORS,
    "polls/comment/{comment}/history/": MODERATORS,
    "polls/comment/add/": NOBODY,
    "polls/comment/{comment}/delete/": NOBODY,
    "polls/decision/": MODERATORS,
    "polls/decision/{decision}/change/": MODERATORS,
    "polls/decision/{decision}/history/": MODERATORS,
    "polls/decision/add/": NOBODY,
    "polls/decision/{decision}/delete/": NOBODY,
    "polls/decision/log.csv": MODERATORS,
    "polls/sanction/": MODERATORS,
    "polls/sanction/{measure}/change/": MODERATORS,
    "polls/sanction/add/": NOBODY,
    "polls/sanction/{measure}/delete/": NOBODY,
    "polls/reason/": MODERATORS,
    "polls/reason/add/": MODERATORS,
    "polls/reason/abuse/change/": MODERATORS,
    "polls/reason/unclear/delete/": MODERATORS,
    "polls/writein/": MODERATORS,
    "polls/writein/{words}/change/": MODERATORS,
    "polls/writein/{words}/history/": MODERATORS,
    "polls/writein/add/": NOBODY,
    "polls/writein/{words}/delete/": NOBODY,
    "moderation/": MODERATORS,
    "moderation/appeals/": MODERATORS,
    "moderation/authors/{author}/": MODERATORS,
    "moderation/comments/{comment}/redact/": MODERATORS,
    "moderation/fairness/": FAIRNESS,
    "moderation/fairness.csv": FAIRNESS,
    "polls/policy/": MODERATORS,
    "polls/policy/add/": MODERATORS,
    "polls/policy/{policy}/change/": MODERATORS,
    "polls/policy/{policy}/history/": MODERATORS,
    "polls/policy/{policy}/delete/": NOBODY,
    "polls/holdingrule/": MODERATORS,
    "polls/holdingrule/links/change/": MODERATORS,
    "polls/holdingrule/add/": NOBODY,
    "polls/holdingrule/links/delete/": NOBODY,
    "polls/wordlist/": MODERATORS,
    "polls/wordlist/fr/change/": MODERATORS,
    "polls/wordlist/add/": NOBODY,
    "polls/wordlist/fr/delete/": NOBODY,
    "moderation/?show=flagged": MODERATORS,
    "moderation/?show=held": MODERATORS,
    "moderation/?show=recent": MODERATORS,
    "moderation/?show=statements": MODERATORS,
    "moderation/?author={author}": MODERATORS,
    "moderation/?comment={comment}": MODERATORS,
    "moderation/?show=words": MODERATORS,
    "moderation/?words={words}": MODERATORS,
    "auth/user/": ADMINS,
    "auth/user/add/": ADMINS,
    "auth/user/{member}/change/": ADMINS,
    "auth/user/{member}/password/": ADMINS,
    "auth/group/": ADMINS,
    "auth/group/{group}/change/": ADMINS,
}

# What a post gets from those who may: a redirect, or the page with what is missing.
WRITES: dict[str, tuple[dict[str, Any], dict[str, int]]] = {
    "dossier/article/add/": ({"title_fr": "Nouveau"}, EDITORS),
    "dossier/article/{article}/change/": ({"title_fr": "Pris", "_press": "unpublish"}, EDITORS),
    "dossier/article/{article}/delete/": ({"post": "yes"}, EDITORS),
    "dossier/article/{article}/results/": ({}, row(editors=405, analysts=405, root=405)),
    "dossier/article/{article}/results.csv": ({}, row(analysts=405, root=405)),
    "dossier/article/": (
        {"action": "unpublish", "_selected_action": "{article}"},
        row(editors=SENT, root=SENT, moderators=OK, analysts=OK),
    ),
    "polls/question/add/": ({"prompt_fr": "Nouvelle ?"}, EDITORS),
    "polls/question/{question}/change/": ({"prompt_fr": "?", "_press": "withdraw"}, EDITORS),
    "polls/question/{question}/delete/": ({"post": "yes"}, row(editors=SENT, root=SENT)),
    "polls/question/": (
        {"action": "withdraw", "_selected_action": "{question}"},
        row(editors=SENT, root=SENT, moderators=OK, analysts=OK),
    ),
    "polls/comment/add/": ({"body": "Faux"}, NOBODY),
    "polls/comment/{comment}/change/": ({"body": "Faux"}, NOBODY),
    "polls/comment/{comment}/delete/": ({"post": "yes"}, NOBODY),
    "polls/writein/add/": ({"text": "Faux"}, NOBODY),
    "polls/writein/{words}/change/": ({"text": "Faux"}, NOBODY),
    "polls/writein/{words}/delete/": ({"post": "yes"}, NOBODY),
    "polls/decision/add/": ({"action": "approve"}, NOBODY),
    "polls/decision/{decision}/change/": ({"action": "reject"}, NOBODY),
    "polls/decision/{decision}/delete/": ({"post": "yes"}, NOBODY),
    "polls/sanction/{measure}/change/": ({"kind": "warn"}, NOBODY),
    "polls/sanction/{measure}/delete/": ({"post": "yes"}, NOBODY),
    "polls/reason/abuse/change/": ({"label_fr": "x"}, MODERATORS),
    "polls/reason/unclear/delete/": ({"post": "yes"}, row(moderators=SENT, root=SENT)),
    "moderation/authors/{author}/": (
        {"kind": "warn", "reason": "abuse"},
        row(moderators=SENT, root=SENT),
    ),
    "moderation/comments/{comment}/redact/": (
        {"passages": "Argument", "confirmed": "yes"},
        row(moderators=SENT, root=SENT),
    ),
    "moderation/appeals/": (
        {"appeal": "{appeal}", "answer": "publish"},
        row(moderators=SENT, root=SENT),
    ),
    "polls/policy/{policy}/change/": (
        {"mode": "closed", "slow_seconds": "0"},
        row(moderators=SENT, root=SENT),
    ),
    "polls/holdingrule/links/change/": (
        {"limit": "9"},
        row(moderators=SENT, root=SENT),
    ),
    "polls/wordlist/fr/change/": ({"words": "rien"}, row(moderators=SENT, root=SENT)),
    "moderation/": (
        {"text": "comment-{comment}:pending", "action": "approve"},
        row(moderators=SENT, root=SENT),
    ),
    "auth/user/add/": ({"username": "accomplice"}, ADMINS),
    "auth/user/{member}/change/": ({"is_superuser": "on"}, ADMINS),
    "auth/user/{member}/password/": ({"password1": "x", "password2": "x"}, ADMINS),
    "auth/user/{member}/delete/": ({"post": "yes"}, row(root=SENT)),
    "auth/group/add/": ({"name": "Rulers"}, row(root=SENT)),
    "auth/group/{group}/change/": (
        {"name": "Editors", "permissions": "{permission}"},
        row(root=SENT),
    ),
}


@pytest.fixture
def names(question: Question) -> dict[str, int]:
    """One of everything, by its primary key."""
    waiting = CommentFactory(article=question.article, status="pending")
    decided = CommentFactory(article=question.article, status="pending")
    decision = decide(
        comment=decided,
        moderator=member("Moderators"),
        action="approve",
        now=decided.posted_at,
    )
    ChoiceFactory(question=question, slug="proposed", status="pending", proposed_at=None)
    refused = CommentFactory(article=question.article, status="rejected")
    appeal = Appeal.objects.create(comment=refused, text="Si.", made_at=refused.posted_at)
    measure = Sanction.objects.create(
        voter=decided.voter, kind="ban", reason="abuse", made_at=decided.posted_at
    )
    return {
        "appeal": appeal.pk,
        "measure": measure.pk,
        "article": question.article.pk,
        "question": question.pk,
        "comment": waiting.pk,
        "author": waiting.voter_id,
        "decision": decision.pk,
        "words": WriteInFactory().pk,
        "policy": Policy.objects.create(article=question.article).pk,
        "member": member("Editors").pk,
        "group": Group.objects.get(name="Editors").pk,
        "permission": Permission.objects.earliest("pk").pk,
    }


@pytest.mark.parametrize("role", ROLES)
def test_who_may_read_what(enter: Enter, names: dict[str, int], role: str) -> None:
    client = enter(role)
    got = {url: client.get(f"/admin/{url.format(**names)}").status_code for url in READS}
    assert got == {url: statuses[role] for url, statuses in READS.items()}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("url", WRITES)
def test_who_may_post_what(enter: Enter, names: dict[str, int], url: str, role: str) -> None:
    data, statuses = WRITES[url]
    sent = {field: value.format(**names) for field, value in data.items()}
    client, before = enter(role), everything()
    response = client.post(f"/admin/{url.format(**names)}", sent)
    assert response.status_code == statuses[role]
    if role in {"nobody", "reader"}:
        assert response.headers["Location"].startswith("/admin/login/")
    if role not in {"root"} and not may_write(url, role):
        assert everything() == before


def may_write(url: str, role: str) -> bool:
    own = {
        "Editors": ("dossier/", "polls/question/"),
        "Moderators": (
            "moderation/",
            "polls/policy/",
            "polls/holdingrule/",
            "polls/wordlist/",
            "polls/reason/",
        ),
    }
    return url.startswith(own.get(role, ("none",)))


def everything() -> list[list[dict[str, Any]]]:
    models: list[type[Model]] = [
        Article,
        Question,
        Choice,
        Comment,
        WriteIn,
        Decision,
        HoldingRule,
        Policy,
        Reason,
        Sanction,
        Appeal,
        WordList,
        User,
        Group,
    ]
    groups = Group.permissions.through
    with translation.override("en"):  # which language's texts the values are must not change
        return [list(model._default_manager.order_by("pk").values()) for model in [*models, groups]]


def test_what_is_personal_or_counted_has_no_page(enter: Enter) -> None:
    client = enter("root")
    shown = {"article", "question", "comment", "decision", "writein", "voter"}
    shown |= {"policy", "holdingrule", "wordlist", "reason", "sanction"}
    for model in [
        *apps.get_app_config("polls").get_models(),
        *apps.get_app_config("dossier").get_models(),
    ]:
        options = model._meta
        status = client.get(f"/admin/{options.app_label}/{options.model_name}/").status_code
        assert (status == OK) == (options.model_name in shown), options.label


def test_what_readers_wrote_and_decisions_are_read_only_for_superusers(
    enter: Enter, names: dict[str, int]
) -> None:
    client = enter("root")
    for page, name in (("comment", "comment"), ("decision", "decision"), ("writein", "words")):
        html = client.get(f"/admin/polls/{page}/{names[name]}/change/").content.decode()
        assert "<textarea" not in html
        assert 'type="text"' not in html
        assert 'name="_save"' not in html


def test_a_voter_stays_unknown(enter: Enter, question: Question, names: dict[str, int]) -> None:
    """No page of the newsroom shows the key of a voter or who cast a ballot."""
    vote(question)
    keys = [ballot.voter.key_hash for ballot in question.ballots.select_related("voter")]
    comment = Comment.objects.get(pk=names["comment"])
    assert comment.voter
    keys.append(comment.voter.key_hash)
    client = enter("root")
    for url in READS:
        html = client.get(f"/admin/{url.format(**names)}").content.decode()
        assert not any(key in html for key in keys), url


def test_drafts_are_previewed_by_editors_alone(enter: Enter, article: Article) -> None:
    article.unpublish()
    got = {role: enter(role).get("/en/affair/").status_code for role in ROLES}
    assert got == dict.fromkeys(ROLES, GONE) | {"Editors": OK, "root": OK}


def test_the_groups_are_put_right_after_a_migration() -> None:
    group = Group.objects.get(name="Analysts")
    exact = set(group.permissions.values_list("codename", flat=True))
    assert exact == {
        "view_article",
        "view_question",
        "see_results",
        "export_results",
        "see_fairness",
    }
    group.permissions.set(Group.objects.get(name="Editors").permissions.all())
    ensure_groups()
    assert set(group.permissions.values_list("codename", flat=True)) == exact
