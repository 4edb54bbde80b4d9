"""When two reports may be the same matter: near in place and time, of one class, alike in words. A suggestion, no more.

A person decides and merges (并案); nothing here merges anything. The numbers are the district's, per class or group;
where it has said nothing, ours.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from services.domain.clock import DAY_MS, HOUR_MS, MINUTE_MS

SIMILAR_FLAG = "similar"
"""In `Case.flags`: when it came in, an open case was strongly alike (疑似重复). It goes when a person has decided."""

PLACE_LEAST = 80
"""From which likeness on two places in words count as one place, where no distance is known (our rule)."""

WORDS_ONLY_LEAST = 60
"""How alike two reports must be where nothing is known of where they are (our rule, from the trial on messages)."""

STRONG = 75
"""From this score on a suggestion is strong: it is flagged on intake (our rule)."""

_WORDS, _NEAR, _SOON = 0.5, 0.35, 0.15
_NO_PLACE = 30
_OTHER_HOUSE = 0.5
_OTHER_CLASS = 10
OTHER_HOUSE = 0
"""The likeness of two places that name different houses."""


class SimilarRule(msgspec.Struct, frozen=True, kw_only=True):
    """How near two reports of a class must be. `of` is a category's code or a group's name, "" for all others.

    `radius_m` metres, `window_ms` between the two reports, `reopen_ms` between the closing of one and the other's
    report, `least_likeness` per cent. `same_class`: only cases of the same category are suggested.
    """

    of: str = ""
    radius_m: int = 50
    window_ms: int = DAY_MS
    reopen_ms: int = DAY_MS
    least_likeness: int = 25
    same_class: bool = True


OUR_RULE = SimilarRule()
"""Where a district has said nothing. 50 m and 24 h are what other programs are said to use; nobody has confirmed it."""


class Pair(msgspec.Struct, frozen=True, kw_only=True):
    """Two reports, compared.

    `distance_m` metres, None where one has no point; `place_likeness` per cent, None where one has no place in words,
    `OTHER_HOUSE` where the houses differ; `same_class` None where one has no category yet; `gap_ms` between the
    reports, or from the closing of `closed`; `wordy`: both say enough to be told apart by their words alone; `listed`:
    both were found by the district itself (主动发现) and came from one source, as the entries of one patrol do.
    """

    distance_m: float | None = None
    place_likeness: int | None = None
    gap_ms: int
    same_class: bool | None = True
    likeness: int
    wordy: bool = True
    listed: bool = False
    closed: bool = False


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """That two reports may be one matter: `score` 0–100, and why, in words."""

    score: int
    reasons: tuple[str, ...]

    @property
    def strong(self) -> bool:
        """Whether the queue should say so by itself."""
        return self.score >= STRONG


def rule_for(rules: Sequence[SimilarRule], category: str, group: str = "") -> SimilarRule:
    """Return the rule of a category, else of its group, else of all others, else ours."""
    by_name = {rule.of: rule for rule in rules}
    for name in (category, group):
        if name and name in by_name:
            return by_name[name]
    return by_name.get("", OUR_RULE)


def judge(pair: Pair, rule: SimilarRule) -> Verdict | None:
    """Return how strongly a pair looks like one matter, None where it does not."""
    if pair.gap_ms > (rule.reopen_ms if pair.closed else rule.window_ms):
        return None
    if pair.same_class is False and rule.same_class:
        return None
    nearness = _nearness(pair, rule)
    if nearness is None or pair.likeness < rule.least_likeness:
        return None
    soon = 100 - 50 * pair.gap_ms / max(1, rule.window_ms)
    score = _WORDS * pair.likeness + _NEAR * nearness + _SOON * soon
    if not pair.same_class:
        score -= _OTHER_CLASS
    if pair.place_likeness == OTHER_HOUSE or pair.listed:
        score = min(score, STRONG - 1)  # a person may see more than we do, but the queue does not say so by itself
    return Verdict(score=max(0, min(100, round(score))), reasons=tuple(_reasons(pair)))


def _nearness(pair: Pair, rule: SimilarRule) -> float | None:
    """Return 0–100 for how near two reports are, None where they are not at one place."""
    if pair.distance_m is not None:
        near = 100 - 50 * pair.distance_m / max(1, rule.radius_m)
        if pair.distance_m > rule.radius_m:
            return None
        return near * _OTHER_HOUSE if pair.place_likeness == OTHER_HOUSE else near
    if pair.place_likeness is not None:
        return None if pair.place_likeness < PLACE_LEAST else 0.8 * pair.place_likeness
    return _NO_PLACE if pair.wordy and pair.likeness >= WORDS_ONLY_LEAST else None


def _reasons(pair: Pair) -> list[str]:
    reasons = []
    if pair.distance_m is not None:
        reasons.append(f"相距 {round(pair.distance_m)} 米")
        if pair.place_likeness == OTHER_HOUSE:
            reasons.append("门牌不同")
    elif pair.place_likeness is not None:
        reasons.append(f"地点文字相似 {pair.place_likeness}%")
    reasons.append(f"{'结案后' if pair.closed else '相隔'} {spell_gap(pair.gap_ms)}")
    if pair.same_class:
        reasons.append("同一小类")
    reasons.append(f"文字相似 {pair.likeness}%")
    if pair.listed:
        reasons.append("同一来源的主动发现")
    return reasons


def spell_gap(gap_ms: int) -> str:
    """Return a time between two reports in words, to the largest unit that fits."""
    for unit, name in ((DAY_MS, "天"), (HOUR_MS, "小时")):
        if gap_ms >= unit:
            return f"{gap_ms // unit} {name}"
    return f"{max(0, gap_ms) // MINUTE_MS} 分钟"
