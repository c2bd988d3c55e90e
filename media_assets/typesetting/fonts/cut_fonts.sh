#!/bin/sh
# Makes both sets of fonts. Run by hand when a font or a repertoire changes, never while the house works;
# what it makes is committed.
#
#   fonts of the websites   sites/websites/static/websites/fonts/   WOFF2, one small file a script and weight
#   fonts of pictures       media_assets/typesetting/fonts/         complete families, so that no real text
#                                                                   meets a missing letter
#
# Needs the Debian packages fonts-noto-core and fonts-noto-cjk (made with 20201225-1 and 1:20220127+repack1-1), npm, and
# pyftsubset with brotli, which the project's virtual environment has:
#
#   PATH="$PWD/.venv/bin:$PATH" sh media_assets/typesetting/fonts/cut_fonts.sh
set -eu

here=$(cd "$(dirname "$0")" && pwd)
web=$(cd "$here/../../.." && pwd)/sites/websites/static/websites/fonts
noto=/usr/share/fonts/truetype/noto
cjk=/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

unpack() { # npm package and version -> $work/<name>
	(cd "$work" && mkdir "$1" && tar xzf "$(npm pack --silent "@expo-google-fonts/$1@$2")" -C "$1" --strip-components=1)
}
unpack alegreya 0.4.2
unpack be-vietnam-pro 0.4.1

# ---------------------------------------------------------------- the websites

# Khmer needs abvf and blwf: without them every subscript consonant stays on the line.
shaping=ccmp,locl,rlig,clig,calt,liga,kern,mark,mkmk,dist,abvf,abvm,abvs,blwf,blwm,blws,pref,pres,pstf,psts
figures=lnum,onum,pnum,tnum
vietnamese=U+0020-007E,U+00A0-00FF,U+0102-0103,U+0110-0111,U+0128-0129,U+0152-0153,U+0168-0169,U+01A0-01A1
vietnamese=$vietnamese,U+01AF-01B0,U+0300-0303,U+0306,U+0309,U+031B,U+0323,U+1EA0-1EF9
signs=U+2009,U+2010-2014,U+2018-201E,U+2022,U+2026,U+202F,U+2032-2033,U+20AB-20AC,U+2190-2194,U+2197,U+2212
minority=U+0020-007E,U+00A0-024F,U+02B0-02FF,U+0300-036F,U+1E00-1EFF,U+2010-2026,U+20AB,U+A78B-A78C
cyrillic=U+0400-045F,U+0490-0491,U+2116

for_web() { # source, letters, name
	pyftsubset "$1" --unicodes="$2" --layout-features="$shaping,$figures" --no-hinting --flavor=woff2 \
		--name-IDs='*' --output-file="$web/$3.woff2"
}
mkdir -p "$web"
for_web "$work/alegreya/500Medium/Alegreya_500Medium.ttf" "$vietnamese,$signs" alegreya-500
for_web "$work/alegreya/700Bold/Alegreya_700Bold.ttf" "$vietnamese,$signs" alegreya-700
for_web "$work/alegreya/700Bold/Alegreya_700Bold.ttf" "$cyrillic" alegreya-cyrillic-700
for_web "$work/be-vietnam-pro/400Regular/BeVietnamPro_400Regular.ttf" "$vietnamese,$signs" bevietnam-400
for_web "$work/be-vietnam-pro/600SemiBold/BeVietnamPro_600SemiBold.ttf" "$vietnamese,$signs" bevietnam-600
for_web $noto/NotoSans-Regular.ttf "$minority" notosans-minority-400
for_web $noto/NotoSans-Bold.ttf "$minority" notosans-minority-700
for_web $noto/NotoSans-Regular.ttf "$cyrillic" notosans-cyrillic-400
for_web $noto/NotoSansLao-Regular.ttf U+0E80-0EFF notosans-lao-400
for_web $noto/NotoSansLao-Bold.ttf U+0E80-0EFF notosans-lao-700
for_web $noto/NotoSerifLao-Bold.ttf U+0E80-0EFF notoserif-lao-700
for_web $noto/NotoSansKhmer-Regular.ttf U+1780-17FF,U+19E0-19FF,U+200B notosans-khmer-400
for_web $noto/NotoSansKhmer-Bold.ttf U+1780-17FF,U+19E0-19FF,U+200B notosans-khmer-700
for_web $noto/NotoSerifKhmer-Bold.ttf U+1780-17FF,U+19E0-19FF,U+200B notoserif-khmer-700
for_web $noto/NotoSansThai-Regular.ttf U+0E00-0E7F notosans-thai-400
for_web $noto/NotoSansThai-Bold.ttf U+0E00-0E7F notosans-thai-700
for_web $noto/NotoSansTaiViet-Regular.ttf U+AA80-AADF notosans-taiviet-400
for_web $noto/NotoSansCham-Regular.ttf U+AA00-AA5F notosans-cham-400

# ---------------------------------------------------------------- pictures

cp "$work/be-vietnam-pro/600SemiBold/BeVietnamPro_600SemiBold.ttf" "$here/BeVietnamPro-SemiBold.ttf"
cp "$work/be-vietnam-pro/700Bold/BeVietnamPro_700Bold.ttf" "$here/BeVietnamPro-Bold.ttf"
for family in NotoSans NotoSansLao NotoSansKhmer NotoSansThai NotoSansCham; do
	cp "$noto/$family-Bold.ttf" "$here/"
done
cp "$noto/NotoSansTaiViet-Regular.ttf" "$here/"

python "$here/cut_cjk.py" "$cjk" "$here/NotoSansCJK-Bold.otf"

chmod 644 "$here"/*.ttf "$here"/*.otf "$web"/*.woff2
ls -l "$here" "$web"
