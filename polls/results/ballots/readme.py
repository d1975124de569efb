"""What goes with the tables, for whoever opens the file without us."""

from collections.abc import Mapping
from datetime import UTC, datetime

from dossier.models import Article
from polls.results.ballots.dictionary import FILES
from polls.results.ballots.protecting import FEWEST, RARE

_README = """\
# Ballots of “{title}” ({slug})

Made {moment} (UTC). One row of `ballots.csv` is one mark: what one reader says of one choice, as
it stands at that moment. Withdrawn answers, drafts and whatever readers wrote are in no file.
Readers are those who chose to vote: not a sample of the public.

{linkage}

## Files

UTF-8, comma, line feed, dates as 2026-03-01; an empty cell is a missing value. A label that begins
with =, +, - or @ has an apostrophe in front, so that no spreadsheet takes it for a formula.

| file | SHA-256 |
|---|---|
{sums}

Compare with `sha256sum *.csv`.

## Rules: what is kept back

1. A question with fewer than {fewest} ballots is left out (`questions.csv`, `left_out`: few).
2. An answer that fewer than {rare} readers gave – a choice with its value, or “no opinion” – is
   blanked on every ballot that gave it: the row stays with `blanked` 1 and no answer. With it are
   blanked ballots of others, drawn by lot, until at most one of {rare} blanked ballots holds a rare
   answer, so that taking the difference to a published count does not tell whose it is. Where that
   leaves no ballot as it is, the question is left out (rare). What is blanked is the whole answer
   to the question. An answer that many gave may, after the lot, be left with few rows.
3. Each statement of a question of statements is treated so by itself; `choices.csv` says which
   are left out.
4. Forecasts are given in tens. Times are days. Days, revision, `informed` and `place` are given
   together, and blank where fewer than {rare} ballots of the question share them; if fewer than
   {rare} are blank by that, the next rarest are blank as well.

So shares worked out from this file differ a little from the published ones; those are in the
result files and exact.

## Check

`tally.csv` counts the rows of `ballots.csv` that are alike, and can be worked out from it:

```python
import pandas
columns = ["question", "choice", "value", "abstains", "blanked"]
ballots = pandas.read_csv("ballots.csv", dtype=str, keep_default_na=False)
tally = pandas.read_csv("tally.csv", dtype=str, keep_default_na=False)
told = tally.set_index(columns)["rows"].astype(int)
assert ballots.value_counts(columns).to_dict() == told.to_dict()
```

```r
columns <- c("question", "choice", "value", "abstains", "blanked")
cells <- function(table) do.call(paste, c(table[columns], sep = "|"))
ballots <- read.csv("ballots.csv", colClasses = c(voter = "character"))
tally <- read.csv("tally.csv")
counted <- table(cells(ballots))
stopifnot(length(counted) == nrow(tally), all(counted[cells(tally)] == tally$rows))
```

## Columns

{columns}
"""
_LINKED = """\
A reader has one pseudonym in all questions. It is drawn anew for each export, and the key that it
was drawn with is kept nowhere: two exports cannot be joined by it. **Handle this file as personal
data all the same.** Somebody’s answers to many questions, seen together, can be theirs alone:
whoever knows some of them may find the rest. For publication, take the export in which each
question stands by itself."""
_UNLINKED = """\
Each question stands by itself: a reader has another pseudonym in each, drawn for this export with a
key that is kept nowhere. Answers to different questions cannot be joined."""


def readme(article: Article, *, sums: Mapping[str, str], linked: bool, now: datetime) -> str:
    """How the tables were made and what they hold; ``sums`` are their SHA-256 by name."""
    columns = []
    for file, described in FILES.items():
        columns += [f"### {file}", "", "| column | type | meaning |", "|---|---|---|"]
        columns += [f"| `{one.name}` | {one.type} | {one.meaning} |" for one in described]
        columns.append("")
    return _README.format(
        title=article.title,
        slug=article.slug,
        moment=f"{now.astimezone(UTC):%Y-%m-%d %H:%M}",
        linkage=_LINKED if linked else _UNLINKED,
        sums="\n".join(f"| `{name}` | `{summed}` |" for name, summed in sums.items()),
        fewest=FEWEST,
        rare=RARE,
        columns="\n".join(columns).rstrip(),
    )
