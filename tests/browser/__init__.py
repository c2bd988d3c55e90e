"""Whole journeys in a real browser against a real installation: web server, task worker and publisher.

The installation is the demo, prepared once and copied for each session, so that a journey may change it.
"""
