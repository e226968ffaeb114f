"""Which addresses count as the open internet."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.addresses import is_public, read_address


@pytest.mark.parametrize(
    "written",
    [
        *("127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1"),  # noqa: S104 - refused here
        *("169.254.169.254", "100.64.0.1", "192.0.0.1", "192.0.2.1", "198.18.0.1", "198.51.100.1"),
        *("203.0.113.1", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255"),
        *("::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254"),
        *("fe80::1", "fe80::1%eth0", "fec0::1", "fc00::1", "fd12:3456::1", "ff02::1", "2001:db8::1"),
        *("64:ff9b::7f00:1", "64:ff9b::a00:1", "2002:7f00:1::", "2002:808:808::", "2001:0:4136:e378::1"),
        *("100::1", "64:ff9b:1::1"),
    ],
)
def test_what_is_not_public(written: str) -> None:
    address = read_address(written)

    assert address is not None
    assert not is_public(address)


@pytest.mark.parametrize(
    "written", ["8.8.8.8", "1.1.1.1", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_what_is_public(written: str) -> None:
    address = read_address(written)

    assert address is not None
    assert is_public(address)


@given(st.ip_addresses(v=4))
def test_an_address_is_judged_alike_in_its_own_form_and_inside_another(address: object) -> None:
    plain, mapped = read_address(str(address)), read_address(f"::ffff:{address}")

    assert plain is not None
    assert mapped is not None
    assert is_public(plain) == is_public(mapped)


def test_what_is_no_address() -> None:
    assert read_address("localhost") is None
