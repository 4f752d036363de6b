"""The map of addresses; the app knows its own."""

from allauth.account import views as account
from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from django.contrib import admin
from django.contrib.auth.models import Group
from django.urls import include, path

admin.autodiscover()
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]  # one sign-in page for all

admin.site.unregister(Group)  # who may do what stands in `jobs.access`
admin.site.unregister(EmailAddress)  # a person has one address, their sign-in name

urlpatterns = [
    path("admin/", admin.site.urls),
    # of allauth's pages only these: nobody registers, and a new password comes by invitation
    path("accounts/login/", account.login, name="account_login"),
    path("accounts/logout/", account.logout, name="account_logout"),
    path("accounts/inactive/", account.account_inactive, name="account_inactive"),
    path("", include("jobs.urls")),
]

handler400 = "pixstudio.faults.bad_request"
handler403 = "pixstudio.faults.forbidden"
handler404 = "pixstudio.faults.not_found"
handler429 = "jobs.web.errors.too_many"
handler500 = "pixstudio.faults.broken"
