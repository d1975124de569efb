"""From a committed ballot to every open page.

``watching`` finds out what has moved and makes it ready once for everybody, ``hub`` hands it to
the streams of this process, ``stream`` is a stream as a browser opens it, and ``views`` have what a
page asks for instead when it gets none. docs/decisions/0018-live.md tells why.
"""
