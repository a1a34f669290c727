#!/bin/sh
# Compiles the theme and the few scripts of govuk-frontend into static/vendor, which is committed.
# Run after `npm ci`; the product itself never needs Node.
set -eu
cd "$(dirname "$0")"
out=../static/vendor
mkdir -p "$out"

npx sass --style=compressed --no-source-map --quiet-deps --load-path=node_modules theme.scss "$out/govuk.css"
npx esbuild govuk.js --bundle --minify --format=esm --legal-comments=none --outfile="$out/govuk.js"
cp govuk-frontend.LICENSE.txt "$out/govuk-frontend.LICENSE.txt"
