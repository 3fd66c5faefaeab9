#!/bin/sh
# Installs what draw.py needs on Debian 12: Python's Pillow, NumPy and fontTools, and the font
# packages of fonts.txt. Run as root, once.
set -eu
cd "$(dirname "$0")"
apt-get update
apt-get install --yes --no-install-recommends python3-pil python3-numpy python3-fonttools \
    $(grep -v '^#' fonts.txt | cut -f 1)
