"""The stored boards in a browser, in feed readers, and over HTTP: read-only, and the same on every engine.

`make_app(store)` is an ASGI application; `newscrawl web` serves it on loopback. It needs the extra `[web]`.
"""
