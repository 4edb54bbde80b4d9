"""Where a channel may connect to: listed hosts only, names resolved and checked, the checked address pinned.

A gateway's address is a setting of an administrator. Its name could still lead to this machine or the inner network
(a changed DNS answer); such an address is used only where the setting says so.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias
from urllib.parse import urlsplit

import msgspec
from requests.adapters import HTTPAdapter

Resolver: TypeAlias = Callable[[str, int], Sequence[str]]
"""From a host name and port to its numeric addresses; raises OSError when there are none."""


class AddressRefused(Exception):
    """The gateway's address may not be used; one Chinese sentence. Nothing was sent."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class GatewayAddress(msgspec.Struct, frozen=True, kw_only=True):
    """A gateway's base URL and the hosts that may be connected to, as "host" or "host:port".

    Loopback, private and link-local addresses are refused unless their host is in `inner_hosts`. `ca_file` names the
    certificates to trust instead of the public ones, for a gateway of the inner network.
    """

    url: str
    hosts: tuple[str, ...]
    inner_hosts: tuple[str, ...] = ()
    ca_file: str = ""

    @property
    def host(self) -> str:
        """Return the host of the URL in lower case, without brackets."""
        return (urlsplit(self.url).hostname or "").lower()

    @property
    def port(self) -> int:
        """Return the port, the scheme's own where the URL names none."""
        parts = urlsplit(self.url)
        return parts.port or (443 if parts.scheme == "https" else 80)

    @property
    def netloc(self) -> str:
        """Return host and port as they stand in the URL, for the Host header."""
        return urlsplit(self.url).netloc

    @property
    def secure(self) -> bool:
        """Tell whether the URL is https."""
        return urlsplit(self.url).scheme == "https"

    def refuse_unlisted(self) -> None:
        """Raise ValueError when the URL is no plain http(s) address or its host is not listed."""
        parts = urlsplit(self.url)
        if parts.scheme not in ("http", "https") or not self.host or parts.username or parts.query or parts.fragment:
            raise ValueError(f"{self.url!r} is no gateway address; give one such as https://gateway.example/v1")
        if not self._listed(self.hosts) and not self._listed(self.inner_hosts):
            raise ValueError(f"the gateway host {self.host!r} is not on the list of allowed hosts; add it there first")

    def allows_inner(self) -> bool:
        """Tell whether the host may lead to this machine or the inner network."""
        return self._listed(self.inner_hosts)

    def pinned_url(self, address: str) -> str:
        """Return the base URL with the checked numeric address in the host's place, without a trailing slash."""
        literal = f"[{address}]" if ":" in address else address
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{literal}:{self.port}{parts.path.rstrip('/')}"

    def _listed(self, hosts: Sequence[str]) -> bool:
        known = {host.lower() for host in hosts}
        return self.host in known or f"{self.host}:{self.port}" in known


def system_resolver(host: str, port: int) -> Sequence[str]:
    """Resolve a name with the system's resolver."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def checked_address(gateway: GatewayAddress, resolver: Resolver) -> str:
    """Return the numeric address to connect to. Raises AddressRefused when there is none, or one is not allowed."""
    try:
        found = tuple(resolver(gateway.host, gateway.port))
    except OSError as error:
        raise AddressRefused(f"网关 {gateway.host} 的地址无法解析") from error
    if not found:
        raise AddressRefused(f"网关 {gateway.host} 的地址无法解析")
    if not gateway.allows_inner() and not all(_is_public(address) for address in found):
        raise AddressRefused(f"网关 {gateway.host} 指向本机或内网地址，未列入允许名单")
    return found[0]


def _is_public(address: str) -> bool:
    try:
        parsed = ipaddress.ip_address(address.split("%", 1)[0])
    except ValueError:
        return False
    mapped = getattr(parsed, "ipv4_mapped", None)
    return bool((mapped or parsed).is_global and not (mapped or parsed).is_multicast)


class PinnedAdapter(HTTPAdapter):
    """Connects to the numeric address in the URL while the certificate is checked against the gateway's own name."""

    def __init__(self, gateway: GatewayAddress) -> None:
        self._gateway = gateway
        super().__init__(pool_connections=1, pool_maxsize=1, max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - the library's own signature
        """Tell the pool which name the certificate must bear."""
        if self._gateway.secure:
            kwargs["server_hostname"] = self._gateway.host
        super().init_poolmanager(*args, **kwargs)

    def close(self) -> None:
        """Close the connections now; the library leaves that to the collector, which a kept traceback puts off."""
        pools = self.poolmanager.pools
        for key in pools.keys():  # noqa: SIM118 - it cannot be iterated over otherwise
            pools[key].close()
        super().close()
