"""How far two points are apart."""

from math import asin, cos, radians, sin, sqrt

EARTH_RADIUS_KM = 6371.0
Point = tuple[float, float]
"""Latitude and longitude in degrees."""


def distance_km(a: Point, b: Point) -> float:
    """Return the length in km of the great circle between two points."""
    lat_a, lon_a, lat_b, lon_b = (radians(value) for value in (*a, *b))
    half = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin((lon_b - lon_a) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(sqrt(half))
