"""The page's forms, and the script functions that fill and submit them: how a row or a page is asked for by POST."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, urldefrag, urlencode, urlsplit, urlunsplit

from newscrawl.extract.document import Document
from newscrawl.extract.element import Element, text_of
from newscrawl.extract.links import Target, absolute_address
from newscrawl.extract.page import PageRequest


def form_request(document: Document, target: Target, forms: Forms) -> tuple[str | None, PageRequest | None]:
    """The address and the request of a row that a script opens, as far as the page's scripts say.

    A function that fills a form's fields and submits it is followed; the address is the form's with its fields as a
    query, which such boards answer as well.
    """
    if target.function is None:
        return None, None
    call = forms.call(target.function)
    if call is None:
        return None, None
    values = dict(call.form)
    for name, index in call.filled.items():
        if index < len(target.arguments):
            values[name] = target.arguments[index]
    action = call.address(target.arguments)
    url = absolute_address(action, document.base_url) if action else urldefrag(document.url)[0]
    if url is None:
        return None, None
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query, keep_blank_values=True)) | values
    address = urlunsplit(parts._replace(query=urlencode({name: value for name, value in query.items() if value})))
    if call.method == "POST":
        return address, PageRequest(url, "POST", tuple(values.items()))
    return address, None


@dataclass(slots=True)
class Call:
    """A script function that submits a form: where, how, with which fields, filled from which of its arguments.

    `placed` are the arguments that stand in the action itself, as `{0}`, `{1}`: location.href = "/list/" + page.
    """

    action: str
    method: str
    form: dict[str, str]
    filled: dict[str, int]
    placed: frozenset[int] = frozenset()

    def address(self, arguments: Sequence[str]) -> str:
        """The action as a call with these arguments makes it."""
        address = self.action
        for index in self.placed:
            address = address.replace(f"{{{index}}}", arguments[index] if index < len(arguments) else "")
        return address


_FUNCTION = re.compile(
    r"function\s+([A-Za-z_$][\w$]*)\s*\(([^)]{0,300})\)\s*\{|"
    r"\b([A-Za-z_$][\w$.]{0,80})\s{0,9}[=:]\s{0,9}(?:async\s{1,9})?(?:function\s*[\w$]*\s*\(([^)]{0,300})\)|\(?([\w$\s,]{0,60})\)?\s{0,9}=>)\s*\{?"
)
_BRACE = re.compile("[{}]")
LONGEST_FUNCTION = 4000
"""Characters of a function that are read."""

LONGEST_ADDRESS = 2000
"""Characters of an address that a function puts together."""

_ASSIGN = re.compile(
    r"""(?:([\w$.\[\]'"()#]*?)\.)?([A-Za-z_][\w]*)(?:\.value|\['value'\])\s*=\s*([^;\n]{1,200})|"""
    r"""\$\(\s*['"][^'"]*?(?:name\s*=\s*\\?['"]?|#)([\w.-]+)[^'"]*['"][^)]*\)\.val\(\s*([^)]{1,100})\)"""
)
_ACTION = re.compile(r"""(?:\.action\s*=|attr\(\s*['"]action['"]\s*,)\s*['"]([^'"]{1,500})['"]""")
_GO = re.compile(
    r"""(?:location(?:\.href)?\s*=(?!=)|location\.(?:assign|replace)\(|window\.open\()\s*((?:[^;\n]|\n\s*\+){1,500})"""
)
_TOLD = re.compile(r"""(?:(?:var|let|const)\s+)?\b([A-Za-z_$][\w$]*)\s*(\+?=)(?!=)\s*((?:[^;\n]|\n\s*\+){1,500})""")
_PIECE = re.compile(r"""'([^'\n]*)'|"([^"\n]*)"|`([^`]*)`|([A-Za-z_$][\w$.]*)(?=\s*(?:$|[+;),]))""")
_IN_TEMPLATE = re.compile(r"\$\{\s*([\w$]+)\s*\}")
_FORM_NAME = re.compile(
    r"""document\.(?:forms\.|forms\[['"])?([A-Za-z_]\w*)|\$\(\s*['"](?:form\[name=['"]?)?#?([\w-]+)|getElementById\(\s*['"]([\w-]+)"""
)


class Forms:
    """The page's forms and the functions in its scripts that submit them; read once, and only when a row asks."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._functions: dict[str, tuple[list[str], str]] | None = None
        self._calls: dict[str, Call | None] = {}

    def call(self, name: str) -> Call | None:
        """What the function does, if it submits a form or goes to an address made of its arguments."""
        if name not in self._calls:
            self._calls[name] = self._read(name)
        return self._calls[name]

    def _read(self, name: str) -> Call | None:
        functions = self._all_functions()
        found = functions.get(name) or functions.get(name.rpartition(".")[2])
        if found is None:
            return None
        parameters, body = found
        if (go := self._address(parameters, body)) is not None:
            return go
        if "submit" not in body and ".action" not in body:
            return None
        form = self._form(body)
        values = {} if form is None else fields_of(form)
        filled: dict[str, int] = {}
        for match in _ASSIGN.finditer(body):
            field_name, value = (match[2], match[3]) if match[2] else (match[4], match[5])
            value = value.strip().strip("\"'")
            if value in parameters:
                filled[field_name] = parameters.index(value)
            elif not re.search(r"[()+]", value):
                values[field_name] = value
        action = _ACTION.search(body)
        if form is None and action is None:
            return None
        target = action[1] if action else (form.get("action") or "") if form is not None else ""
        method = (form.get("method") or "GET").upper() if form is not None else "POST"
        return Call(target, "POST" if method == "POST" else "GET", values, filled) if filled else None

    def _address(self, parameters: list[str], body: str) -> Call | None:
        """location.href = "/view.do?no=" + no + "&page=" + page, at once or put together before."""
        match = _GO.search(body)
        if match is None:
            return None
        known = {name: f"{{{index}}}" for index, name in enumerate(parameters)}
        for told in _TOLD.finditer(body, 0, match.start()):
            value = _joined(told[3], known)
            known[told[1]] = ((known.get(told[1], "") if told[2] == "+=" else "") + value)[:LONGEST_ADDRESS]
        text = _joined(match[1], known)[:LONGEST_ADDRESS]
        address, _, query = text.partition("?")
        kept: dict[str, str] = {}
        filled: dict[str, int] = {}
        for name, value in parse_qsl(query, keep_blank_values=True):
            argument = re.fullmatch(r"\{(\d+)\}", value)
            if argument is not None:
                filled[name] = int(argument[1])
            elif value:
                kept[name] = value
        placed = frozenset(int(index) for index in re.findall(r"\{(\d+)\}", address))
        if "{" in re.sub(r"\{\d+\}", "", address) or not (filled or (placed and "/" in address)):
            return None
        return Call(address, "GET", kept, filled, placed)

    def _all_functions(self) -> dict[str, tuple[list[str], str]]:
        if self._functions is None:
            self._functions = {}
            root = self._document.root
            for script in root.iter("script") if root is not None else ():
                text = script.text or ""
                for match in _FUNCTION.finditer(text[:200_000]):
                    name, parameters = (match[1], match[2]) if match[1] else (match[3], match[4] or match[5] or "")
                    names = [each.strip() for each in parameters.split(",") if each.strip()]
                    body = _body(text, match.end()) if match[0].endswith("{") else text[match.end() :].split("\n", 1)[0]
                    self._functions.setdefault(name.rpartition(".")[2], (names, body[:LONGEST_FUNCTION]))
        return self._functions

    def _form(self, body: str) -> Element | None:
        root = self._document.root
        if root is None:
            return None
        forms = list(root.iter("form"))
        names = {group for match in _FORM_NAME.finditer(body) for group in match.groups() if group}
        for form in forms:
            if form.get("name") in names or form.get("id") in names:
                return form
        return forms[0] if len(forms) == 1 else None


def _joined(expression: str, known: dict[str, str]) -> str:
    """The text that an expression of strings, templates and variables makes; what is not known is left out."""
    text = ""
    for single, double, template, variable in _PIECE.findall(expression):
        if variable:
            text += known.get(variable, "")
        else:
            text += single or double or _IN_TEMPLATE.sub(lambda each: known.get(each[1], ""), template)
    return text


def _body(text: str, start: int) -> str:
    """A function's body, from behind its brace to the one that closes it."""
    depth = 1
    for brace in _BRACE.finditer(text, start, start + LONGEST_FUNCTION):
        depth += 1 if brace[0] == "{" else -1
        if not depth:
            return text[start : brace.start()]
    return text[start : start + LONGEST_FUNCTION]


def fields_of(form: Element) -> dict[str, str]:
    """A form's fields as they would be submitted untouched."""
    values = {}
    for field_ in form.iter("input", "select", "textarea"):
        name = field_.get("name")
        if not name or field_.get("disabled") is not None:
            continue
        if field_.tag == "select":
            chosen = next((option for option in field_.iter("option") if option.get("selected") is not None), None)
            chosen = chosen if chosen is not None else next(field_.iter("option"), None)
            values[name] = _option_value(chosen) if chosen is not None else ""
        elif field_.tag == "textarea":
            values[name] = text_of(field_)
        else:
            kind = (field_.get("type") or "text").lower()
            if kind in {"hidden", "text", "search", "number", "date"}:
                values[name] = field_.get("value") or ""
            elif kind in {"checkbox", "radio"} and field_.get("checked") is not None:
                values[name] = field_.get("value") or "on"
    return values


def _option_value(option: Element) -> str:
    value = option.get("value")
    return value if value is not None else text_of(option).strip()
