"""The reader's language: Vietnamese unless the address or the reader's own choice says English.

How a request gets its language: `?lang=vi` or `?lang=en` (any page, any API address), else the cookie that the switch
in the header sets (`/language/<code>`), else Vietnamese. `Accept-Language` is not asked: Vietnamese comes first,
whatever the browser was shipped with. An unknown language is a 400 like every unknown value.

What others have to do, and no more:

* Python: `say("Không có tệp {name!r}.", name=name)` and `say_count("{n} dòng", n)` of `geo.language`. What is built
  once for all readers (`webmap.source`) is built in Vietnamese; the `Sentence`s it keeps are said when a template shows
  them: every output of a template goes through `said`. An answer that is kept under a key is kept once a language.
* Templates: `{{ _("Điểm nóng") }}`, `{% trans n=rows | length %}Có {{ n }} dòng.{% endtrans %}`, with `{% pluralize %}`
  where English has two forms; `{{ day | day }}`, `{{ value | number(1) }}`, `{{ look(code) | named }}`. Names,
  documents and people's own words are data: they stay as they are, in an element with `lang="vi"`; where a text may be
  either, `<bdi{{ text | lang }}>`.
* Scripts: `pm.addWords({...})` beside the code, the English of the same keys in `static/words/en/`. Never a literal
  date or number: `pm.date`, `pm.number`, `pm.distance`, `pm.percent`, `pm.named(look)`.
* English: `translations/en/LC_MESSAGES/*.po`, all of them read at the first English request; nothing compiled is kept.
  `tests/test_language.py` names every sentence that has no English.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.support import NullTranslations, Translations
from flask import Blueprint, Flask, Response, abort, g, redirect, request
from flask_babel import Babel, Domain
from markupsafe import Markup

from geo.errors import QueryError
from geo.language import Day, Sentence, Translate, as_written, said, say, spoken
from webmap.access import public

if TYPE_CHECKING:
    from collections.abc import Iterator

    from werkzeug.wrappers import Response as AnyResponse

VIETNAMESE, ENGLISH = "vi", "en"
LANGUAGES = MappingProxyType({VIETNAMESE: "Tiếng Việt", ENGLISH: "English"})
PARAMETER = COOKIE = "lang"
YEAR_S = 365 * 24 * 3600
_FOLDER = Path(__file__).parent / "translations"
_language: ContextVar[str] = ContextVar("projectmap.language", default=VIETNAMESE)
blueprint = Blueprint("language", __name__)


def language() -> str:
    """Return the code of the reader's language; Vietnamese where nobody is being answered."""
    return _language.get()


@cache
def translations(code: str) -> NullTranslations:
    """Return the sentences of a language, of all its catalogues together; the Vietnamese are their own keys."""
    if code == VIETNAMESE:
        return NullTranslations()
    whole = Catalog(locale=code)
    for path in sorted((_FOLDER / code / "LC_MESSAGES").glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=code):
                if message.id and message.string:
                    whole[message.id] = message
    compiled = BytesIO()
    write_mo(compiled, whole)
    compiled.seek(0)
    return Translations(compiled)


def translator(code: str) -> Translate:
    """Return what says the domain's sentences in a language (`geo.language.spoken`)."""
    if code == VIETNAMESE:
        return as_written
    found = translations(code)

    def translate(sentence: str, many: str, n: int) -> str:
        counted = found.ngettext(sentence, many, n) if n != 1 else sentence
        return counted if counted != sentence else found.gettext(sentence) if sentence else ""

    return translate


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Speak a language, the domain too, for as long as the context lasts."""
    token = _language.set(code)
    try:
        with spoken(translator(code)):
            yield
    finally:
        _language.reset(token)


def day_words(day: date) -> str:
    """Return a day as the reader writes it: 24/11/2026, or 24 Nov 2026."""
    words: str = said(Day(day))
    return words


def number_words(value: float, digits: int = 0) -> str:
    """Return a number with the reader's marks and at most so many decimals: 1.234,5, or 1,234.5."""
    return format_decimal(value, "#,##0." + "#" * digits, locale=language())


def named(look: Any) -> str:  # noqa: ANN401  a row of any of the style table's kinds
    """Return what a class of the style table is called."""
    name: str = getattr(look, language())
    return name


