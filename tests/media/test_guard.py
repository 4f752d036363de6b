"""Links that lead where no link may lead."""

import pytest

from jobs.media.guard import Blocked, LinkRules, check, judge_address

RULES = LinkRules(hosts=("films.example.com", "*.cdn.example"))
HOME = LinkRules(allow_loopback=True)


@pytest.mark.parametrize(
    "url",
    [
        "https://media.pixverseai.cn/a.mp4",
        "https://media.pixverseai.cn:443/pixverse%2Fmp4%2Fmedia.mp4?Expires=1&Signature=a%2Bb%3d",
        "HTTPS://Media.PixverseAI.cn/a.mp4#t=3",
        "https://dashscope-result-bj.oss-cn-beijing.aliyuncs.com/x?y=z",
        "https://films.example.com",
        "https://a.b.cdn.example/a.mp4",
    ],
)
def test_a_link_of_the_provider_passes(url: str) -> None:
    target = check(url, RULES)
    assert (target.port, target.local, target.sandbox) == (443, False, False)


def test_percent_encoded_slashes_stay_as_they_are() -> None:
    assert check("https://media.pixverseai.cn/a%2Fb%2f.mp4#x", RULES).url == "https://media.pixverseai.cn/a%2Fb%2f.mp4"


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://media.pixverseai.cn/a.mp4", "link-scheme"),
        ("file:///etc/passwd", "link-scheme"),
        ("ftp://media.pixverseai.cn/a.mp4", "link-scheme"),
        ("gopher://media.pixverseai.cn/a.mp4", "link-scheme"),
        ("https://media.pixverseai.cn:8443/a.mp4", "link-port"),
        ("https://media.pixverseai.cn:0/a.mp4", "link-port"),
        ("https://mara@media.pixverseai.cn/a.mp4", "link-userinfo"),
        ("https://media.pixverseai.cn:443@evil.example/a.mp4", "link-userinfo"),
        ("https://evil.example/a.mp4", "link-host"),
        ("https://aliyuncs.com/a.mp4", "link-host"),
        ("https://evilaliyuncs.com/a.mp4", "link-host"),
        ("https://cdn.example/a.mp4", "link-host"),
        ("https://media.pixverseai.cn.evil.example/a.mp4", "link-host"),
        ("https://x.media.pixverseai.cn/a.mp4", "link-host"),
        ("https://127.0.0.1/a.mp4", "link-host"),
        ("https://169.254.169.254/latest/meta-data", "link-host"),
        ("https://2130706433/a.mp4", "link-host"),
        ("https://0x7f000001/a.mp4", "link-host"),
        ("https://0177.0.0.1/a.mp4", "link-host"),
        ("https://[::ffff:127.0.0.1]/a.mp4", "link-host"),
        ("https://localhost/a.mp4", "link-host"),
        ("https://sandbox.invalid/a.mp4", "link-host"),
        ("https://media.pixverseai.cn\\@evil.example/a.mp4", "link-malformed"),
        ("https://evil.example\\.media.pixverseai.cn/a.mp4", "link-malformed"),
        ("https://media.pixverseai.cn /a.mp4", "link-malformed"),
        (" https://media.pixverseai.cn/a.mp4", "link-malformed"),
        ("https://media.pixverseai.cn/a b.mp4", "link-malformed"),
        ("https://media.pixverseai.cn/a\r\nHost: evil", "link-malformed"),
        ("https://media.pixverseai.cn/a\x00.mp4", "link-malformed"),
        ("https://media.pixverseai。cn/a.mp4", "link-malformed"),
        ("https://mediaⓟ.cn/a.mp4", "link-malformed"),
        ("https://media.pixverseai.cn./a.mp4", "link-malformed"),
        ("https://media.pixverseai.cn:/a.mp4", "link-malformed"),
        ("https://media%2epixverseai.cn/a.mp4", "link-malformed"),
        ("https:///a.mp4", "link-malformed"),
        ("https:media.pixverseai.cn/a.mp4", "link-malformed"),
        ("//media.pixverseai.cn/a.mp4", "link-malformed"),
        ("javascript:alert(1)", "link-malformed"),
        ("", "link-malformed"),
        ("https://media.pixverseai.cn/" + "a" * 9000, "link-malformed"),
    ],
)
def test_any_other_link_is_blocked(url: str, code: str) -> None:
    with pytest.raises(Blocked) as caught:
        check(url, RULES)
    assert caught.value.code == code


def test_blocked_is_of_no_kind_that_is_retried() -> None:
    assert Blocked.__bases__ == (Exception,)


@pytest.mark.parametrize("url", ["http://127.0.0.1:8123/a.mp4", "https://[::1]:9/a", "http://localhost/a"])
def test_this_machine_is_reached_only_where_it_is_allowed(url: str) -> None:
    assert check(url, HOME).local
    with pytest.raises(Blocked):
        check(url, RULES)


def test_the_sandbox_is_exactly_one_origin() -> None:
    rules = LinkRules(sandbox=True)
    assert check("https://sandbox.invalid/films/a.mp4", rules).sandbox
    for url in ("http://sandbox.invalid/a", "https://sandbox.invalid:8443/a", "https://x.sandbox.invalid/a"):
        with pytest.raises(Blocked):
            check(url, rules)


PRIVATE = [
    "127.0.0.1",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "100.100.100.200",
    "0.0.0.0",  # noqa: S104 (an address to be refused)
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "192.0.0.8",
    "192.0.2.1",
    "192.88.99.1",
    "198.18.0.1",
    "::",
    "::1",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "fec0::1",
    "ff02::1",
    "2001:db8::1",
    "2001::1",
    "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "::127.0.0.1",
    "2002:7f00:1::",
    "2002:a9fe:a9fe::1",
    "64:ff9b::7f00:1",
    "64:ff9b::a00:1",
    "64:ff9b:1::808:808",
    "no address",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_inside_is_blocked_whatever_it_is_dressed_as(address: str) -> None:
    with pytest.raises(Blocked) as caught:
        judge_address(address, check("https://media.pixverseai.cn/a", RULES))
    assert caught.value.code == "link-address"


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "2400:3200::1", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1"]
)
def test_an_address_of_the_open_internet_passes(address: str) -> None:
    judge_address(address, check("https://media.pixverseai.cn/a", RULES))


def test_a_local_name_must_lead_to_this_machine() -> None:
    target = check("http://localhost:1/a", HOME)
    judge_address("::1", target)
    with pytest.raises(Blocked):
        judge_address("8.8.8.8", target)
