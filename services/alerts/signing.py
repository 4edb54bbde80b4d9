"""XML signatures on CAP files: ours made by a `Signer`, others' verified against one pinned certificate.

The certificate that a file brings along is never looked at: it proves only that its maker has some key. Of a verified
file nothing is read but what the signature covers (`verified` returns exactly that). SHA-1 and shared secrets are out.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

from lxml import etree

from services.alerts.cap_parse import CapRefused, hardened
from services.domain.clock import to_datetime
from services.domain.problems import Refusal

if TYPE_CHECKING:
    from services.domain.clock import Instant

LIFE_DAYS = 3_650
"""How long a certificate of ours is good: receivers pin it, and a warning must not fail by its date (our rule)."""

RSA_BITS = 2_048
_SIGNATURE = "{http://www.w3.org/2000/09/xmldsig#}Signature"
_METHODS = ("RSA_SHA256", "RSA_SHA384", "RSA_SHA512", "ECDSA_SHA256", "ECDSA_SHA384", "ECDSA_SHA512")
_DIGESTS = ("SHA256", "SHA384", "SHA512")


class Signer(Protocol):
    """Something that holds a key and signs with it: a key of the hub, later a certified device."""

    @property
    def certificate(self) -> str:
        """The certificate in PEM that receivers pin."""
        ...

    def sign(self, data: bytes) -> bytes:
        """Return an XML document with an enveloped signature as the last child of its root."""
        ...

    def get_ready(self) -> None:
        """Do what would make the first signature slow, while nobody waits for one."""
        ...


class KeySigner:
    """Signs with a private key in memory: ECDSA on P-256 with SHA-256. May be used from several threads."""

    def __init__(self, private: bytes, certificate: str) -> None:
        """`private` is PKCS#8 in DER, `certificate` its PEM."""
        self._private = private
        self.certificate = certificate

    def __repr__(self) -> str:
        return "KeySigner(…)"

    @cached_property
    def _key(self) -> Any:  # noqa: ANN401 - the library's own type, loaded at the first signature
        from cryptography.hazmat.primitives.serialization import load_der_private_key  # noqa: PLC0415 - as above

        return load_der_private_key(self._private, password=None)

    def sign(self, data: bytes) -> bytes:
        """See `Signer`. Takes about a millisecond."""
        from signxml.algorithms import DigestAlgorithm, SignatureMethod  # noqa: PLC0415 - slow, and only for signing
        from signxml.signer import XMLSigner  # noqa: PLC0415 - as above

        root = etree.fromstring(data, hardened())
        signer = XMLSigner(signature_algorithm=SignatureMethod.ECDSA_SHA256, digest_algorithm=DigestAlgorithm.SHA256)
        signed = signer.sign(root, key=self._key, cert=self.certificate)
        made: bytes = etree.tostring(signed, xml_declaration=True, encoding="UTF-8")
        return made

    def get_ready(self) -> None:
        """See `Signer`: libraries and key, some 40 ms."""
        import signxml.signer  # noqa: F401, PLC0415 - loaded, not used

        _ = self._key


def new_key(name: str, now: Instant) -> tuple[bytes, str]:
    """Make a key and a certificate that it signed itself: PKCS#8 in DER, and PEM. `name` says whose (64 characters)."""
    from cryptography import x509  # noqa: PLC0415 - once in the life of a data folder
    from cryptography.hazmat.primitives import hashes, serialization  # noqa: PLC0415 - as above
    from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415 - as above

    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name[:64])])
    since = to_datetime(now) - timedelta(days=1)  # a receiver's clock may be behind
    certificate = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(since + timedelta(days=LIFE_DAYS))
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return private, certificate.public_bytes(serialization.Encoding.PEM).decode()


def fingerprint(certificate: str) -> str:
    """Return the SHA-256 of a certificate (PEM) as people compare it: pairs of hexadecimal digits with colons."""
    from cryptography import x509  # noqa: PLC0415 - as above
    from cryptography.hazmat.primitives.serialization import Encoding  # noqa: PLC0415 - as above

    der = x509.load_pem_x509_certificate(certificate.encode()).public_bytes(Encoding.DER)
    return hashlib.sha256(der).digest().hex(":").upper()


def usable(certificate: str) -> str:
    """Return a certificate to be pinned, as clean PEM. Raises Refusal field_bad: none, several, or too weak a key."""
    from cryptography import x509  # noqa: PLC0415 - as above
    from cryptography.hazmat.primitives.asymmetric import ec, rsa  # noqa: PLC0415 - as above
    from cryptography.hazmat.primitives.serialization import Encoding  # noqa: PLC0415 - as above

    try:
        found = x509.load_pem_x509_certificates(certificate.encode())
    except ValueError:
        found = []
    if len(found) != 1:
        raise Refusal("field_bad", field="证书", value="不是一张 PEM 证书", remedy="请向来源方索取其签名证书")
    key = found[0].public_key()
    strong = isinstance(key, rsa.RSAPublicKey) and key.key_size >= RSA_BITS
    if not strong and not isinstance(key, ec.EllipticCurvePublicKey):
        raise Refusal("field_bad", field="证书", value="密钥种类或长度", remedy="请用 RSA 2048 位以上或椭圆曲线的证书")
    return found[0].public_bytes(Encoding.PEM).decode()


def verified(data: bytes, certificate: str, now: Instant) -> bytes:
    """Return the signed part of a file, canonical, when the pinned certificate (PEM) vouches for it at `now` (ms).

    Ask `CapReader.parse` first: it is what keeps large files and document types away. Raises CapRefused: unsigned,
    certificate_expired, signature_wrong.
    """
    from cryptography import x509  # noqa: PLC0415 - needed only where something was relayed
    from signxml.algorithms import DigestAlgorithm, SignatureMethod  # noqa: PLC0415 - as above
    from signxml.verifier import SignatureConfiguration, VerifyResult, XMLVerifier  # noqa: PLC0415 - as above

    root = etree.fromstring(data, hardened(keep=True))
    if root.find(_SIGNATURE) is None:
        raise CapRefused("unsigned", "文件没有签名，不予接收；请来源方签名后再发")
    pinned = x509.load_pem_x509_certificate(certificate.encode())
    moment = to_datetime(now)
    if not pinned.not_valid_before_utc <= moment <= pinned.not_valid_after_utc:
        raise CapRefused("certificate_expired", "该来源登记的证书不在有效期内；请系统管理员更换证书")
    asked = SignatureConfiguration(
        location="./",
        signature_methods=frozenset(SignatureMethod[name] for name in _METHODS),
        digest_algorithms=frozenset(DigestAlgorithm[name] for name in _DIGESTS),
        verification_time=moment,
    )
    try:
        result = XMLVerifier().verify(root, x509_cert=pinned, expect_config=asked)
    except Exception as error:  # whatever a hostile signature makes the library raise: it is not signed
        raise CapRefused("signature_wrong", "签名与该来源登记的证书不符，或内容被改动过，不予接收") from error
    if not isinstance(result, VerifyResult) or result.signed_xml is None or result.signed_xml.tag != root.tag:
        raise CapRefused("signature_wrong", "签名没有覆盖整个文件，不予接收；请来源方对整个文件签名")
    return result.signed_data
