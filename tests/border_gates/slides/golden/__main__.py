from tests.border_gates.slides.golden import FOLDER, LANGUAGES, drawn

for language in LANGUAGES:
    drawn(language).save(FOLDER / f"{language}.png", optimize=True)
