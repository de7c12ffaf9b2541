"""Who the demo's people are, and what they say in their own words."""

from dataclasses import dataclass
from datetime import timedelta

from loyalty.complaints import Category

NAMES = {
    "en": "Grace Adams, Liam Botha, Naledi Mokoena, Peter Hall, Aisha Khan, Tom Reid, Zanele Zulu, Ben Cole",
    "af": "Elsabé Theron, Pieter Steyn, Marlise Fourie, Hannes Nel, Riana Venter, Kobus Smit, Lize Marais, Gert Uys",
    "ru": "Мария Иванова, Павел Орлов, Елена Петрова, Дмитрий Козлов, Анна Лебедева, Юлия Зайцева, Олег Белов",
    "uk": "Катерина Шевченко, Андрій Бондар, Наталія Ткачук, Богдан Кравець, Ірина Гнатюк, Тарас Лисенко, Софія Мороз",
}


@dataclass(frozen=True)
class Invited:
    """By whom, and how many days ago they joined."""

    by: str
    days_ago: float
    buys: bool = True


#: A friend buys on the next day; both rewards wait for two weeks after that.
FRIENDS = {
    "Liam Botha": Invited("Grace Adams", 75),
    "Naledi Mokoena": Invited("Grace Adams", 44),
    "Tom Reid": Invited("Grace Adams", 9),
    "Peter Hall": Invited("Grace Adams", 2, buys=False),
    "Pieter Steyn": Invited("Elsabé Theron", 90),
    "Kobus Smit": Invited("Elsabé Theron", 6),
    "Павел Орлов": Invited("Мария Иванова", 60),
    "Андрій Бондар": Invited("Катерина Шевченко", 30),
}

#: By how likely they are to recommend the café: (least score, reason, words by language).
COMMENTS: tuple[tuple[int, Category, dict[str, str]], ...] = (
    (
        9,
        Category.STAFF,
        {
            "en": "They know my name and my order.",
            "af": "Altyd vriendelik, en die koffie is goed.",
            "ru": "Встречают как дома, кофе отличный.",
            "uk": "Завжди привітні, і кава смачна.",
        },
    ),
    (
        7,
        Category.WAITING,
        {
            "en": "Good coffee, but the queue in the morning!",
            "af": "Lekker, maar soggens is die tou lank.",
            "ru": "Вкусно, но утром очередь.",
            "uk": "Смачно, але зранку черга.",
        },
    ),
    (
        0,
        Category.PRICE,
        {
            "en": "It has become expensive for a small cup.",
            "af": "Dit het duur geword.",
            "ru": "Стало дорого.",
            "uk": "Стало дорого.",
        },
    ),
)


@dataclass(frozen=True)
class Trouble:
    """A complaint, and how far the team has come with it."""

    category: Category
    words: str
    ago: timedelta
    taken: bool = False
    answer: str | None = None
    #: The customer's mark for how it was handled: it is closed.
    mark: int | None = None


TROUBLES = {
    "Ben Cole": Trouble(
        Category.QUALITY,
        "The cappuccino was cold when it reached the table.",
        timedelta(days=24),
        taken=True,
        answer="I am sorry, that should not happen. The next one is on us: just show this message.",
        mark=5,
    ),
    "Zanele Zulu": Trouble(
        Category.POINTS,
        "I bought two cakes yesterday and only one is on my card.",
        timedelta(days=2),
        taken=True,
        answer="You are right, one bill is missing. Please bring it along next time, then we add its points.",
    ),
    "Lize Marais": Trouble(
        Category.STAFF, "Niemand het my gegroet nie, en ek moes lank wag.", timedelta(hours=5), taken=True
    ),
    "Олег Белов": Trouble(
        Category.WAITING, "Ждал заказ двадцать минут, хотя очереди не было.", timedelta(hours=1, minutes=20)
    ),
    "Aisha Khan": Trouble(Category.PRICE, "The bill says R58, the menu R48. Please look at it.", timedelta(hours=27)),
}
