#!/bin/sh
# Installs aws-onboard for this user, after comparing the SHA-256 sum:
#
#   curl -fsSL RELEASE/install.sh | sh
#   sh install.sh [--to FOLDER] [--version VERSION]
#
# The release fills in its own address; AWS_ONBOARD_RELEASE names another (a mirror). Nothing is
# written outside the folder (~/.local/bin by default), and nothing needs root. To uninstall,
# remove the one file; docs/install.md lists what else the program keeps.
set -eu

release=${AWS_ONBOARD_RELEASE:-@RELEASE@}
version=@VERSION@
to=${HOME:?HOME is not set}/.local/bin

die() {
    echo "aws-onboard install: $*" >&2
    exit 1
}

while [ $# -gt 0 ]; do
    case $1 in
    --to) [ $# -ge 2 ] || die "--to needs a folder"; to=$2; shift 2 ;;
    --version) [ $# -ge 2 ] || die "--version needs a version"; version=$2; shift 2 ;;
    *) die "unknown argument $1; usage: install.sh [--to FOLDER] [--version VERSION]" ;;
    esac
done
case $release in @*) die "this script was not filled in by a release; set AWS_ONBOARD_RELEASE to the address of one" ;; esac
case $version in @*) die "this script was not filled in by a release; give --version" ;; esac

case $(uname -s) in
Linux)
    case $(uname -m) in
    x86_64 | amd64) target=x86_64-unknown-linux-musl ;;
    aarch64 | arm64) target=aarch64-unknown-linux-musl ;;
    *) die "there is no build for $(uname -m); build it with: cargo install --path . --locked" ;;
    esac
    ;;
Darwin) target=universal-apple-darwin ;;
*) die "there is no build for $(uname -s) in this script; see docs/install.md" ;;
esac

name=aws-onboard-$version-$target
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT HUP INT TERM

fetch() {
    if command -v curl >/dev/null 2>&1; then
        curl -fsSL --retry 2 -o "$2" "$1"
    elif command -v wget >/dev/null 2>&1; then
        wget -q -O "$2" "$1"
    else
        die "neither curl nor wget is installed"
    fi
}
fetch "$release/$name.tar.gz" "$folder/$name.tar.gz" || die "could not download $release/$name.tar.gz"
fetch "$release/SHA256SUMS" "$folder/SHA256SUMS" || die "could not download $release/SHA256SUMS"

want=$(awk -v name="$name.tar.gz" '$2 == name || $2 == "*" name { print $1 }' "$folder/SHA256SUMS")
[ -n "$want" ] || die "SHA256SUMS does not list $name.tar.gz; nothing was installed"
if command -v sha256sum >/dev/null 2>&1; then
    got=$(sha256sum "$folder/$name.tar.gz" | awk '{ print $1 }')
elif command -v shasum >/dev/null 2>&1; then
    got=$(shasum -a 256 "$folder/$name.tar.gz" | awk '{ print $1 }')
else
    die "neither sha256sum nor shasum is installed, so the download cannot be verified"
fi
[ "$got" = "$want" ] || die "the download does not match its checksum ($got, expected $want); nothing was installed"

tar -xzf "$folder/$name.tar.gz" -C "$folder"
mkdir -p "$to"
# Beside, then renamed: a program that is running is not written over.
cp "$folder/$name/aws-onboard" "$to/.aws-onboard.new"
chmod 755 "$to/.aws-onboard.new"
mv "$to/.aws-onboard.new" "$to/aws-onboard"
"$to/aws-onboard" --version >/dev/null || die "$to/aws-onboard was installed, but does not start"
echo "installed: $to/aws-onboard ($("$to/aws-onboard" --version))"
case ":$PATH:" in
*":$to:"*) echo "next: aws-onboard setup" ;;
*) echo "next: add $to to PATH, then run: aws-onboard setup" ;;
esac
