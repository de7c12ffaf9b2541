"""What the tests of the page share besides fixtures: how people find their way on it."""

from playwright.async_api import Locator, Page, expect


def phone(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=f"Phone of {name}")


def bubbles(screen: Locator) -> Locator:
    return screen.get_by_role("article")


async def choose(page: Page, name: str) -> Locator:
    await page.get_by_role("navigation", name="People").get_by_role("button", name=name).click()
    return phone(page, name)


async def start(page: Page, name: str) -> Locator:
    """Chooses a person and presses START on their phone."""
    screen = await choose(page, name)
    await screen.get_by_role("button", name="Start").click()
    await expect(bubbles(screen).last).to_contain_text(f"Welcome, {name}")
    return screen


async def write(screen: Locator, text: str) -> None:
    await screen.get_by_role("combobox").fill(text)
    await screen.get_by_role("combobox").press("Enter")