def note(look: Any) -> str:  # noqa: ANN401  a row of the style table that has a note
    """Return the sentence that explains a class of the style table."""
    sentence: str = look.note if language() == VIETNAMESE else look.note_en
    return sentence


def lang(text: object) -> Markup:
    """Return the `lang` attribute of a text: data, and what nobody translated, is Vietnamese on an English page."""
    foreign = language() != VIETNAMESE and not isinstance(text, Sentence)
    return Markup(' lang="vi"') if foreign else Markup()


class _Sentences(Domain):  # type: ignore[misc]  # flask_babel publishes no types
    """The templates' sentences, from the catalogues that are held in memory."""

    def get_translations(self) -> NullTranslations:
        return translations(language())


class _Languages(Babel):  # type: ignore[misc]
    """Flask-Babel over our catalogues."""

    domain_instance = _Sentences()


def _asked() -> str:
    """Return the language that the address or the cookie of a request names. Raises `QueryError` for an unknown one."""
    asked = request.args.getlist(PARAMETER)
    if asked and (len(asked) > 1 or asked[0] not in LANGUAGES):
        value = asked[0] if len(asked) == 1 else asked
        raise QueryError(say("Không có ngôn ngữ này"), parameter=PARAMETER, value=value, allowed=tuple(LANGUAGES))
    return asked[0] if asked else _chosen()


def _chosen() -> str:
    """Return the language that the reader chose before."""
    chosen = request.cookies.get(COOKIE, VIETNAMESE)
    return chosen if chosen in LANGUAGES else VIETNAMESE


def _begin() -> None:
    """Speak the reader's language until the request is over."""
    g.speaking = ExitStack()
    g.speaking.enter_context(speaking(_chosen()))
    g.speaking.enter_context(speaking(_asked()))


def _end(_: BaseException | None) -> None:
    """Be silent again: the thread answers somebody else next."""
    if "speaking" in g:
        g.pop("speaking").close()


def _mark(response: Response) -> Response:
    """Say which language an answer has; a link in English keeps its reader in English while the browser is open."""
    if "immutable" in response.headers.get("Cache-Control", ""):
        return response
    response.vary.add("Cookie")
    if response.mimetype == "text/html":
        response.headers.setdefault("Content-Language", language())
        if request.args.get(PARAMETER) == ENGLISH == language() and COOKIE not in request.cookies:
            _remember(response, ENGLISH, None)
    return response


def _remember(response: AnyResponse, code: str, seconds: int | None) -> None:
    """Let the browser remember a language; with no seconds, until it is closed."""
    response.set_cookie(COOKIE, code, max_age=seconds, secure=request.is_secure, httponly=True, samesite="Lax")


def with_language(address: str, code: str) -> str:
    """Return path and query of an address of ours, in a language; Vietnamese needs no word."""
    parts = urlsplit(address)
    pairs = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name != PARAMETER]
    query = urlencode([*pairs, (PARAMETER, code)] if code != VIETNAMESE else pairs, safe=",")
    path = "/" + parts.path.lstrip("/")  # two slashes would name another host
    return f"{path}?{query}" if query else path


def in_language(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the arguments of an address that we give away, with the reader's language where it is not Vietnamese."""
    return [*pairs, *([(PARAMETER, language())] if language() != VIETNAMESE else [])]


def _came_from() -> str | None:
    """Return the page of ours that asked, None where another did or the browser says nothing that is an address."""
    try:
        ours = urlsplit(request.referrer or "").netloc == request.host
    except ValueError:
        return None
    return request.referrer if ours else None


@blueprint.get("/language/<code>")
@public
def switch(code: str) -> AnyResponse:
    """Remember a language, and go back to the page that asked; the browser brings its fragment along."""
    if code not in LANGUAGES:
        abort(404)
    response = redirect(with_language(_came_from() or "/", code), 303)
    _remember(response, code, YEAR_S)
    return response


def speak(app: Flask) -> None:
    """Let the application answer in the reader's language. Before everything else: a refusal is a sentence, too."""
    _Languages(app, default_locale=VIETNAMESE, locale_selector=language)
    app.before_request(_begin)
    app.teardown_request(_end)
    app.after_request(_mark)
    app.jinja_env.finalize = said
    app.jinja_env.filters.update(day=day_words, number=number_words, named=named, note=note, lang=lang, said=said)
    app.jinja_env.globals.update(language=language, languages=LANGUAGES)
    app.register_blueprint(blueprint)
