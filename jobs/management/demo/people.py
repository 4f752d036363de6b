"""Who works here. Nobody is made twice, and nobody who was here before is changed."""

from dataclasses import dataclass

from jobs.actions import people
from jobs.models import Membership, Space, User
from jobs.states import Role


@dataclass(frozen=True, kw_only=True)
class Player:
    """A person of the demonstration. `example.com` takes no mail."""

    name: str
    email: str
    language: str = "en"
    zone: str = "Asia/Shanghai"


OWNER = Player(name="Lin", email="lin@example.com")
TEAM = (
    Player(name="Mara", email="mara@example.com", zone="Europe/Berlin"),
    Player(name="Jonas", email="jonas@example.com", zone="Europe/Berlin"),
    Player(name="Yuki", email="yuki@example.com", zone="Asia/Tokyo"),
    Player(name="小雨", email="xiaoyu@example.com", language="zh-hans"),
    Player(name="阿泽", email="aze@example.com", language="zh-hans"),
)
CAMPAIGN = "Harbour campaign · 海港计划"


@dataclass(frozen=True, kw_only=True)
class Troupe:
    """`people` begins with the owner; `new` are those who got the password."""

    people: tuple[User, ...]
    new: tuple[User, ...]
    studio: Space
    campaign: Space

    def named(self, name: str) -> User:
        """Somebody of the cast; the owner for anybody else."""
        return next((one for one in self.people if one.display_name == name), self.people[0])


def gather(password: str) -> Troupe:
    """Everybody and both spaces.

    :raises ValidationError: the password is too weak for an owner.
    """
    owner = User.objects.owner()
    new = []
    if owner is None:
        owner = people.make_owner(OWNER.email, password, name=OWNER.name)
        new.append(owner)
    team = []
    for player in TEAM:
        user = User.objects.filter(email=player.email).first()
        if user is None:
            user = _join(player, password, like=new[-1] if new else None)
            new.append(user)
        team.append(user)
    everybody = (owner, *team)
    return Troupe(
        people=everybody, new=tuple(new), studio=Space.objects.get(is_default=True), campaign=_campaign(everybody)
    )


def _join(player: Player, password: str, *, like: User | None) -> User:
    """One password, hashed once: a hash takes a good part of a second."""
    user = User(email=player.email, display_name=player.name, language=player.language, time_zone=player.zone)
    if like is None:
        user.set_password(password)
    else:
        user.password = like.password
    user.save()
    people.join_default_space(user, Role.CREATOR)
    return user


def _campaign(everybody: tuple[User, ...]) -> Space:
    space, _ = Space.objects.get_or_create(name=CAMPAIGN)
    for user in everybody:
        role = Role.ADMIN if user.is_admin else Role.CREATOR
        Membership.objects.get_or_create(user=user, space=space, defaults={"role": role})
    return space
