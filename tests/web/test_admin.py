"""The admin pages: keys go in and never come out, history is not edited, and nobody else gets there."""

import dataclasses
import html
from unittest.mock import Mock

import pytest
from django.conf import settings

from jobs.models import AuditEntry, Price, ProviderAccount, ProviderKey, Space, User
from jobs.states import KeyState
from tests.desk import real_account
from tests.pipeline.provider import Provider
from tests.web.desk import CANARY, Desk

PAGES = ("", "provideraccount/", "providerkey/", "price/", "user/", "space/", "accesstoken/", "auditentry/")


def add(office: Desk, secret: str = CANARY, **more: str) -> object:
    sent = {"label": "Team", "secret": secret, "account": "", **more}
    return office.client.post("/admin/jobs/providerkey/add/", sent)


def test_a_key_is_trimmed_sealed_and_shown_by_its_end_only(office: Desk) -> None:
    add(office, f'  Bearer "{CANARY}" ')
    key = ProviderKey.objects.get()
    assert (key.last_four, CANARY in key.sealed) == ("7f3a", False)
    listed = office.see("/admin/jobs/providerkey/")
    assert "trimmed off" in listed
    pages = listed + office.see(f"/admin/jobs/providerkey/{key.pk}/change/") + office.see("/admin/jobs/auditentry/")
    assert "••••7f3a" in pages
    assert CANARY not in pages
    assert key.sealed not in pages


@pytest.mark.parametrize(
    ("secret", "sentence"), [("", "The key is empty"), ("hello there", "begins with “sk-”"), ("sk-ключ", "begins with")]
)
def test_what_is_no_key_is_refused_in_words(office: Desk, secret: str, sentence: str) -> None:
    answer = add(office, secret)
    assert sentence in html.unescape(answer.content.decode())  # type: ignore[attr-defined]  # the client's own answer
    assert not ProviderKey.objects.exists()


def test_the_same_key_twice_is_refused(office: Desk) -> None:
    add(office)
    account = str(ProviderAccount.objects.get(kind="dashscope").pk)
    answer = add(office, account=account)
    assert "stored already" in answer.content.decode()  # type: ignore[attr-defined]  # the client's own answer
    assert ProviderKey.objects.count() == 1


def test_the_same_key_twice_is_refused_without_naming_the_account_too(office: Desk) -> None:
    add(office)
    answer = add(office)
    assert "stored already" in answer.content.decode()  # type: ignore[attr-defined]  # the client's own answer
    assert ProviderKey.objects.count() == 1


