"""Which fields of a picture have a column per language."""

from modeltranslation.translator import TranslationOptions, register

from media_assets.models import Picture


@register(Picture)
class PictureTranslation(TranslationOptions):
    fields = Picture.words
