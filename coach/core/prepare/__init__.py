"""What is asked before a session (technique.md B1 to B7), and whether it may begin after the answers."""
