"""The rule: what people enter is kept as they entered it, nothing is overwritten, and any day in the past can be asked.

No SQL and no file here: these tests are the contract of the store. Another database is one more entry in `BACKENDS`.
"""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely.geometry import LineString, Polygon

from geo.clearance.report import FIGURES, FigureKind, Milestone, Obstacle, Report
from geo.corrections.overlay import Action, Correction, Undo
from geo.errors import ConflictError, CredentialError, StoreError
from geo.model import Precision
from geo.store import Entry, Log, Role, Store
from tests.entered import LAN, MINH, PROJECT, Clock, draft, milestone, new_store, obstacle, report, uuid

BACKENDS: dict[str, Callable[[Path, Clock], Store]] = {"sqlite": new_store}


@pytest.fixture
def clock() -> Clock:
    """Return the clock that the store of the test reads."""
    return Clock()


@pytest.fixture(params=BACKENDS)
def store(request: pytest.FixtureRequest, tmp_path: Path, clock: Clock) -> Iterator[Store]:
    """Give an empty store of each kind."""
    opened = BACKENDS[request.param](tmp_path, clock)
    yield opened
    opened.close()


# corrections


def _save(store: Store, revision: int = 0, **changes: object) -> Correction:
    return store.corrections.save(draft(**changes), project=PROJECT, revision=revision, by=LAN)


def test_a_saved_correction_comes_back_as_it_was_sent(store: Store, clock: Clock) -> None:
    ring = Polygon([(106.68, 20.89), (106.69, 20.89), (106.69, 20.9), (106.68, 20.89)])
    sent = draft(geometry=ring, precision=Precision.AREA, radius_m=0.5)
    saved = store.corrections.save(sent, project=PROJECT, revision=0, by=LAN, outside_ward=True)
    found = store.corrections.find(PROJECT.id)
    assert found == saved
    assert (found.id, found.revision, found.supersedes, found.action) == (sent.id, 1, None, Action.PLACE)
    assert (found.who, found.recorded_at, found.outside_ward) == ("lan.nguyen", clock.now, True)
    assert found.geometry is not None
    assert found.geometry.equals_exact(ring)


def test_no_place_is_an_answer_too(store: Store) -> None:
    saved = _save(store, geometry=None, precision=Precision.NONE, radius_m=None)
    assert saved.action is Action.NO_PLACE
    assert store.corrections.find(PROJECT.id) == saved


def test_a_project_nobody_corrected_has_none(store: Store) -> None:
    assert store.corrections.find(PROJECT.id) is None
    assert store.corrections.history(PROJECT.id) == ()
    assert store.corrections.current() == {}


def test_a_second_version_supersedes_and_the_first_stays(store: Store) -> None:
    first, second = _save(store), _save(store, revision=1, radius_m=20.0)
    assert second.supersedes == 1
    assert store.corrections.history(PROJECT.id) == (first, second)
    assert store.corrections.current() == {PROJECT.id: second}


def test_the_second_of_two_editors_is_told_who_and_when_and_nothing_is_overwritten(store: Store, clock: Clock) -> None:
    first = _save(store)
    clock.forward(minutes=3)
    with pytest.raises(ConflictError, match=r"lan\.nguyen sửa lúc 14:00 05/03/2026 \(lần 1\)") as told:
        store.corrections.save(draft(), project=PROJECT, revision=0, by=MINH)
    assert (told.value.who, told.value.when, told.value.revision) == ("lan.nguyen", first.recorded_at, 1)
    assert store.corrections.history(PROJECT.id) == (first,)


def test_a_revision_from_the_future_is_a_conflict(store: Store) -> None:
    with pytest.raises(ConflictError, match="chưa có lần sửa nào") as told:
        _save(store, revision=4)
    assert told.value.who is None


def test_sending_twice_stores_once(store: Store, clock: Clock) -> None:
    sent = draft()
    first = store.corrections.save(sent, project=PROJECT, revision=0, by=LAN)
    _save(store, revision=1)
    clock.forward(hours=1)
    again = store.corrections.save(sent, project=PROJECT, revision=0, by=LAN)
    assert again == first
    assert len(store.corrections.history(PROJECT.id)) == 2
    assert [entry.action for entry in store.audit.newest()] == ["correction.save", "correction.save"]


