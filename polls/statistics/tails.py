"""How much of a χ² distribution lies beyond a value, central or not.

By hand, since nothing else here needs SciPy; tests hold both against it.
"""

from math import exp, lgamma, log, sqrt

import numpy as np

_EXACT = 1e-15
_STEPS = 10_000


def chi2_tail(value: float, degrees: int) -> float:
    """The probability that χ² with these degrees of freedom is at least the value.

    1 - P(degrees / 2, value / 2), where P is the regularised incomplete gamma function: by its
    series below a + 1, by Lentz's continued fraction above (W. H. Press et al., Numerical Recipes,
    3rd ed., § 6.2). Raises ValueError for a negative value, or without degrees of freedom.
    """
    if value < 0 or degrees < 1:
        raise ValueError(f"χ² of {value} with {degrees} degrees of freedom")
    a, x = degrees / 2, value / 2
    if x == 0:
        return 1.0
    return 1 - _series(a, x) if x < a + 1 else _fraction(a, x)


def _series(a: float, x: float) -> float:
    """P(a, x)."""
    term = total = 1 / a
    for step in range(1, _STEPS):
        term *= x / (a + step)
        total += term
        if term < total * _EXACT:
            break
    return min(1.0, total * exp(a * log(x) - x - lgamma(a)))


def _fraction(a: float, x: float) -> float:
    """1 - P(a, x)."""
    tiny = 1e-300
    b = x + 1 - a
    c, d = 1 / tiny, 1 / b
    value = d
    for step in range(1, _STEPS):
        factor = -step * (step - a)
        b += 2
        d = 1 / _not_nought(factor * d + b, tiny)
        c = _not_nought(b + factor / c, tiny)
        value *= d * c
        if abs(d * c - 1) < _EXACT:
            break
    return value * exp(a * log(x) - x - lgamma(a))


def _not_nought(number: float, tiny: float) -> float:
    return number if abs(number) > tiny else tiny


def noncentral_chi2(value: float, degrees: int, noncentrality: float) -> float:
    """The probability that a noncentral χ² is at most the value.

    A mixture of central ones: Σ Poisson(j; λ / 2) P(degrees / 2 + j, value / 2), summed over the j
    within twelve standard deviations of the Poisson's mean (N. L. Johnson, S. Kotz and
    N. Balakrishnan, Continuous Univariate Distributions 2, 2nd ed., § 29.3).
    """
    half, a, x = noncentrality / 2, degrees / 2, value / 2
    if x == 0:
        return 0.0
    reach = 12 * sqrt(half) + 30
    first, last = max(0, int(half - reach)), int(half + reach)
    places = np.arange(first, last + 1)
    shape = a + places
    # P(s + 1, x) = P(s, x) - x^s e^-x / Γ(s + 1); logarithms, for Γ outgrows any number
    log_gamma = lgamma(a + first + 1) + np.concatenate(([0], np.cumsum(np.log(shape[1:]))))
    falls = np.exp(shape * log(x) - x - log_gamma)
    started = 1 - chi2_tail(value, degrees + 2 * first)
    central = started - np.concatenate(([0], np.cumsum(falls[:-1])))
    if half == 0:
        return float(central[0])
    log_factorial = lgamma(first + 1) + np.concatenate(([0], np.cumsum(np.log(places[1:]))))
    weights = np.exp(places * log(half) - half - log_factorial)
    return float(np.clip(weights @ central, 0, 1))
