"""Signatures on CAP files: ours verify, all else is refused with one sentence, and only what is signed is read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from lxml import etree
from signxml.algorithms import SignatureMethod
from signxml.signer import XMLSigner

from services.alerts import compose
from services.alerts.cap import build
from services.alerts.cap_parse import CapReader, CapRefused
from services.alerts.prepared import Names, Tools
from services.alerts.signing import LIFE_DAYS, KeySigner, fingerprint, new_key, usable, verified
from services.domain.problems import Refusal
from tests.services.alerts.conftest import NOW
from tests.services.alerts.test_cap_rules import GOOD

if TYPE_CHECKING:
    from collections.abc import Callable

    from services.alerts.audience import Contact
    from services.alerts.cap_compose import AreaUnit
    from services.domain.alerts import AlertDraft

DAY = 86_400_000
MESSAGE = build(GOOD)


@pytest.fixture(scope="module")
def pair() -> tuple[bytes, str]:
    return new_key("番禺区", NOW)


@pytest.fixture(scope="module")
def signer(pair: tuple[bytes, str]) -> KeySigner:
    return KeySigner(*pair)


def test_a_signed_message_stays_valid_cap_and_says_the_same(signer: KeySigner, reader: CapReader) -> None:
    signed = signer.sign(MESSAGE)
    parsed = reader.parse(signed)
    assert (parsed.valid, parsed.signed) == (True, True)
    assert reader.parse(verified(signed, signer.certificate, NOW)).alert == GOOD
    assert len({signer.sign(MESSAGE) for _ in range(2)}) == 2  # ECDSA draws a number; both stand
    assert "PRIVATE" not in repr(signer)


def _other(data: bytes) -> bytes:
    return KeySigner(*new_key("番禺区", NOW)).sign(data)


SPOILT: list[tuple[str, Callable[[KeySigner], bytes]]] = [
    ("unsigned", lambda _: MESSAGE),
    ("signature_wrong", lambda _: _other(MESSAGE)),
    ("signature_wrong", lambda signer: signer.sign(MESSAGE).replace("内涝".encode(), "地震".encode())),
    (
        "signature_wrong",
        lambda signer: signer.sign(MESSAGE).replace(b"</info>", b"<instruction>x</instruction></info>"),
    ),
    ("signature_wrong", lambda signer: signer.sign(MESSAGE).replace(b"<ds:DigestValue>", b"<ds:DigestValue>AA")),
    ("signature_wrong", lambda signer: _blank(signer, b"SignatureValue")),
    ("signature_wrong", lambda signer: _blank(signer, b"DigestValue")),
    ("signature_wrong", lambda signer: signer.sign(MESSAGE).replace(b"ecdsa-sha256", b"ecdsa-sha1")),
    ("signature_wrong", lambda _: _by_a_shared_secret()),
    ("signature_wrong", lambda signer: _around(signer.sign(MESSAGE))),
]


def _blank(signer: KeySigner, name: bytes) -> bytes:
    return re.sub(rb"<ds:%b>[^<]*" % name, b"<ds:%b>" % name, signer.sign(MESSAGE))


def _by_a_shared_secret() -> bytes:
    signed = XMLSigner(signature_algorithm=SignatureMethod.HMAC_SHA256).sign(etree.fromstring(MESSAGE), key=b"x" * 32)
    made: bytes = etree.tostring(signed)
    return made


def _around(signed: bytes) -> bytes:
    """Return a forged message with a signed one, and its signature, put inside it."""
    inner = etree.fromstring(signed)
    outer = etree.fromstring(MESSAGE.replace("内涝".encode(), "地震".encode()))
    signature = inner[-1]
    outer.append(inner)
    outer.append(signature)
    made: bytes = etree.tostring(outer)
    return made


@pytest.mark.parametrize(("code", "spoil"), SPOILT)
def test_what_is_not_signed_by_the_pinned_key_is_refused(
    code: str, spoil: Callable[[KeySigner], bytes], signer: KeySigner
) -> None:
    with pytest.raises(CapRefused) as refused:
        verified(spoil(signer), signer.certificate, NOW)
    assert refused.value.code == code
    assert "不予接收" in refused.value.sentence


def test_a_signature_over_a_part_of_the_file_is_none(pair: tuple[bytes, str], signer: KeySigner) -> None:
    root = etree.fromstring(MESSAGE)
    etree.SubElement(root, "part", Id="part").text = "签过的只有这一句"
    signed = XMLSigner(signature_algorithm=SignatureMethod.ECDSA_SHA256).sign(
        root, key=signer._key, cert=pair[1], reference_uri="#part", id_attribute="Id"
    )
    with pytest.raises(CapRefused) as refused:
        verified(etree.tostring(signed), signer.certificate, NOW)
    assert refused.value.code == "signature_wrong"


def test_a_certificate_counts_while_it_is_good(signer: KeySigner) -> None:
    signed = signer.sign(MESSAGE)
    for at in (NOW - 2 * DAY, NOW + LIFE_DAYS * DAY):
        with pytest.raises(CapRefused) as refused:
            verified(signed, signer.certificate, at)
        assert refused.value.code == "certificate_expired"
    assert verified(signed, signer.certificate, NOW + (LIFE_DAYS - 2) * DAY)


@pytest.mark.parametrize("certificate", ["", "证书", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"])
def test_only_a_certificate_can_be_pinned(certificate: str) -> None:
    with pytest.raises(Refusal) as refused:
        usable(certificate)
    assert refused.value.problem.code == "field_bad"


def test_one_certificate_is_pinned_and_compared_by_its_print(pair: tuple[bytes, str]) -> None:
    assert usable(pair[1]) == pair[1]
    assert re.fullmatch(r"([0-9A-F]{2}:){31}[0-9A-F]{2}", fingerprint(pair[1]))
    with pytest.raises(Refusal):
        usable(pair[1] + new_key("b", NOW)[1])


def test_what_is_composed_is_signed_at_release(
    tools: Tools,
    signer: KeySigner,
    draft: AlertDraft,
    units: tuple[AreaUnit, ...],
    contacts: tuple[Contact, ...],
    names: Names,
) -> None:
    signing = Tools(tools.book, tools.reader, tools.zone, tools.bounds, signer)
    made = compose.compose(signing, draft, units, contacts, names, NOW)
    assert made.alert.cap is not None
    assert verified(made.alert.cap, signer.certificate, NOW)
    assert made.alert.texts["cap"].encode() == made.alert.cap
    assert made.correction.cap is None
    released = compose.release(
        signing, made.draft, units, names, made.correction, made.alert, made.rows, NOW + 60_000
    ).revision
    assert released.cap is not None
    cancel = tools.reader.parse(verified(released.cap, signer.certificate, NOW)).alert
    assert cancel is not None
    assert cancel.msg_type == "Cancel"
    assert len(cancel.references) == 1