@pytest.mark.parametrize("changes", [{"radius_m": 7.0}, {"geometry": LineString([(106.6, 20.8), (106.7, 20.9)])}])
def test_an_id_cannot_be_used_for_something_else(store: Store, changes: dict[str, object]) -> None:
    sent = draft()
    first = store.corrections.save(sent, project=PROJECT, revision=0, by=LAN)
    with pytest.raises(ConflictError, match="đã dùng cho một lần lưu khác"):
        store.corrections.save(replace(sent, **changes), project=PROJECT, revision=1, by=LAN)  # type: ignore[arg-type]  # fields of Draft
    assert store.corrections.history(PROJECT.id) == (first,)


def test_undo_is_a_new_version_with_the_state_before(store: Store) -> None:
    first = _save(store, radius_m=11.0)
    second = _save(store, revision=1, radius_m=22.0)
    undone = store.corrections.undo(Undo(uuid4(), "Nhầm dự án"), project=PROJECT, revision=2, by=MINH)
    assert (undone.revision, undone.restores, undone.who, undone.reason) == (3, 1, "minh", "Nhầm dự án")
    assert (undone.radius_m, undone.geometry, undone.source) == (11.0, first.geometry, first.source)
    assert store.corrections.history(PROJECT.id) == (first, second, undone)


def test_undoing_the_first_gives_the_word_back_to_the_engine(store: Store) -> None:
    _save(store)
    undone = store.corrections.undo(Undo(uuid4(), "Nhầm"), project=PROJECT, revision=1, by=LAN)
    assert (undone.action, undone.restores, undone.geometry) == (Action.ENGINE, 0, None)


def test_any_earlier_state_can_be_brought_back(store: Store) -> None:
    for revision in range(3):
        _save(store, revision=revision, radius_m=10.0 + revision)
    back = store.corrections.undo(Undo(uuid4(), "Bản đầu đúng", to=1), project=PROJECT, revision=3, by=LAN)
    assert back.radius_m == 10.0


def test_undo_twice_with_one_id_stores_once_and_a_stale_undo_is_told(store: Store) -> None:
    _save(store)
    undo = Undo(uuid4(), "Nhầm")
    first = store.corrections.undo(undo, project=PROJECT, revision=1, by=LAN)
    assert store.corrections.undo(undo, project=PROJECT, revision=1, by=LAN) == first
    with pytest.raises(ConflictError):
        store.corrections.undo(Undo(uuid4(), "Nhầm"), project=PROJECT, revision=1, by=MINH)


@pytest.mark.parametrize(("revision", "to"), [(0, None), (1, 1), (1, -1), (2, 1)])
def test_there_is_no_undo_to_what_never_was(store: Store, revision: int, to: int | None) -> None:
    with pytest.raises(StoreError, match="Không có lần sửa nào để hoàn tác về"):
        store.corrections.undo(Undo(uuid4(), "Nhầm", to=to), project=PROJECT, revision=revision, by=LAN)
    assert store.corrections.history(PROJECT.id) == ()


def test_a_day_in_the_past_gets_what_was_known_then(store: Store, clock: Clock) -> None:
    first = _save(store)
    clock.forward(days=2)
    second = _save(store, revision=1)
    assert store.corrections.find(PROJECT.id, date(2026, 3, 4)) is None
    assert store.corrections.find(PROJECT.id, date(2026, 3, 5)) == first
    assert store.corrections.find(PROJECT.id, date(2026, 3, 7)) == second


def test_a_day_ends_at_midnight_in_the_ward(store: Store, clock: Clock) -> None:
    clock.now = datetime(2026, 3, 5, 17, 0, tzinfo=UTC)  # 00:00 on the 6th
    late = _save(store)
    assert store.corrections.find(PROJECT.id, date(2026, 3, 5)) is None
    assert store.corrections.find(PROJECT.id, date(2026, 3, 6)) == late


def test_the_newest_version_counts_even_when_the_clock_was_set_back(store: Store, clock: Clock) -> None:
    _save(store)
    clock.forward(hours=-2)
    second = _save(store, revision=1)
    assert store.corrections.find(PROJECT.id) == second


def test_versions_from_a_file_keep_who_and_when(store: Store, tmp_path: Path) -> None:
    with_two = new_store(tmp_path / "other")
    _save(with_two)
    _save(with_two, revision=1)
    versions = with_two.corrections.all()
    assert store.corrections.add_all(reversed(versions), by=MINH) == 2
    assert store.corrections.all() == versions
    assert store.corrections.add_all(versions, by=MINH) == 0
    assert store.audit.newest(1)[0].detail == "0 mới trong 2"


