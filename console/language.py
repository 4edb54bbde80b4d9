"""The language of the interface: Chinese is what the texts are written in, English comes from its Qt Linguist file."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

import resources

LANGUAGES = ("zh", "en")
DEFAULT = "zh"
_LOCALES = {"zh": "zh_CN", "en": "en_GB"}
_NAME = "language"


def use(app: QApplication, language: str) -> str:
    """Install the translations of a language (and Qt's own) in place of those before, and return the language used.

    Windows take their texts when they are made: this comes before the first of them. Anything but one of `LANGUAGES`
    is taken for `DEFAULT`.
    """
    language = language if language in LANGUAGES else DEFAULT
    for before in app.findChildren(QTranslator, _NAME):
        app.removeTranslator(before)
        before.deleteLater()
    QLocale.setDefault(QLocale(_LOCALES[language]))
    if language != DEFAULT:
        _install(app, f"huying_{language}", str(resources.path("i18n")))
    _install(app, f"qtbase_{_LOCALES[language]}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    return language


def _install(app: QApplication, name: str, folder: str) -> None:
    translator = QTranslator(app)
    translator.setObjectName(_NAME)
    if translator.load(name, folder):
        app.installTranslator(translator)
