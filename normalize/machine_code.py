"""numba, the compiler of the inner loops: how it is loaded.

It takes SciPy's linear algebra, C's functions and settings in YAML along where these are installed; no loop
here needs any of them, and together they are loaded as long as numba itself.
"""

from normalize.spared import spared

with spared(dict.fromkeys(["scipy.linalg", "cffi", "yaml"])):
    import numba.core.typing.cffi_utils
    import numba.np.arraymath  # noqa: F401 - asks for SciPy
    from numba import njit

__all__ = ["njit"]