def test_two_clicks_at_once_store_one_key_and_show_no_error_page(office: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    add(office)
    monkeypatch.setattr("jobs.actions.keys.known", Mock(side_effect=[False, True]))  # the other click comes between
    answer = add(office)
    assert (answer.status_code, answer["Location"]) == (302, "/admin/jobs/providerkey/")  # type: ignore[attr-defined, index]  # the client's own answer
    assert "stored already" in office.see("/admin/jobs/providerkey/")


def test_a_key_is_tested_for_free_and_the_result_is_words(office: Desk, provider: Provider) -> None:
    account = real_account(provider.base_url)
    sent = {"action": "test_for_free", "_selected_action": [str(account.keys.get().pk)]}
    page = html.unescape(office.client.post("/admin/jobs/providerkey/", sent, follow=True).content.decode())
    assert "The provider accepted the key" in page
    assert provider.count("create") == 0


def test_a_retired_key_stays_on_record(office: Desk) -> None:
    add(office)
    key = ProviderKey.objects.get()
    office.client.post("/admin/jobs/providerkey/", {"action": "retire", "_selected_action": [str(key.pk)]})
    assert ProviderKey.objects.get().state == KeyState.RETIRED
    assert office.get(f"/admin/jobs/providerkey/{key.pk}/delete/").status_code == 403


@pytest.mark.parametrize("url", ["http://example.com/api/v1", "https://[::1/api/v1", "https://example.com:port/api/v1"])
def test_a_wrong_base_url_is_refused_in_words(office: Desk, url: str) -> None:
    sent = {"name": "Other", "base_url": url, "workspace": "", "is_active": "on"}
    page = office.client.post("/admin/jobs/provideraccount/add/", sent).content.decode()
    assert "must be an https address" in html.unescape(page)
    assert not ProviderAccount.objects.filter(name="Other").exists()


def test_a_new_account_gets_its_lanes(office: Desk) -> None:
    sent = {"name": "Other", "base_url": "https://example.com/api/v1", "workspace": "", "is_active": "on"}
    office.client.post("/admin/jobs/provideraccount/add/", sent)
    assert ProviderAccount.objects.get(name="Other").lanes.count() == 3


def test_prices_are_added_and_never_edited(office: Desk) -> None:
    price = Price.objects.first()
    assert price is not None
    office.client.post(f"/admin/jobs/price/{price.pk}/change/", {"per_second": "9"})
    price.refresh_from_db()
    assert price.per_second != 9
    new = {"model": price.model, "tier": "720P", "per_second": "0.31", "source": "bill"}
    office.client.post("/admin/jobs/price/add/", {**new, "valid_from_0": "2026-11-20", "valid_from_1": "00:00:00"})
    assert Price.objects.filter(source="bill").count() == 1


def test_the_audit_log_is_only_read(office: Desk) -> None:
    entry = AuditEntry.objects.first()
    assert entry is not None
    assert office.get("/admin/jobs/auditentry/add/").status_code == 403
    assert office.get(f"/admin/jobs/auditentry/{entry.pk}/delete/").status_code == 403


def test_a_changed_role_is_written_down(office: Desk, lin: User) -> None:
    sent = {"display_name": "Lin", "language": "", "time_zone": "", "is_active": "on", "is_admin": "on"}
    inline = {"memberships-TOTAL_FORMS": "0", "memberships-INITIAL_FORMS": "0"}
    office.client.post(f"/admin/jobs/user/{lin.pk}/change/", {**sent, **inline})
    assert AuditEntry.objects.get(action="person.changed").after["is_admin"] is True


def test_who_looks_after_the_studio_alone_cannot_leave(office: Desk, ada: User, lin: User) -> None:
    path = f"/admin/jobs/user/{ada.pk}/change/"
    sent = {"display_name": "Ada", "language": "", "time_zone": "", "is_active": "on"}
    inline = {"memberships-TOTAL_FORMS": "0", "memberships-INITIAL_FORMS": "0"}
    page = html.unescape(office.client.post(path, {**sent, **inline}).content.decode())
    assert "Make another active person an admin first" in page
    User.objects.filter(pk=lin.pk).update(is_admin=True)
    assert office.client.post(path, {**sent, **inline}).status_code == 302
    assert not User.objects.get(pk=ada.pk).is_admin


def test_a_role_in_a_space_is_written_down_from_given_to_taken(office: Desk, ada: User, lin: User) -> None:
    space = Space.objects.create(name="Second floor")
    row = {"memberships-0-user": str(lin.pk), "memberships-0-space": str(space.pk)}
    path, counts = f"/admin/jobs/space/{space.pk}/change/", {"name": space.name, "memberships-TOTAL_FORMS": "1"}
    given = {**counts, **row, "memberships-INITIAL_FORMS": "0", "memberships-0-role": "creator"}
    office.client.post(path, given, REMOTE_ADDR="203.0.113.7")
    member = space.memberships.get()
    kept = {**given, "memberships-INITIAL_FORMS": "1", "memberships-0-id": str(member.pk)}
    office.client.post(path, {**kept, "memberships-0-role": "admin"})
    office.client.post(path, {**kept, "memberships-0-role": "admin", "memberships-0-DELETE": "on"})
    entries = AuditEntry.objects.filter(action="role.changed", target_id=str(lin.pk)).order_by("at")
    assert [(one.before.get("role"), one.after.get("role")) for one in entries] == [
        (None, "creator"),
        ("creator", "admin"),
        ("admin", None),
    ]
    assert (entries[0].address, entries[0].actor) == ("203.0.113.7", ada)


def test_a_new_price_and_a_changed_account_are_written_down(office: Desk) -> None:
    sent = {"name": "Other", "base_url": "https://example.com/api/v1", "workspace": "ws-1", "is_active": "on"}
    office.client.post("/admin/jobs/provideraccount/add/", sent)
    other = ProviderAccount.objects.get(name="Other")
    office.client.post(f"/admin/jobs/provideraccount/{other.pk}/change/", {**sent, "name": "Elsewhere"})
    price = {"model": "pixverse/pixverse-v6-t2v", "tier": "720P", "per_second": "0.31", "source": "bill"}
    office.client.post("/admin/jobs/price/add/", {**price, "valid_from_0": "2026-11-20", "valid_from_1": "00:00:00"})
    entries = {entry.action: entry for entry in AuditEntry.objects.all()}
    assert entries["account.opened"].after["workspace"] == "ws-1"
    assert (entries["account.changed"].before, entries["account.changed"].after) == (
        {"name": "Other"},
        {"name": "Elsewhere"},
    )
    assert entries["price.added"].after["per_second"] == "0.31"


@pytest.mark.parametrize("workspace", ["a\r\nX-Evil: 1", "工作", "two words"])
def test_a_workspace_that_no_header_can_carry_is_refused_in_words(office: Desk, workspace: str) -> None:
    sent = {"name": "Other", "base_url": "https://example.com/api/v1", "workspace": workspace, "is_active": "on"}
    page = html.unescape(office.client.post("/admin/jobs/provideraccount/add/", sent).content.decode())
    assert "A workspace id has no blanks" in page
    assert not ProviderAccount.objects.filter(name="Other").exists()


def test_a_base_url_on_this_machine_is_refused_unless_allowed(office: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = dataclasses.replace(settings.PIXSTUDIO, allow_loopback=False)
    monkeypatch.setattr(settings, "PIXSTUDIO", chosen)
    sent = {"name": "Other", "base_url": "https://localhost/api/v1", "workspace": "", "is_active": "on"}
    page = office.client.post("/admin/jobs/provideraccount/add/", sent).content.decode()
    assert "points to this machine" in page


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_for_admins_and_for_nobody_else(office: Desk, lin: User, page: str) -> None:
    path = f"/admin/jobs/{page}" if page else "/admin/"
    assert office.get(path).status_code == 200
    assert Desk.of(lin).get(path).status_code in (302, 403)
