"""Reading a page as a browser without scripts does: its forms, what they hold, its problems."""

from html.parser import HTMLParser


class Form(HTMLParser):
    """What a page's form with a given id would send, read from its HTML.

    ``data`` holds the controls that are sent as they stand; what is inside <template> is inert.
    """

    def __init__(self, html: str, form_id: str) -> None:
        super().__init__()
        self.data: dict[str, str] = {}
        self._form_id = form_id
        self._inside = False
        self._templates = 0
        self._select: str | None = None
        self._area: str | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self._inside = given.get("id") == self._form_id
        if tag == "template":
            self._templates += 1
        if not self._inside or self._templates:
            return
        name = given.get("name") or ""
        if tag == "input" and name and given.get("type") not in {"submit", "button"}:
            self._take_input(name, given)
        elif tag == "select":
            self._select = name
            self.data.setdefault(name, "")
        elif tag == "option" and self._select and "selected" in given:
            self.data[self._select] = given.get("value") or ""
        elif tag == "textarea":
            self._area = name
            self.data[name] = ""

    def _take_input(self, name: str, given: dict[str, str | None]) -> None:
        if given.get("type") in {"checkbox", "radio"}:
            if "checked" in given:
                self.data[name] = given.get("value") or "on"
        else:
            self.data[name] = given.get("value") or ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self.data[self._area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "template":
            self._templates -= 1
        elif tag == "form":
            self._inside = False
        elif tag == "select":
            self._select = None
        elif tag == "textarea":
            if self._area:
                self.data[self._area] = self.data[self._area].removeprefix("\n")
            self._area = None
