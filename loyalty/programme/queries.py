"""All SQL over the programme's settings and the owner's own texts."""

from sqlalchemy import bindparam, delete, or_, select

from storage.tables import people, programme_texts, programme_versions, shops

_HOLDS_FROM = programme_versions.c.holds_from
#: The fingerprint of the settings in force at `:now`, to be selected along with other things: the newest version whose
#: day has come. One that holds at once does so from its commit on, whatever the clock of who asks says.
IN_FORCE = (
    select(programme_versions.c.fingerprint)
    .where(or_(_HOLDS_FROM.is_(None), bindparam("now", type_=_HOLDS_FROM.type) >= _HOLDS_FROM))
    .order_by(programme_versions.c.id.desc())
    .limit(1)
    .scalar_subquery()
    .label("programme")
)
LOAD = select(IN_FORCE)
OF_FINGERPRINT = (
    select(programme_versions.c.settings).where(programme_versions.c.fingerprint == bindparam("fingerprint")).limit(1)
)
ANY_VERSION = select(programme_versions.c.id).limit(1)
ANY_SHOP = select(shops.c.id).limit(1)
HISTORY = (
    select(programme_versions.c.at, programme_versions.c.holds_from, programme_versions.c.settings, people.c.first_name)
    .outerjoin(people, people.c.id == programme_versions.c.changed_by)
    .order_by(programme_versions.c.id)
)
_OF_NAME = programme_texts.c.name == bindparam("text_name")
TEXTS = select(programme_texts.c.language, programme_texts.c.text).where(_OF_NAME)
REMOVE_TEXT = delete(programme_texts).where(_OF_NAME, programme_texts.c.language == bindparam("text_language"))
