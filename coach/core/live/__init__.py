"""The live session's pure parts: what to say about the camera, and what the screen shows when."""
