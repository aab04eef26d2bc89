"""Every setting in one table: its name, how it is read, what it does. Read once, in `create_app`; nothing at import.

A value comes from the mapping handed to `create_app` (key `DATA_DIR`), else from the environment
(`PROJECTMAP_DATA_DIR`; `HOST` and `PORT` stand bare), else from the default. All faults are told at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Annotated, Any, get_type_hints

from geo.errors import GeoError

ROOT = Path(__file__).resolve().parent.parent
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
SWITCH = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}


class SettingError(GeoError, ValueError):
    """One or more settings that cannot be understood; the message names each."""

    code = "setting"


def _count(text: str) -> int:
    """Read a whole number that is not negative."""
    value = int(text)
    if value < 0:
        raise ValueError(text)
    return value


def _port(text: str) -> int:
    """Read a TCP port; 0 asks the system for a free one."""
    value = _count(text)
    if value > 65535:
        raise ValueError(text)
    return value


def _names(text: str) -> tuple[str, ...]:
    """Read names separated by commas."""
    return tuple(name.strip() for name in text.split(",") if name.strip())


def _origins(text: str) -> tuple[str, ...]:
    """Read origins of sites separated by commas: scheme and host, no path."""
    origins = _names(text)
    if not all(re.fullmatch(r"https?://[A-Za-z0-9.*-]+(:\d+)?", origin) for origin in origins):
        raise ValueError(text)
    return origins


def _oc4ids_prefix(text: str) -> str:
    """Read a prefix as the OC4IDS help desk gives it: `oc4ids-` and six letters or digits."""
    if not re.fullmatch(r"oc4ids-[a-z0-9]{6}", text):
        raise ValueError(text)
    return text


def _switch(text: str) -> bool:
    """Read 1 or 0, or one of their usual words."""
    return SWITCH[text.strip().lower()]


@dataclass(frozen=True, slots=True)
class Setting:
    """What is said of one setting: how its text is read, what the text looks like, what it does.

    `read` raises ValueError or KeyError for text that cannot be read.
    """

    read: Callable[[str], Any]
    form: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What an installation may choose. Frozen: a change needs a restart."""

    host: Annotated[str, Setting(str, "địa chỉ", "địa chỉ mà máy chủ nghe")] = "127.0.0.1"
    port: Annotated[int, Setting(_port, "0 đến 65535", "cổng; 0 là một cổng còn trống")] = 8000
    data_dir: Annotated[Path, Setting(Path, "thư mục", "nơi có projects.csv, places.csv, shapes/")] = ROOT / "data"
    instance_dir: Annotated[Path, Setting(Path, "thư mục", "nơi giữ những gì sinh ra khi chạy")] = ROOT / "instance"
    today: Annotated[date | None, Setting(date.fromisoformat, "năm-tháng-ngày", "coi ngày này là hôm nay")] = None
    trusted_hosts: Annotated[tuple[str, ...], Setting(_names, "tên, tên", "tên máy chủ được chấp nhận")] = ()
    max_content_length: Annotated[int, Setting(_count, "số byte", "nội dung gửi lên lớn nhất")] = 20_000_000
    embed_hosts: Annotated[tuple[str, ...], Setting(_origins, "https://…, …", "trang được nhúng bản đồ (/embed)")] = ()
    oc4ids_prefix: Annotated[
        str, Setting(_oc4ids_prefix, "oc4ids-xxxxxx", "tiền tố mã dự án đã đăng ký với OC4IDS")
    ] = ""
    open_reading: Annotated[bool, Setting(_switch, "1 hoặc 0", "0: phải đăng nhập mới xem được")] = True

    @property
    def accepted_hosts(self) -> list[str] | None:
        """The host names to accept; None for any. On loopback only this machine's own names, unless others are set."""
        if self.trusted_hosts:
            return list(self.trusted_hosts)
        return ["127.0.0.1", "localhost", "[::1]"] if self.host in LOOPBACK else None


def settings_table() -> dict[str, Setting]:
    """Return what is said of each setting, by the name of its field."""
    hints = get_type_hints(Settings, include_extras=True)
    return {item.name: hints[item.name].__metadata__[0] for item in fields(Settings)}


def environment_name(name: str) -> str:
    """Return the name of the environment variable of a setting."""
    return name.upper() if name in {"host", "port"} else f"PROJECTMAP_{name.upper()}"


def read_settings(config: Mapping[str, Any], environ: Mapping[str, str]) -> Settings:
    """Return the settings of a mapping and an environment. Raises `SettingError` naming every value that is wrong."""
    values: dict[str, Any] = {}
    faults = []
    for name, setting in settings_table().items():
        given = config.get(name.upper())
        if given is None:  # an option of the command line that was not given: the environment speaks
            given = environ.get(environment_name(name))
        if given is None or given == "":
            continue
        try:
            values[name] = setting.read(given) if isinstance(given, str) else given
        except (ValueError, KeyError):
            faults.append(f"{environment_name(name)} là {given!r}, phải là {setting.form}")
    if faults:
        raise SettingError("Cài đặt sai: " + "; ".join(faults), remedy="Hãy sửa rồi khởi động lại.")
    return Settings(**values)
