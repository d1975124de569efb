"""How conversations of Polis come out here: python -m bench.groups [FOLDER...].

Without folders, the four published ones beside the checkout. Each is imported into a scratch
database and compared with its own export. The exit status is 1 if a vote differs.
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path

import django
from django.core.management import call_command


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.groups", description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER", help="else the four")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="dossier-groups-") as state:
        os.environ |= {"STATE_DIR": state, "DATABASE_URL": ""}
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dossier.settings")
        django.setup()
        call_command("migrate", verbosity=0)
        from bench.groups import conversations

        compared = [
            conversations.compare(folder) for folder in conversations.folders(asked.folders)
        ]
    print(conversations.render(compared))
    return int(not all(one.exact for one in compared))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
