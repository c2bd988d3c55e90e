"""Which words of a picture have a column per language."""

from modeltranslation.translator import TranslationOptions, register

from media_assets.models import PictureWords


@register(PictureWords)
class PictureWordsTranslation(TranslationOptions):
    fields = PictureWords.words