def test_versions_from_a_file_come_in_all_or_none(store: Store) -> None:
    kept = _save(store)
    fresh = replace(kept, id=uuid4(), project="PL3-01")
    with pytest.raises(ConflictError):
        store.corrections.add_all([fresh, replace(kept, id=uuid4())], by=MINH)
    assert store.corrections.all() == (kept,)


# reports, obstacles, milestones


def test_every_figure_comes_back_and_null_stays_null(store: Store, clock: Clock) -> None:
    sent = report()
    stored = store.reports.add(sent, revision=0)
    assert stored == replace(sent, recorded_at=clock.now)
    assert store.reports.find(sent.id) == stored
    assert stored.households_paid == 0
    assert stored.households_notified is None


_COUNTS = st.one_of(st.none(), st.integers(0, 2**53 - 1))
_SIZES = st.one_of(st.none(), st.floats(0, 1e9, allow_nan=False))
_ANY_FIGURES = st.fixed_dictionaries(
    {figure.name: _SIZES if figure.kind in {FigureKind.AREA, FigureKind.LENGTH} else _COUNTS for figure in FIGURES}
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(figures=_ANY_FIGURES, note=st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_whatever_is_reported_is_what_is_read(store: Store, figures: dict[str, float | None], note: str) -> None:
    revision = store.reports.revision("PL4-01")
    stored = store.reports.add(report(note=note, **figures), revision=revision)
    found = store.reports.find(stored.id)
    assert found == stored
    assert found.figures == figures
    assert all(type(found.figures[name]) is type(value) for name, value in figures.items())


def test_each_kind_of_record_has_its_own_log(store: Store) -> None:
    kept = (
        store.reports.add(report(), revision=0),
        store.obstacles.add(obstacle(), revision=0),
        store.milestones.add(milestone(), revision=0),
    )
    assert (store.reports.history(), store.obstacles.history(), store.milestones.history()) == tuple(
        (one,) for one in kept
    )
    assert [entry.action for entry in store.audit.newest()] == ["milestone.add", "obstacle.add", "report.add"]


def test_two_reporters_at_once_the_second_is_told(store: Store) -> None:
    first = store.reports.add(report(), revision=0)
    with pytest.raises(ConflictError, match=r"PL4-01 vừa có báo cáo mới: lan\.nguyen ghi lúc 14:00 05/03/2026") as told:
        store.reports.add(report(reporter="minh"), revision=0)
    assert (told.value.who, told.value.revision) == ("lan.nguyen", 1)
    assert store.reports.history() == (first,)
    assert store.reports.add(report(clearance="PL4-02"), revision=0).clearance == "PL4-02"


def test_a_report_sent_twice_is_stored_once(store: Store, clock: Clock) -> None:
    sent = report()
    first = store.reports.add(sent, revision=0)
    clock.forward(hours=1)
    assert store.reports.add(sent, revision=0) == first
    assert store.reports.revision("PL4-01") == 1
    with pytest.raises(ConflictError, match="đã dùng cho nội dung khác"):
        store.reports.add(replace(sent, households_paid=1), revision=1)


def test_a_weekly_file_goes_in_whole_or_not_at_all(store: Store) -> None:
    good, other = report(), report(clearance="PL4-02")
    with pytest.raises(ConflictError):
        store.reports.add_all(
            [good, replace(other, supersedes=None), report(clearance="PL4-03")], revisions={"PL4-03": 5}
        )
    assert store.reports.history() == ()
    stored = store.reports.add_all([good, other, report(report_date=date(2026, 3, 5))], revisions={})
    assert [record.clearance for record in stored] == ["PL4-01", "PL4-02", "PL4-01"]
    assert store.reports.revisions() == {"PL4-01": 2, "PL4-02": 1}
    assert store.reports.add_all([good, other], revisions={}) == stored[:2]


def test_superseding_keeps_the_old_record_and_hides_it_from_then_on(store: Store, clock: Clock) -> None:
    wrong = store.reports.add(report(), revision=0)
    clock.forward(days=1)
    right = store.reports.add(report(supersedes=wrong.id, households_paid=5), revision=1)
    assert store.reports.known(date(2026, 3, 5)) == (wrong,)
    assert store.reports.known(date(2026, 3, 6)) == (right,)
    assert store.reports.history("PL4-01") == (wrong, right)


def test_a_withdrawn_record_counts_no_more(store: Store) -> None:
    wrong = store.obstacles.add(obstacle(), revision=0)
    store.obstacles.add(obstacle(supersedes=wrong.id, withdrawn=True), revision=1)
    assert store.obstacles.known(date(2026, 3, 9)) == ()
    assert store.audit.newest(1)[0].action == "obstacle.withdraw"


def test_closing_an_obstacle_is_a_record_that_supersedes(store: Store, clock: Clock) -> None:
    opened = store.obstacles.add(obstacle(), revision=0)
    clock.forward(days=3)
    closed = store.obstacles.add(replace(opened, id=uuid4(), closed=date(2026, 3, 8), supersedes=opened.id), revision=1)
    assert store.obstacles.known(date(2026, 3, 7)) == (opened,)
    assert store.obstacles.known(date(2026, 3, 8)) == (closed,)


def test_one_record_is_superseded_once(store: Store) -> None:
    first = store.reports.add(report(), revision=0)
    store.reports.add(report(supersedes=first.id, reporter="minh"), revision=1)
    with pytest.raises(ConflictError, match="đã được thay: minh ghi lúc"):
        store.reports.add(report(supersedes=first.id), revision=2)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"supersedes": uuid(7)}, "Không có báo cáo này để thay"),
        ({"withdrawn": True}, "Rút báo cáo phải nói rút bản nào"),
        ({"clearance": "PL4-02", "supersedes": uuid(1)}, "Không có báo cáo này để thay"),
    ],
)
def test_only_what_is_there_can_be_replaced(store: Store, changes: dict[str, object], words: str) -> None:
    store.reports.add(report(id=uuid(1)), revision=0)
    with pytest.raises(StoreError, match=words):
        store.reports.add(report(**changes), revision=store.reports.revision(str(changes.get("clearance", "PL4-01"))))


