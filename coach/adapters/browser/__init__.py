"""The browser as an outside world: a page that is served from this machine to this machine only.

`guard.py` decides who is let in, `routes.py` what is answered, `serving.py` opens the port. docs/decisions/0027.
"""
