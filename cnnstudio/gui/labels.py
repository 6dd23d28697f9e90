"""The core speaks in types; here they become words and numbers for the user."""

_PREFIXES = ((1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k"))


def integer(value: int) -> str:
    """With thousands separators: ``138,357,544``."""
    return f"{value:,}"


def short(value: float, unit: str = "") -> str:
    """Three significant digits and a decimal prefix: ``15.5 GMAC``, ``9.10 k``, ``784``."""
    for size, prefix in _PREFIXES:
        # 999.5 would be printed as 1000.
        if abs(value) >= size * 0.9995:
            return f"{_three(value / size)} {prefix}{unit}".rstrip()
    number = f"{value:,.0f}" if float(value).is_integer() else _three(value)
    return f"{number} {unit}".rstrip()


def _three(value: float) -> str:
    size = abs(value)
    return f"{value:.0f}" if size >= 99.95 else f"{value:.1f}" if size >= 9.995 else f"{value:.2f}"


def percent(share: float, digits: int = 1) -> str:
    """``98.9 %`` for 0.989."""
    return f"{100 * share:.{digits}f} %"


def data_size(size: float) -> str:
    """Bytes in binary units: ``61.3 MiB``."""
    for unit in ("B", "KiB", "MiB", "GiB"):
        if abs(size) < 1023.5:
            return f"{size:.0f} {unit}" if unit == "B" else f"{_three(size)} {unit}"
        size /= 1024
    return f"{_three(size)} TiB"


def duration(seconds: float) -> str:
    """``0.8 s``, ``42 s``, ``3:05 min``, ``1:02:09 h``."""
    if seconds < 9.95:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        return f"{minutes}:{rest:02d} min"
    return f"{minutes // 60}:{minutes % 60:02d}:{rest:02d} h"
