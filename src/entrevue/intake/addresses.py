"""Which addresses are hosts on the public internet: what the registries of IANA call globally reachable, and no more.

The tables are kept here and not asked of Python's `ipaddress`, whose answers change with its version and let
site-local addresses (fec0::/10) and the relays of 6to4 through.
"""

import ipaddress

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

# Every block of IANA's "IPv4 Special-Purpose Address Registry" (as of 2025-10), those that are marked globally
# reachable among them: they are services of the network, and nobody publishes a page there. Then what is no host.
SPECIAL_IPV4 = tuple(
    ipaddress.IPv4Network(block)
    for block in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private use
        "100.64.0.0/10",  # shared by a carrier's customers
        "127.0.0.0/8",  # loopback
        "169.254.0.0/16",  # link local, the metadata services of clouds among them
        "172.16.0.0/12",  # private use
        "192.0.0.0/24",  # protocol assignments
        "192.0.2.0/24",  # documentation
        "192.31.196.0/24",  # AS112
        "192.52.193.0/24",  # automatic multicast tunnels
        "192.88.99.0/24",  # relays of 6to4
        "192.168.0.0/16",  # private use
        "192.175.48.0/24",  # AS112
        "198.18.0.0/15",  # benchmarking
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, the broadcast address among it
    )
)
# Of IPv6, IANA gives out 2000::/3 alone as global unicast. So loopback, mapped and translated addresses (::/8,
# 64:ff9b::/32), discard-only (100::/64), segment identifiers (5f00::/16), unique local (fc00::/7), link-local (fe80::/10),
# site-local (fec0::/10) and multicast (ff00::/8) are outside; below are the special blocks inside it.
GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
SPECIAL_IPV6 = tuple(
    ipaddress.IPv6Network(block)
    for block in (
        "2001::/23",  # protocol assignments: Teredo, ORCHID, benchmarking ...
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4: an IPv4 address is inside
        "2620:4f:8000::/48",  # AS112
        "3fff::/20",  # documentation
    )
)


def is_public(address: IPAddress) -> bool:
    """Whether an address is a host on the public internet, not a way into a private network."""
    if isinstance(address, ipaddress.IPv4Address):
        return not any(address in block for block in SPECIAL_IPV4)
    return address in GLOBAL_UNICAST and not any(address in block for block in SPECIAL_IPV6)
