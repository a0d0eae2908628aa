""" "This worked for us": told, checked, agreed to by the school's head, found, met and visited."""

from datetime import timedelta

from handlers.agenda.gathering import bright_spots_told

ANSWERS = {
    "What do you call it?": "Calls before nine",
    "What did you do?": "Two of us ring every family before nine on the first day of absence.",
    "For whom?": "Years 3 to 6, a village school.",
    "What did it take?": "Half an hour each morning, two phones.",
    "How do you know it worked?": "Persistent absence fell from 19% to 12% in two terms.",
    "What did not work?": "Text messages: nobody answered them.",
}


def titles(member):
    return [each.title for each in member.sees()]


async def told(house, who):
    await who.says("library story")
    if house.platform != "teams":
        await who.presses("This worked for us")
    return await who.fills(ANSWERS)


async def test_a_story_from_telling_to_a_visit(house):
    ada = await house.member("Ada Example", school="Ashdown", job_title="Teacher", networks=["Attendance"])
    hana = await house.member("Hana Hill", school="Ashdown", job_title="Headteacher")
    bo = await house.member("Bo Sample", school="Fenside", job_title="Class teacher")
    cy = await house.member("Cy Instance", school="Oakhill")
    await house.member("Di Sample", school="Fenside", working_on="persistent absence in Year 5")

    draft = await told(house, ada)
    assert "Saved as your draft." in draft.text
    assert "Save for me" not in draft.buttons, "what one does with what is everybody's"
    await ada.presses("Send to be checked")
    await ada.fills({"Who checks it?": "Bo Sample"})
    assert (await cy.says("library absence")).title == "Nothing on that in the library yet"
    await bo.presses("Read it")
    await bo.presses("Please change")
    await bo.fills({"What would make it better?": "Who rings when you are both in class?"})
    assert "Who rings when you are both in class?" in ada.newest().text

    await ada.presses("Change it")
    await ada.presses("Change")
    await ada.fills({"What did it take?": "Half an hour each morning; the office stands in."})
    await ada.presses("Send to be checked")
    await ada.fills({"Who checks it?": "Bo Sample"})
    await house.wait(timedelta(minutes=1))
    await bo.presses("Read it", on="Would you check this? Calls before nine")
    await bo.presses("It’s good")
    assert "May colleagues read this? Calls before nine" in titles(hana)
    assert (await cy.says("library absence")).title == "Nothing on that in the library yet"
    await hana.presses("Read it")
    await hana.presses("Yes, publish it")
    assert "It is in the library: Calls before nine" in titles(ada)

    card = await cy.says("library first day absence calls")
    assert card.title == "Calls before nine"
    assert "Ada Example, Ashdown" in card.text
    assert "the office stands in" in card.text
    assert "Hana Hill agreed for the school" in card.text
    found = await cy.says("who else is working on persistent absence?")
    assert "told what worked: “Calls before nine” in Attendance" in found.text
    async with house.database.reading() as store:
        (network,) = await store.networks.of(ada.person)
        (item,) = await bright_spots_told(network, house.app.clock.now() - timedelta(days=7), store)
    assert item.title == "“Calls before nine” – Ada Example, Ashdown"

    await cy.says("library case studies on absence")
    await cy.presses("Ask to visit")
    await cy.fills(
        {"When would suit you?": "A morning in October", "What would you like to see?": "The calls"}
    )
    assert "Cy Instance would like to visit" in titles(ada)
    await ada.presses("Yes, come")
    assert "Ada Example and Cy Instance, a visit" in titles(cy)
    assert "ada.example@school.example" in cy.newest().text

    await hana.says("library calls before nine")
    await hana.presses("Take it back")
    assert (await cy.says("library absence")).title == "Nothing on that in the library yet"
    assert "This one stays with you for now: Calls before nine" in titles(ada)


async def test_a_head_who_tells_has_agreed_and_elsewhere_it_is_noted_who_did(house):
    hana = await house.member("Hana Hill", school="Ashdown", job_title="Headteacher")
    ada = await house.member("Ada Example", school="Fenside")
    bo = await house.member("Bo Sample", school="Oakhill")
    for who in (hana, ada):
        await told(house, who)
        await who.presses("Send to be checked")
        await who.fills({"Who checks it?": "Bo Sample"})
        await bo.presses("Read it")
        await bo.presses("It’s good")
    assert "It is in the library: Calls before nine" in titles(hana)
    assert "It is in the library: Calls before nine" not in titles(ada)
    await bo.presses("The head has agreed")
    await bo.fills({"Who agreed?": "Jo March, headteacher"})
    assert "Jo March, headteacher agreed for the school" in bo.newest().text
    assert "It is in the library: Calls before nine" in titles(ada)

    async with house.database.store() as store:
        await store.people.forget(ada.person)
        await store.people.forget(hana.person)
    await house.app.upkeep.prune()
    card = await bo.says("library case studies on absence")
    assert "Case study · Fenside" in card.text
    assert "Case study · Ashdown" in card.text
    assert "Hana Hill" not in card.text
    assert "Half an hour each morning" in (await bo.presses("Read")).text
