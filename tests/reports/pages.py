"""A page read back: its tags, addresses and texts."""

from __future__ import annotations

from html.parser import HTMLParser


class Page(HTMLParser):
    """Tags, addresses and texts of a page."""

    def __init__(self, html: str):
        super().__init__()
        self.html = html
        self.tags: list[str] = []
        self.outside: list[str] = []
        self.ids: set[str] = set()
        self.links: set[str] = set()
        self.text: list[str] = []
        self.feed(self.html)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.add(value)
            if name in ("src", "href", "xlink:href", "action", "srcset", "poster"):
                (self.links.add(value[1:]) if value.startswith("#") else self.outside.append(value))

    def handle_data(self, data):
        self.text.append(data)
