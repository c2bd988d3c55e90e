"""Whole journeys in a real browser against a real installation: web server, task worker and schedule.

The installation is the demo, prepared once and copied for each session, so that a journey may change it.
"""
