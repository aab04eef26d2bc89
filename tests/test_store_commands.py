"""The rule: accounts, backups and corrections can be looked after from a terminal, and every answer is a sentence."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from geo.store import FILE_NAME, Role, Store, open_store
from tests.entered import LAN, PROJECT, draft, new_store
from webmap.cli import run

GOOD = "một câu dài dễ nhớ"


@pytest.fixture(autouse=True)
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the instance folder that the commands use."""
    monkeypatch.setenv("PROJECTMAP_INSTANCE_DIR", str(tmp_path / "instance"))
    return tmp_path / "instance"


def _typed(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))


def _store(instance: Path) -> Store:
    return open_store(instance / FILE_NAME)


def _add(monkeypatch: pytest.MonkeyPatch, name: str = "lan.nguyen", role: str = "editor") -> None:
    _typed(monkeypatch, GOOD)
    assert run(["user", "add", name, "--role", role]) == 0


def test_an_account_is_added_with_a_password_that_was_piped_in(
    instance: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _add(monkeypatch)
    assert capsys.readouterr().out == "Đã thêm tài khoản lan.nguyen, quyền sửa.\n"
    store = _store(instance)
    assert [(account.name, account.role) for account in store.accounts.all()] == [("lan.nguyen", Role.EDITOR)]
    assert store.accounts.verify("lan.nguyen", GOOD) is not None
    (entry,) = store.audit.newest()
    assert (entry.action, entry.who.startswith("cli")) == ("account.add", True)
    store.close()


@pytest.mark.parametrize(
    ("arguments", "typed", "says"),
    [
        (["add", "Lan"], GOOD, "Tên đăng nhập không hợp lệ: 'Lan'"),
        (["add", "lan"], "ngắn", "từ 12 đến 128 ký tự"),
        (["add", "lan"], "", "từ 12 đến 128 ký tự"),
        (["password", "lan"], GOOD, "Không có tài khoản này: 'lan'"),
        (["disable", "lan"], "", "Không có tài khoản này: 'lan'"),
        (["role", "lan", "admin"], "", "Không có tài khoản này: 'lan'"),
    ],
)
def test_what_cannot_be_done_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: list[str], typed: str, says: str
) -> None:
    _typed(monkeypatch, typed)
    assert run(["user", *arguments]) == 1
    assert says in capsys.readouterr().err


def test_there_is_no_way_to_give_a_password_as_an_argument(monkeypatch: pytest.MonkeyPatch) -> None:
    """Arguments stand in the shell's history and in the process list."""
    _typed(monkeypatch)
    assert run(["user", "add", "lan.nguyen", GOOD]) == 2
    assert run(["user", "add", "lan.nguyen", "--password", GOOD]) == 2


def test_accounts_are_listed_closed_opened_and_changed(
    instance: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["user", "list"]) == 0
    assert "Chưa có tài khoản nào" in capsys.readouterr().out
    _add(monkeypatch)
    assert run(["user", "disable", "lan.nguyen"]) == 0
    run(["user", "list"])
    assert "lan.nguyen\tsửa, đang khóa" in capsys.readouterr().out
    assert run(["user", "enable", "lan.nguyen"]) == 0
    assert run(["user", "role", "lan.nguyen", "admin"]) == 0
    _typed(monkeypatch, GOOD + " hai")
    assert run(["user", "password", "lan.nguyen"]) == 0
    store = _store(instance)
    account = store.accounts.verify("lan.nguyen", GOOD + " hai")
    assert account is not None
    assert (account.role, account.revision) == (Role.ADMIN, 5)
    store.close()


