"""Writes pinned.csv: correctly rounded values of the pinned functions, from mpmath at 200 bits.

    python3 pinned.py > pinned.csv
    python3 pinned.py --table          the constants of Sources/Determinism/Pinned+Tables.swift

A line is function, x, y, rest: x and y as the 16 hexadecimal digits of a double, y the exact value
rounded to nearest, and rest = (exact - y) / ulp(y), so that an error can be told below one ulp.
mpmath 1.3.0.
"""

import random
import struct
import sys

import mpmath

mpmath.mp.prec = 400


def bits(x):
    return struct.unpack("<Q", struct.pack("<d", x))[0]


def double(pattern):
    return struct.unpack("<d", struct.pack("<Q", pattern))[0]


def ulp(y):
    y = abs(y)
    if y < 2.0**-1022:
        return 2.0**-1074
    return 2.0 ** (max(((bits(y) >> 52) & 0x7FF) - 1023, -1022) - 52)


def rounded(value):
    """The double nearest to an mpf (subnormals too), and what is left of it in ulps."""
    y = float(value)
    best = y
    for candidate in (double(bits(abs(y)) + step) if bits(abs(y)) + step >= 0 else 0.0 for step in (-1, 0, 1)):
        candidate = mpmath.mpf(candidate) * (1 if value >= 0 else -1)
        if abs(candidate - value) < abs(mpmath.mpf(best) - value):
            best = float(candidate)
    return best, float((value - mpmath.mpf(best)) / mpmath.mpf(ulp(best)))


FUNCTIONS = {
    "exp": mpmath.exp,
    "expm1": mpmath.expm1,
    "log": mpmath.log,
    "log1p": mpmath.log1p,
    "logistic": lambda x: 1 / (1 + mpmath.exp(-x)),
    "logit": lambda p: mpmath.log(p / (1 - p)),
}


def points(name, generator):
    uniform = generator.uniform
    if name in ("exp", "expm1", "logistic"):
        yield from (1.0, -1.0, 0.5, -0.5, 0.25, -0.25, 1e-300, -1e-300, 2.0**-54, -(2.0**-53), 37.5)
        for _ in range(90):
            yield uniform(-1, 1)
            yield uniform(-45, 45)
        for _ in range(60):
            yield uniform(-0.3, 0.3)
            yield generator.choice((-1, 1)) * 2.0 ** uniform(-60, 0)
            yield uniform(-700, 700) if name != "expm1" else uniform(-40, 700)
        if name in ("exp", "logistic"):
            for _ in range(40):
                yield uniform(-744, -707)
        if name == "exp":
            yield from (709.782712893384, -745.1332191019411, 709.0, -708.4)
    elif name == "log":
        yield from (2.0, 0.5, 10.0, 5e-324, 2.2e-308, 1.7976931348623157e308, 1 + 2.0**-52, 1 - 2.0**-53)
        for _ in range(100):
            yield uniform(0.5, 2)
            yield 1 + generator.choice((-1, 1)) * 2.0 ** uniform(-52, -1)
            yield 2.0 ** uniform(-1074, 1023)
            yield uniform(0, 1000)
    elif name == "log1p":
        yield from (1.0, -0.5, 1e-300, 5e-324, 2.0**-53, 1e300, -1 + 2.0**-53, 0.4142, -0.2929)
        for _ in range(100):
            yield uniform(-1, 1)
            yield generator.choice((-1, 1)) * 2.0 ** uniform(-60, -1)
            yield -1 + 2.0 ** uniform(-52, -1)
            yield 2.0 ** uniform(-10, 1000)
    else:
        yield from (0.25, 0.75, 1e-300, 5e-324, 1 - 2.0**-53, 0.5 + 2.0**-53, 0.5 - 2.0**-54)
        for _ in range(100):
            yield uniform(0, 1)
            yield 0.5 + generator.choice((-1, 1)) * 2.0 ** uniform(-53, -2)
            yield 2.0 ** uniform(-80, -1)
            yield 1 - 2.0 ** uniform(-52, -1)


def goldens():
    print("# mpmath", mpmath.__version__, "by pinned.py; x and y are bit patterns, rest is in ulps of y")
    print("function,x,y,rest")
    for name, function in FUNCTIONS.items():
        generator = random.Random(name)
        for x in points(name, generator):
            if x == 0:
                continue
            value = function(mpmath.mpf(x))
            if value == 0:
                continue
            y, rest = rounded(value)
            print(f"{name},{bits(x):016x},{bits(y):016x},{rest:.4f}")


def swift(value):
    return f"0x{bits(float(value)):016x}"


def table():
    step = mpmath.log(2) / 32
    scale = mpmath.mpf(2) ** 42
    lead = mpmath.floor(step * scale) / scale
    print("ln2/32 lead, trail", swift(lead), swift(step - lead), "inverse", swift(1 / step))
    scale = mpmath.mpf(2) ** 41
    lead = mpmath.floor(mpmath.log(2) * scale) / scale
    print("ln2 lead, trail", swift(lead), swift(mpmath.log(2) - lead))
    for j in range(32):
        value = mpmath.mpf(2) ** (mpmath.mpf(j) / 32)
        lead = float(value)
        print(f"    ({swift(lead)}, {swift(value - mpmath.mpf(lead))}),")


if __name__ == "__main__":
    table() if "--table" in sys.argv else goldens()
