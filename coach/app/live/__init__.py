"""`coach live`: camera, eyes, sound and window about the one fold of `core.live`."""
