"""National Grid to latitude and longitude.

The register gives eastings and northings in metres (OSGB36); distances and maps want degrees (WGS84).
Formulas and constants: Ordnance Survey, "A Guide to Coordinate Systems in Great Britain" (2020), annexes
B and C, and the Helmert parameters of its section 6.6, which are good to about 5 metres: enough to say
how far apart two schools are.
"""

from math import atan2, cos, degrees, hypot, pi, radians, sin, sqrt, tan

#: Airy 1830 and GRS80 (WGS84): half axes in metres (annex A.1).
AIRY = (6_377_563.396, 6_356_256.909)
GRS80 = (6_378_137.0, 6_356_752.3141)

#: The National Grid's projection (annex A.2).
SCALE = 0.9996012717
TRUE_ORIGIN = (radians(49), radians(-2))
FALSE_ORIGIN = (400_000.0, -100_000.0)

#: OSGB36 to WGS84: shift in metres, turn in seconds of arc, scale in parts per million (section 6.6).
SHIFT = (446.448, -125.157, 542.060)
TURN = (0.1502, 0.2470, 0.8421)
STRETCH = -20.4894

#: The grid's own extent: anything else is a slip of the pen.
EASTINGS = (0, 700_000)
NORTHINGS = (0, 1_300_000)


def to_degrees(easting: float, northing: float) -> tuple[float, float]:
    """(latitude, longitude) in degrees, to about 5 metres."""
    latitude, longitude = _on_airy(easting, northing)
    return _to_wgs84(latitude, longitude)


def _meridian(latitude: float) -> float:
    """Metres along the meridian from the true origin (annex C, equation C1)."""
    a, b = AIRY
    n = (a - b) / (a + b)
    less, more = latitude - TRUE_ORIGIN[0], latitude + TRUE_ORIGIN[0]
    return (b * SCALE) * (
        (1 + n + 5 / 4 * n**2 + 5 / 4 * n**3) * less
        - (3 * n + 3 * n**2 + 21 / 8 * n**3) * sin(less) * cos(more)
        + (15 / 8 * (n**2 + n**3)) * sin(2 * less) * cos(2 * more)
        - (35 / 24 * n**3) * sin(3 * less) * cos(3 * more)
    )


def _on_airy(easting: float, northing: float) -> tuple[float, float]:
    """Radians on the Airy ellipsoid (annex C, equations C6 to C9)."""
    a, b = AIRY
    squared = 1 - (b / a) ** 2
    latitude = TRUE_ORIGIN[0]
    remaining = northing - FALSE_ORIGIN[1]
    while abs(remaining) >= 0.00001:  # metres, as the guide asks
        latitude += remaining / (a * SCALE)
        remaining = northing - FALSE_ORIGIN[1] - _meridian(latitude)
    bend = 1 - squared * sin(latitude) ** 2
    nu, rho = a * SCALE / sqrt(bend), a * SCALE * (1 - squared) / bend**1.5
    eta = nu / rho - 1
    t, secant = tan(latitude), 1 / cos(latitude)
    east = easting - FALSE_ORIGIN[0]
    found = latitude - t / (2 * rho * nu) * east**2
    found += t / (24 * rho * nu**3) * (5 + 3 * t**2 + eta - 9 * t**2 * eta) * east**4
    found -= t / (720 * rho * nu**5) * (61 + 90 * t**2 + 45 * t**4) * east**6
    longitude = TRUE_ORIGIN[1] + secant / nu * east
    longitude -= secant / (6 * nu**3) * (nu / rho + 2 * t**2) * east**3
    longitude += secant / (120 * nu**5) * (5 + 28 * t**2 + 24 * t**4) * east**5
    longitude -= secant / (5040 * nu**7) * (61 + 662 * t**2 + 1320 * t**4 + 720 * t**6) * east**7
    return found, longitude


def _to_wgs84(latitude: float, longitude: float) -> tuple[float, float]:
    """From one ellipsoid to the other through space (annex B and section 6.2)."""
    a, b = AIRY
    nu = a / sqrt(1 - (1 - (b / a) ** 2) * sin(latitude) ** 2)
    x, y = nu * cos(latitude) * cos(longitude), nu * cos(latitude) * sin(longitude)
    z = (b / a) ** 2 * nu * sin(latitude)
    rx, ry, rz = (seconds / 3600 * pi / 180 for seconds in TURN)
    grow = 1 + STRETCH / 1_000_000
    there = (
        SHIFT[0] + grow * x - rz * y + ry * z,
        SHIFT[1] + rz * x + grow * y - rx * z,
        SHIFT[2] - ry * x + rx * y + grow * z,
    )
    a, b = GRS80
    squared = 1 - (b / a) ** 2
    across = hypot(there[0], there[1])
    found = atan2(there[2], across * (1 - squared))
    for _ in range(4):  # settles to far below a millimetre
        nu = a / sqrt(1 - squared * sin(found) ** 2)
        found = atan2(there[2] + squared * nu * sin(found), across)
    return degrees(found), degrees(atan2(there[1], there[0]))