def test_a_record_is_unknown_before_it_was_entered_and_before_its_day(store: Store, clock: Clock) -> None:
    late = store.reports.add(report(report_date=date(2026, 2, 1)), revision=0)
    assert store.reports.known(date(2026, 3, 4)) == ()
    assert store.reports.known(date(2026, 3, 5)) == (late,)
    ahead = store.milestones.add(milestone(document_date=date(2026, 3, 20)), revision=0)
    assert store.milestones.known(date(2026, 3, 19)) == ()
    assert store.milestones.known(date(2026, 3, 20)) == (ahead,)


_DEEDS = st.lists(st.tuples(st.integers(0, 3), st.booleans(), st.integers(-5, 2)), max_size=8)


@pytest.mark.parametrize("backend", BACKENDS.values(), ids=BACKENDS)
@settings(max_examples=25, deadline=None)
@given(deeds=_DEEDS)
def test_what_was_known_on_a_day_never_changes_afterwards(
    backend: Callable[[Path, Clock], Store],
    tmp_path_factory: pytest.TempPathFactory,
    deeds: list[tuple[int, bool, int]],
) -> None:
    """As-of is monotone in what was recorded: later entries leave every earlier day's answer as it was."""
    clock = Clock()
    store = backend(tmp_path_factory.mktemp("days"), clock)
    answers: dict[date, tuple[Report, ...]] = {}
    for days, replaces, ago in deeds:
        clock.forward(days=days)
        answers |= {day: store.reports.known(day) for day in [(clock.now - timedelta(days=1)).date()]}
        open_ = store.reports.known(clock.now.date())
        target = open_[-1].id if replaces and open_ else None
        on = clock.now.date() + timedelta(days=ago)
        store.reports.add(report(report_date=on, supersedes=target), revision=store.reports.revision("PL4-01"))
    assert {day: store.reports.known(day) for day in answers} == answers
    store.close()


# all of it


def test_the_version_changes_with_the_data_and_not_with_sign_ins(store: Store) -> None:
    seen = [store.version()]
    store.audit.record(Entry(who="lan", action="session.start"))
    store.accounts.add("minh", Role.EDITOR, "một câu dài dễ nhớ", who="cli")
    assert store.version() == seen[0]
    for deed in (
        lambda: _save(store),
        lambda: store.reports.add(report(), revision=0),
        lambda: store.obstacles.add(obstacle(), revision=0),
        lambda: store.milestones.add(milestone(), revision=0),
    ):
        deed()
        seen.append(store.version())
    assert len(set(seen)) == 5
    assert store.version() == seen[-1]


