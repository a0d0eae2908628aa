"""A form as it lies open before somebody, read in the same way at each door."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from storage.records import Platform
from tests.doors import adaptive

if TYPE_CHECKING:
    from tests.conversation import Member


@dataclass(frozen=True)
class Asked:
    """One field: its label, what may be chosen (nothing where words are wanted), what stands there."""

    label: str
    options: tuple[str, ...] = ()
    given: str = ""
    optional: bool = False


def asked(member: "Member") -> list[Asked]:
    """The fields of the form that came last; none where no form is open."""
    if member.house.platform is Platform.BROWSER:
        sheet = member.house.driver.sheet(member.person)
        return list(_in_browser(sheet)) if sheet is not None else []
    newest = member.newest().rendered
    return list(_in_slack(newest) if member.house.platform is Platform.SLACK else _in_teams(newest))


def _in_slack(view: dict[str, Any]) -> Iterator[Asked]:
    for block in view.get("blocks", []):
        if block["type"] == "input":
            element = block["element"]
            groups = [element, *element.get("option_groups", [])]
            options = [each["text"]["text"] for group in groups for each in group.get("options", [])]
            chosen = element.get("initial_option", {}).get("text", {}).get("text", "")
            given = element.get("initial_value", chosen)
            yield Asked(block["label"]["text"], tuple(options), given, block.get("optional", False))


def _in_teams(card: dict[str, Any]) -> Iterator[Asked]:
    for field in adaptive.inputs(card):
        choices = field.get("choices", [])
        titles = tuple(each["title"] for each in choices)
        yield Asked(field["label"], titles, field.get("value", ""), not field.get("isRequired", False))


def _in_browser(sheet: Any) -> Iterator[Asked]:
    from tests.doors.browser import labels

    form = sheet.first("form")
    if form is None:
        return
    optional = [each.first("span", kind="optional") is not None for each in form.every("div", kind="field")]
    for (label, (_, options)), may_stay in zip(labels(form).items(), optional, strict=True):
        yield Asked(label, tuple(options), optional=may_stay)
