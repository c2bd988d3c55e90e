"""Type set on pictures, in every language of the registry: slides for the walls, cards for sharing.

It answers four questions, each in plain values, without a database or a clock:

- can this text be drawn as it is written? `fidelity.require_fidelity`
- how does it look best in this room? `fitting.fit`
- which font draws this letter? `faces`
- and it draws: `drawing.draw`

What stands where on a picture, colours and contrast are the business of those who compose the picture
(`sites.border_gates.slides`). Text of web pages is set by browsers.

Read `fitting.py` first: it shows what a `Block` is. Below it lie `cutting.py` (a text into k lines),
`breaking.py` (where a line may end), `shaping.py` (runs and their ink) and `faces.py` (fonts).

Decisions:

- **Raqm or nothing.** Without libfribidi Pillow draws Khmer, Lao and Thai in the wrong order and only warns.
  Drawing is refused then, with the command that mends it.
- **Our own fonts**, complete and committed (`fonts/`, 12.8 MB), so that a slide is the same on every machine
  and no text meets a missing letter. One font draws Chinese, Japanese and Korean: `locl` picks the shape of
  the region by the language. `fonts/cut_fonts.sh` makes them, and the web fonts beside them.
- **Measured once, in em**, with HarfBuzz; a size is then arithmetic. A title is fitted in about 1 ms.
- **Ink, not advance.** Boxes hold the ink of the letters and lines begin at their ink, because ế, ư and Tai
  Viet stick out of their advance and a declared line height lies for Khmer. Whoever places a block leaves
  0.15 em free around it for the eye.
- **Overflow is told, never hidden**: a `Block` that overflows says so, and nothing shrinks below the size at
  which similar letters can still be told apart on LED.
- **Latin figures of one width** do not exist in Be Vietnam Pro: set clocks in Noto Sans.
- German hyphenation is the editor's: U+00AD is a hyphen where a line ends at it, and nothing elsewhere.
"""