def test_threads_share_one_store(store: Store) -> None:
    """Twelve editors, one project each: every save is kept, none waits in vain."""

    def edit(number: int) -> None:
        project = replace(PROJECT, id=f"PL3-{number:02}")
        for revision in range(5):
            store.corrections.save(draft(project=project.id), project=project, revision=revision, by=LAN)

    threads = [threading.Thread(target=edit, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {key: one.revision for key, one in store.corrections.current().items()} == {
        f"PL3-{number:02}": 5 for number in range(12)
    }


def test_of_many_who_save_at_once_exactly_one_wins(store: Store) -> None:
    won, told = [], []

    def edit() -> None:
        try:
            won.append(_save(store))
        except ConflictError as error:
            told.append(error.who)

    threads = [threading.Thread(target=edit) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) == 1
    assert told == ["lan.nguyen"] * 7
    assert store.corrections.history(PROJECT.id) == tuple(won)


@pytest.mark.parametrize("log", ["reports", "obstacles", "milestones"])
def test_an_empty_log_has_nothing_to_say(store: Store, log: str) -> None:
    empty: Log[Report] | Log[Obstacle] | Log[Milestone] = getattr(store, log)
    assert (empty.history(), empty.known(date(2030, 1, 1)), empty.revisions()) == ((), (), {})
    assert empty.find(uuid4()) is None
    assert empty.revision("PL4-01") == 0


# accounts


GOOD = "một câu dài dễ nhớ"


def test_nobody_has_an_account_until_somebody_makes_one(store: Store) -> None:
    assert store.accounts.all() == ()
    assert store.accounts.verify("admin", "admin") is None


def test_an_account_opens_with_its_password_only(store: Store) -> None:
    made = store.accounts.add("lan.nguyen", Role.EDITOR, GOOD, who="cli")
    assert store.accounts.verify("lan.nguyen", GOOD) == made
    assert store.accounts.verify("lan.nguyen", GOOD + ".") is None
    assert store.accounts.verify("lan", GOOD) is None
    assert store.accounts.verify("lan.nguyen", "x" * 100_000) is None
    assert made.password_hash.startswith("$argon2id$")
    assert GOOD not in repr(store.audit.newest())


def test_a_password_typed_on_another_keyboard_is_the_same(store: Store) -> None:
    store.accounts.add("lan", Role.VIEWER, "mật khẩu thứ nhất", who="cli")
    assert store.accounts.verify("lan", unicodedata.normalize("NFD", "mật khẩu thứ nhất")) is not None


def test_changes_count_up_and_end_old_sessions(store: Store, clock: Clock) -> None:
    store.accounts.add("lan", Role.VIEWER, GOOD, who="cli")
    clock.forward(hours=1)
    assert store.accounts.set_role("lan", Role.ADMIN, who="cli").revision == 2
    assert store.accounts.set_password("lan", GOOD + " hai", who="cli").revision == 3
    closed = store.accounts.set_disabled("lan", disabled=True, who="cli")
    assert (closed.revision, closed.role, closed.changed_at) == (4, Role.ADMIN, clock.now)
    assert store.accounts.verify("lan", GOOD + " hai") is None
    store.accounts.set_disabled("lan", disabled=False, who="cli")
    assert store.accounts.verify("lan", GOOD + " hai") is not None
    assert store.accounts.verify("lan", GOOD) is None
    actions = [entry.action.removeprefix("account.") for entry in reversed(store.audit.newest())]
    assert actions == ["add", "role", "password", "disable", "enable"]


@pytest.mark.parametrize(
    "name", ["", "ab", "Lan", "lán", "lan nguyen", "-lan", "lan.", "lan..b", "1lan", "a" * 33, "lan\n"]
)
def test_a_name_that_would_be_mistaken_is_refused(store: Store, name: str) -> None:
    with pytest.raises(CredentialError, match="Tên đăng nhập không hợp lệ"):
        store.accounts.add(name, Role.VIEWER, GOOD, who="cli")


@pytest.mark.parametrize("password", ["", "ngắn", "a" * 12, "abababababab", "lan.nguyen 2026", "x" * 129])
def test_a_weak_password_is_refused_and_never_repeated(store: Store, password: str) -> None:
    with pytest.raises(CredentialError) as told:
        store.accounts.add("lan.nguyen", Role.VIEWER, password, who="cli")
    assert not password or password not in told.value.sentence
    assert store.accounts.all() == ()


def test_a_taken_name_and_a_missing_one_are_told(store: Store) -> None:
    store.accounts.add("lan", Role.VIEWER, GOOD, who="cli")
    with pytest.raises(CredentialError, match="Tên đăng nhập đã có: 'lan'"):
        store.accounts.add("lan", Role.ADMIN, GOOD, who="cli")
    with pytest.raises(CredentialError, match="Không có tài khoản này: 'minh'"):
        store.accounts.set_role("minh", Role.ADMIN, who="cli")
    assert [account.role for account in store.accounts.all()] == [Role.VIEWER]
