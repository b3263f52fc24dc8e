"""The demo: everything on embedded defaults, with sample people and tickets that went through the real intake."""
