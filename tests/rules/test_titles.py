"""Job titles as schools write them."""

import pytest

from handlers.rules import titles

TITLES = [
    ("Asst Head - Inclusion/SENDCo (0.6)", "assistant_head inclusion_lead senco", "", ""),
    ("Headteacher", "headteacher", "", ""),
    ("Principal", "headteacher", "", ""),
    ("Head of School", "head_of_school", "", ""),
    ("Executive Head (Thorpe Green & Marlingham)", "executive_headteacher", "", ""),
    ("Headteacher (teaching Y5/6 three days)", "teaching_head", "", "5 6"),
    ("Deputy Headteacher (Inclusion) & DSL", "deputy_head inclusion_lead dsl", "", ""),
    ("Vice Principal, T&L", "deputy_head tl_lead", "", ""),
    ("Assistant Principal - Behaviour & Attitudes", "assistant_head behaviour_lead", "", ""),
    ("Associate Assistant Headteacher - Attendance", "assistant_head attendance_lead", "", ""),
    ("Deputy Head, Curriculum & Assessment", "deputy_head curriculum_leader", "", ""),
    ("AHT / SENDCo", "assistant_head senco", "", ""),
    ("SENCo (0.4, both schools)", "senco", "", ""),
    ("SENDCo 11-16", "senco", "", "7 8 9 10 11"),
    ("Inclusion Lead (SENDCo/DSL)", "inclusion_lead senco dsl", "", ""),
    ("SENDCo & Deputy DSL", "senco ddsl", "", ""),
    ("SENCo & Mental Health Lead", "senco mental_health_lead", "", ""),
    ("Y5 Teacher & English Lead", "teacher subject_leader", "english", "5"),
    ("Y4 Teacher, PSHE & RSE Lead", "teacher subject_leader", "pshe rshe", "4"),
    ("Y2/3 Class Teacher, Maths & Computing Lead", "teacher subject_leader", "maths computing", "2 3"),
    ("R/Y1/Y2 Teacher, EYFS & Phonics Lead", "teacher eyfs_lead phonics_lead", "reading", "0 1 2"),
    ("R/1/2 teacher, RE & Collective Worship Lead", "teacher subject_leader worship_lead", "re", "0 1 2"),
    ("Y3 Teacher, Art & DT Lead", "teacher subject_leader", "art dt", "3"),
    ("Y5/6 teacher, English and RE lead", "teacher subject_leader", "english re", "5 6"),
    ("Y5/6 Teacher, Science & Computing", "teacher subject_leader", "science computing", "5 6"),
    ("Year 6 Lead; Writing", "year_leader subject_leader", "writing", "6"),
    ("Class teacher YR/1/2 (job share)", "teacher", "", "0 1 2"),
    ("Class Teacher Y3-6 & Curriculum Lead", "teacher", "", "3 4 5 6"),
    ("KS2 Teacher (Y4-6) / Senior Teacher", "teacher senior_leader", "", "4 5 6"),
    ("Reception Teacher, EYFS Phase Leader", "teacher eyfs_lead", "", "0"),
    ("Nursery Teacher / EYFS Lead", "teacher eyfs_lead", "", "-1"),
    ("Y1 Teacher (ECT2)", "teacher ect", "", "1"),
    ("Y3/4 Teacher; Mentor to ECT", "teacher ect_mentor", "", "3 4"),
    ("TA - Y3 / ELSA", "ta elsa", "", "3"),
    ("HLTA (KS2)", "hlta", "", "3 4 5 6"),
    ("Year 8 Teaching Assistant", "ta", "", "8"),
    ("Head of Maths", "head_of_department", "maths", ""),
    ("Director of DT", "head_of_department", "dt", ""),
    ("2i/c Maths", "head_of_department", "maths", ""),
    ("Director of Maths Yr 1-11", "head_of_department", "maths", "1 6 11"),
    ("Head of Maths & GCSE Resits", "head_of_department", "maths", ""),
    ("Head of History, Research Lead", "head_of_department research_lead", "history", ""),
    ("Lead Practitioner - English", "lead_practitioner", "english", ""),
    ("Head of Year 9", "head_of_year", "", "9"),
    ("Head of Year 7 & Transition", "head_of_year transition_lead", "", "7"),
    ("KS3 Maths Coordinator", "subject_leader", "maths", "7 8 9"),
    ("Business & Operations Director", "sbm", "", ""),
    ("TA3 + lunchtime + sports", "ta midday_supervisor", "", ""),
    ("Uniform shop/reception/first aid", "school_administrator", "", ""),
    ("ICT tech", "it_support", "", ""),
    ("TA4", "hlta", "", ""),
    ("Oracy lead & Y4", "teacher", "", "4"),
    ("Lead for Year 4", "year_leader", "", "4"),
    ("Swimming coordinator", "subject_leader", "pe", ""),
    ("Head of Sixth Form", "sixth_form_lead", "", "12 13"),
    ("Science Teacher (Physics) & ECT mentor", "teacher ect_mentor", "", ""),
    ("Teacher of Chemistry (ECT2)", "teacher ect", "", ""),
    ("School Business Manager", "sbm", "", ""),
    ("Office Manager & First Aider", "office_manager first_aider", "", ""),
    ("Cook in charge", "catering_manager", "", ""),
    ("Caretaker (10 hrs)", "site_manager", "", ""),
    ("Network Manager", "it_support", "", ""),
    ("Exams Officer", "exams_officer", "", ""),
    ("Speech and Language Therapist (employed by school)", "salt", "", ""),
    ("Librarian", "librarian", "", ""),
]  # fmt: skip


@pytest.mark.parametrize(("title", "roles", "leads", "years"), TITLES)
def test_a_title_tells_the_roles_the_subjects_led_and_the_years(title, roles, leads, years):
    found = titles.read(title)
    assert {f"role.{role}" for role in roles.split()} <= set(found.roles), found
    assert {f"subject.{subject}" for subject in leads.split()} <= set(found.leads), found
    assert {int(year) for year in years.split()} <= found.years, found
    if not years:
        assert not found.years


def test_who_supports_teaching_leads_no_subject():
    assert not titles.read("TA + sports").leads
    assert not titles.read("DT & Food Technician").leads


def test_what_is_taught_is_not_what_is_led():
    found = titles.read("Science Teacher (Physics) & ECT mentor")
    assert found.leads == ()
    assert set(found.teaches) == {"subject.science", "subject.physics"}
    assert "role.ect" not in found.roles


def test_head_of_maths_is_no_headteacher():
    assert "role.headteacher" not in titles.read("Head of Maths").roles


@pytest.mark.parametrize(
    "title", ["SENCo (0.4)", "Class teacher (job share)", "Caretaker (10 hrs)", "Cook, part time"]
)
def test_part_time_is_understood(title):
    assert "context.job_share" in titles.read(title).contexts


def test_a_class_of_several_years_is_mixed_and_two_parallel_ones_are_not():
    assert titles.read("Y1/2 Teacher").mixed_class
    assert not titles.read("Head of Year 7").mixed_class
    assert not titles.read("SENDCo 11-16").mixed_class


@pytest.mark.parametrize("title", ["", "!!!", "x" * 5_000, "👩‍🏫", "\x00", "Chief Wizard of Everything"])
def test_nonsense_is_nobody_in_particular(title):
    assert isinstance(titles.read(title), titles.Title)