def test_a_backup_is_verified_and_restored(
    instance: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    _add(monkeypatch)
    assert run(["backup"]) == 0
    (copy,) = (instance / "backups").iterdir()
    assert str(copy) in capsys.readouterr().out
    assert run(["verify", str(copy)]) == 0
    assert "Kho nguyên vẹn" in capsys.readouterr().out
    assert run(["backup", str(copy)]) == 1
    assert run(["backup", str(copy), "--overwrite"]) == 0
    _add(monkeypatch, "minh")
    assert run(["restore", str(copy), "--yes"]) == 0
    assert "Kho cũ còn ở" in capsys.readouterr().out
    store = _store(instance)
    assert [account.name for account in store.accounts.all()] == ["lan.nguyen"]
    store.close()


def test_restoring_asks_first(instance: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    _add(monkeypatch)
    run(["backup", str(tmp_path / "copy.sqlite")])
    _add(monkeypatch, "minh")
    _typed(monkeypatch, "n")
    assert run(["restore", str(tmp_path / "copy.sqlite")]) == 1
    store = _store(instance)
    assert len(store.accounts.all()) == 2
    store.close()


def test_damage_is_told_with_exit_code_1(instance: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = new_store(instance)
    store.corrections.save(draft(), project=PROJECT, revision=0, by=LAN)
    store.close()
    assert run(["verify"]) == 0
    path = instance / FILE_NAME
    content = path.read_bytes()
    place = content.rindex("Đi xem tại chỗ".encode())
    path.write_bytes(content[:place] + b"\xc5" + content[place + 1 :])
    assert run(["verify"]) == 1
    assert "correction, dòng 1: nội dung khác lúc ghi" in capsys.readouterr().out
    assert run(["backup"]) == 1


@pytest.mark.parametrize("words", [["verify"], ["backup"], ["restore", "none.sqlite"], ["verify", "none.sqlite"]])
def test_where_there_is_nothing_it_is_said(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(words) == 1
    assert "Không có" in capsys.readouterr().err


def test_corrections_go_out_and_come_in_byte_for_byte(
    instance: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    store = new_store(instance)
    store.corrections.save(draft(), project=PROJECT, revision=0, by=LAN)
    store.close()
    first, second = tmp_path / "corrections.geojson", tmp_path / "again.geojson"
    assert run(["corrections", "export", str(first)]) == 0
    monkeypatch.setenv("PROJECTMAP_INSTANCE_DIR", str(tmp_path / "other"))
    assert run(["corrections", "import", str(first)]) == 0
    assert "Đã nhập 1 lần sửa mới; 0 lần đã có sẵn." in capsys.readouterr().out
    assert run(["corrections", "export", str(second)]) == 0
    assert second.read_bytes() == first.read_bytes()
    assert run(["corrections", "import", str(first)]) == 0
    assert "Đã nhập 0 lần sửa mới; 1 lần đã có sẵn." in capsys.readouterr().out


def test_a_file_of_another_ledger_is_refused(
    instance: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = new_store(instance / "other")
    store.corrections.save(draft(project="PL9-99"), project=PROJECT, revision=0, by=LAN)
    from geo.corrections.file import to_geojson

    (tmp_path / "strange.geojson").write_bytes(to_geojson(store.corrections.all()))
    store.close()
    assert run(["corrections", "import", str(tmp_path / "strange.geojson")]) == 1
    assert "Không có dự án này ('PL9-99')" in capsys.readouterr().err


def test_the_list_says_who_and_flags_a_ledger_that_changed(instance: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["corrections", "list"]) == 0
    assert "Chưa có vị trí nào được sửa" in capsys.readouterr().out
    store = new_store(instance)
    store.corrections.save(draft(), project=PROJECT, revision=0, by=LAN)
    store.close()
    assert run(["corrections", "list"]) == 0
    said = capsys.readouterr().out
    assert "PL3-08\tlần 1\tmức place\tlan.nguyen 05/03/2026: Đi xem tại chỗ" in said
    assert "! Sau khi sửa vị trí, tên trong danh mục đã đổi: “Khu tái định cư xã Hoa Động”" in said


def test_the_log_tells_who_did_what_newest_first(
    instance: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["audit"]) == 0
    assert capsys.readouterr().out == "Nhật ký chưa có dòng nào.\n"
    store = new_store(instance)
    store.corrections.save(draft(), project=PROJECT, revision=0, by=LAN)
    store.close()
    _add(monkeypatch)
    capsys.readouterr()
    assert run(["audit"]) == 0
    newest, oldest = capsys.readouterr().out.splitlines()
    assert newest.endswith("account.add\tlan.nguyen\teditor")
    assert oldest == "14:00 05/03/2026\tlan.nguyen\tcorrection.save\tPL3-08\tlần 1\t10.0.0.7"
    assert run(["audit", "--limit", "1"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 1
    assert run(["audit", "--limit", "0"]) == 2
