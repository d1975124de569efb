"""How gunicorn serves streams, where they have a service of their own beside that of the pages.

All that is not said here is said in gunicorn.conf.py, which holds for both.
"""

import os
import resource
import runpy
from pathlib import Path

globals().update(
    {
        name: value
        for name, value in runpy.run_path(str(Path(__file__).with_name("gunicorn.conf.py"))).items()
        if not name.startswith("__")
    }
)

wsgi_app = "dossier.asgi:application"
bind = os.environ.get("BIND", "127.0.0.1:8100")
worker_class = "dossier.serving.StreamWorker"

# Readers come back all at once after a restart: let them stand in line rather than be refused.
backlog = 16384

# Each stream is an open file. What this process may have its workers inherit.
_allowed = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
resource.setrlimit(resource.RLIMIT_NOFILE, (_allowed, _allowed))

# On a machine that also answers pages, they come first: somebody waits for a page, while a stream
# sends to ten thousand at a stretch and none of them knows of a few hundredths of a second.
os.nice(5)
