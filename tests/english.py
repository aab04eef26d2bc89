"""What counts as English: no Vietnamese letter outside names and quotations."""

from __future__ import annotations

import re

VIETNAMESE = re.compile("[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]", re.IGNORECASE)
NAMES = re.compile("[Pp]hường Thủy Nguyên|Thủy Nguyên|phường Thiên Hương|“[^”]*”|«[^»]*»|'[^']*'")


def is_english(text: str) -> bool:
    """Tell whether no Vietnamese letter is left outside names and quotations."""
    return not VIETNAMESE.search(NAMES.sub("", text))
