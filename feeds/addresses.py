"""Owns which network addresses may be connected to: public ones, whatever form they are written in."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

IPAddress = IPv4Address | IPv6Address

_NAT64 = IPv6Network("64:ff9b::/96")
_OLD_COMPATIBLE = IPv6Network("::/96")
_SITE_LOCAL = IPv6Network("fec0::/10")


def is_public(address: IPAddress) -> bool:
    """Tell whether an address belongs to the open internet.

    Loopback, private, link-local (cloud metadata), shared, multicast and reserved ones do not. An IPv6
    address that stands for an IPv4 one is judged by that; tunnels (6to4, Teredo) hide where they lead and are
    refused.
    """
    if isinstance(address, IPv4Address):
        return _is_open(address)
    if address.ipv4_mapped is not None:
        return _is_open(address.ipv4_mapped)
    if address in _NAT64:
        return _is_open(IPv4Address(int(address) & 0xFFFFFFFF))
    if address in _OLD_COMPATIBLE or address in _SITE_LOCAL or address.scope_id:
        return False
    return address.sixtofour is None and address.teredo is None and _is_open(address)


def read_address(text: str) -> IPAddress | None:
    """Return the address a resolver wrote, None when it is none."""
    try:
        return ip_address(text)
    except ValueError:
        return None


def _is_open(address: IPAddress) -> bool:
    closed = (
        address.is_private,
        address.is_loopback,
        address.is_link_local,
        address.is_multicast,
        address.is_reserved,
        address.is_unspecified,
    )
    return address.is_global and not any(closed)
