"""Providers as data, what an account must say, and how a text is counted."""

from __future__ import annotations

import pytest

from services.alerts.channels.build import _BY_KIND
from services.domain.channels import KINDS, Kind, kept_secrets, limits_of, settled, spec_of
from services.domain.channels_budget import Rate
from services.domain.channels_text import SmsLength, sms_length, utf8_length
from services.domain.clock import MINUTE_MS
from services.domain.problems import Refusal

BOT = KINDS[Kind.WECOM_BOT]


def test_every_kind_has_an_adapter_a_rate_and_facts_that_say_how_far_they_are_trusted() -> None:
    assert set(KINDS) == set(Kind) == set(_BY_KIND)
    for spec in KINDS.values():
        assert spec.facts
        assert spec.limits.rates or spec.kind is Kind.GATEWAY
        assert not {f.name for f in spec.settings} & {f.name for f in spec.secrets}


def test_an_account_is_filled_with_defaults() -> None:
    assert settled(BOT, {}) == {"url": "https://qyapi.weixin.qq.com", "format": "text"}


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"url": "ftp://x"}, "field_bad"),
        ({"url": "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=geheim"}, "field_bad"),
        ({"url": "https://u:p@x.example"}, "field_bad"),
        ({"format": "html"}, "field_bad"),
        ({"colour": "red"}, "field_bad"),
        ({"url": "https://x.example/" + "a" * 3_000}, "field_bad"),
    ],
)
def test_what_an_account_cannot_say(given: dict[str, str], code: str) -> None:
    with pytest.raises(Refusal) as caught:
        settled(BOT, given)
    assert caught.value.problem.code == code
    assert "geheim" not in f"{caught.value} {caught.value.problem}", "whoever pastes a whole address pastes its key"


def test_secrets_that_are_not_given_stay_and_none_is_named() -> None:
    assert kept_secrets(BOT, {"key": " new "}, {"key": "old"}) == {"key": "new"}
    assert kept_secrets(BOT, {}, {"key": "old"}) == {"key": "old"}
    for given in ({}, {"key": "geheim\n" * 2 + "x"}, {"key": "g" * 3_000}, {"password": "geheim"}):
        with pytest.raises(Refusal) as caught:
            kept_secrets(BOT, given, {})
        assert "geheim" not in f"{caught.value} {caught.value.problem}"


def test_a_rate_may_be_lowered_only() -> None:
    assert limits_of(BOT, 15, 40).rates == (Rate(15, MINUTE_MS),)
    assert limits_of(BOT, None, None) == BOT.limits
    for per_minute, reserve in ((21, None), (0, None), (None, 91), (None, -1)):
        with pytest.raises(Refusal):
            limits_of(BOT, per_minute, reserve)
    assert limits_of(KINDS[Kind.GATEWAY], 600, None).rates == (Rate(600, MINUTE_MS),)


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(Refusal):
        spec_of("pigeon")


@pytest.mark.parametrize(
    ("text", "signature", "expected"),
    [
        ("A" * 160, "", SmsLength("gsm7", 160, 1)),
        ("A" * 161, "", SmsLength("gsm7", 161, 2)),
        ("A" * 306, "", SmsLength("gsm7", 306, 2)),
        ("A" * 307, "", SmsLength("gsm7", 307, 3)),
        ("€" * 80, "", SmsLength("gsm7", 160, 1)),
        ("[" * 81, "", SmsLength("gsm7", 162, 2)),
        ("水" * 70, "", SmsLength("ucs2", 70, 1)),
        ("水" * 71, "", SmsLength("ucs2", 71, 2)),
        ("水" * 64, "番禺应急", SmsLength("ucs2", 70, 1)),
        ("水" * 65, "番禺应急", SmsLength("ucs2", 71, 2)),
        ("A" * 65, "番禺应急", SmsLength("ucs2", 71, 2)),
        ("\U00020000" * 35, "", SmsLength("ucs2", 70, 1)),
        ("", "", SmsLength("gsm7", 0, 1)),
    ],
)
def test_parts_of_a_short_message(text: str, signature: str, expected: SmsLength) -> None:
    assert sms_length(text, signature) == expected


def test_where_everything_is_counted_as_chinese() -> None:
    assert sms_length("A" * 71, only_ucs2=True) == SmsLength("ucs2", 71, 2)


def test_bytes_of_utf8() -> None:
    assert utf8_length("水a😀") == 8
