"""The language of the interface: Chinese is what the texts are written in, English comes from its Qt Linguist file."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

import resources

LANGUAGES = ("zh", "en")
DEFAULT = "zh"
_LOCALES = {"zh": "zh_CN", "en": "en_GB"}


def use(app: QApplication, language: str) -> str:
    """Install the translations of a language (and Qt's own), before any window is made. Return the language used."""
    language = language if language in LANGUAGES else DEFAULT
    QLocale.setDefault(QLocale(_LOCALES[language]))
    own = QTranslator(app)
    if language != DEFAULT and own.load(str(resources.path(f"i18n/huying_{language}.qm"))):
        app.installTranslator(own)
    qt = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if qt.load(f"qtbase_{_LOCALES[language]}", folder):
        app.installTranslator(qt)
    return language
