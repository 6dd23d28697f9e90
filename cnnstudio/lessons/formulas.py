"""The LaTeX that formulas may use: enough for this subject, nothing that reads, defines or runs."""

import re

from cnnstudio.errors import ConfigError, quoted

LONGEST = 1_000
"""Characters of one formula."""

_GREEK = (
    "alpha beta gamma delta epsilon varepsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi "
    "varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Phi Psi Omega"
)
_REST = (
    "frac dfrac tfrac sqrt sum prod int lim max min exp log ln sin cos tan tanh arg left right lfloor rfloor lceil "
    "rceil "
    "langle rangle lvert rvert lVert rVert cdot times div pm mp le leq ge geq ne neq lt gt approx equiv sim propto in "
    "notin subset cup cap forall exists to rightarrow leftarrow Rightarrow mapsto infty partial nabla ldots cdots dots "
    "vdots ddots quad qquad text mathrm mathbf mathit mathcal mathbb operatorname hat bar tilde vec overline underline "
    "underbrace overbrace ast star circ odot oplus otimes bullet prime begin end big Big bigl bigr Bigl Bigr ell top "
    "bot displaystyle textstyle substack mid colon"
)
COMMANDS = frozenset((*_GREEK.split(), *_REST.split()))
"""Commands that a formula may use."""
ENVIRONMENTS = frozenset({"cases", "matrix", "pmatrix", "bmatrix", "aligned", "array"})
_COMMAND = re.compile(r"\\([A-Za-z]+|.)", re.DOTALL)
_ENVIRONMENT = re.compile(r"\\(begin|end)\s*\{([^{}]*)\}")
_SINGLE = frozenset("{}|,;:! \\#%&_$>")


def check(latex: str) -> None:
    """Refuse what cannot be set.

    Raises:
        ConfigError: an unknown command, brackets that do not close, or too much.
    """
    if not latex.strip():
        raise ConfigError("A formula is empty. Write it, or take it away.")
    if len(latex) > LONGEST:
        raise ConfigError("A formula has {longest:,} characters at most. Split it.", longest=LONGEST)
    for found in _COMMAND.finditer(latex):
        if found[1] not in COMMANDS and found[1] not in _SINGLE:
            raise ConfigError(
                "A formula cannot use {found}. Write it with the commands that README.md names.", found=quoted(found[0])
            )
    _check_brackets(latex)
    opened: list[str] = []
    for found in _ENVIRONMENT.finditer(latex):
        if found[2] not in ENVIRONMENTS:
            raise ConfigError(
                "A formula has no {found}. There are {known}.",
                found=quoted(found[2]),
                known=", ".join(sorted(ENVIRONMENTS)),
            )
        if found[1] == "begin":
            opened.append(found[2])
        elif not opened or opened.pop() != found[2]:
            raise ConfigError("A formula ends {found}, which it has not begun. Mend it there.", found=quoted(found[2]))
    if opened:
        raise ConfigError("A formula does not end {opened}. Add \\end.", opened=quoted(opened[-1]))
    if len(re.findall(r"\\left(?![a-zA-Z])", latex)) != len(re.findall(r"\\right(?![a-zA-Z])", latex)):
        raise ConfigError("A formula has not one \\right for each \\left. Add what is missing.")


def _check_brackets(latex: str) -> None:
    depth = 0
    for sign in re.sub(r"\\.", "", latex, flags=re.DOTALL):
        depth += {"{": 1, "}": -1}.get(sign, 0)
        if depth < 0 or depth > 16:
            break
    if depth:
        raise ConfigError("The braces of a formula do not close, or lie too deep in one another. Count them.")


def without_words(latex: str) -> str:
    """The formula without its words, equal in all languages."""
    return re.sub(r"\\text\s*\{[^{}]*\}", r"\\text{}", re.sub(r"\s+", "", latex))
