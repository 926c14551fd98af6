#!/usr/bin/env bash
# Installs the clients of the matrix into a folder, each from its registry with a pinned version:
# bash install.sh FOLDER
#
# Needs python3 with venv and cargo for the required clients, and for the others npm, go, a JDK with
# mvn; beside these Debian's packages awscli and (for ruby) ruby-aws-sdk-core. Every part
# runs even if one before it failed; what is there already is not installed again. Ends with 1 if a
# required part failed.
set -uo pipefail
drivers=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
mkdir -p "$1"
clients=$(cd "$1" && pwd)
rm -f "$clients/required.failed"

# part NAME SOURCES COMMAND…: runs the command, twice if need be, unless it ran to its end for the
# same sources. The file NAME.installed remembers these.
part() {
    local name=$1 sources=$2 stamp=$clients/$1.installed digest begin=$SECONDS
    shift 2
    digest=$(cd "$drivers" && cat $sources | sha256sum)
    if [[ -f $stamp && $(<"$stamp") == "$digest" ]]; then
        echo "$name: installed"
        return 0
    fi
    rm -f "$stamp"
    for _ in 1 2; do
        (set -e; "$@") >"$clients/$name.log" 2>&1
        if (($? == 0)); then
            echo "$digest" >"$stamp"
            echo "$name: installed now, $((SECONDS - begin)) s"
            return 0
        fi
    done
    echo "$name: FAILED"
    tail -n 20 "$clients/$name.log"
    return 1
}

required() {
    part "$@" || touch "$clients/required.failed"
}

# optional TOOL NAME SOURCES COMMAND…
optional() {
    local tool=$1
    shift
    if command -v "$tool" >/dev/null; then
        part "$@"
    else
        echo "$1: SKIP, there is no $tool"
    fi
}

python() {
    python3 -m venv --clear "$clients/python-$1"
    "$clients/python-$1/bin/pip" install --quiet --disable-pip-version-check --retries 5 \
        --requirement "$drivers/python/requirements-$1.txt"
}

javascript() {
    rm -rf "$clients/javascript"
    mkdir -p "$clients/javascript"
    cp "$drivers/javascript/package.json" "$drivers/javascript/package-lock.json" "$clients/javascript"
    npm ci --prefix "$clients/javascript" --ignore-scripts --no-audit --no-fund
}

# go_program FOLDER PROGRAM GO.MOD: one source can be built against two versions.
go_program() {
    rm -rf "$clients/source-$2"
    cp -r "$drivers/$1" "$clients/source-$2"
    cd "$clients/source-$2"
    [[ $3 == go.mod ]] || mv "$3" go.mod
    [[ $3 == go.mod ]] || mv "${3%.mod}.sum" go.sum
    GOFLAGS=-mod=readonly GOWORK=off go build -o "$clients/$2" .
    rm -r "$clients/source-$2"
}

rust() {
    CARGO_TARGET_DIR=$clients/rust-build CARGO_PROFILE_DEV_DEBUG=false CARGO_INCREMENTAL=0 \
        cargo build --locked --manifest-path "$drivers/rust/Cargo.toml"
    cp "$clients/rust-build/debug/client-matrix-rust" "$clients/rust"
}

# java_driver FOLDER PROGRAM OPTIONS…
java_driver() {
    local folder=$1 program=$2
    shift 2
    rm -rf "${clients:?}/$program" "$clients/source-$program"
    cp -r "$drivers/$folder" "$clients/source-$program"
    cd "$clients/source-$program"
    mvn -q -B "$@" dependency:copy-dependencies -DoutputDirectory="$clients/$program/lib"
    javac -cp "$clients/$program/lib/*" -d "$clients/$program" src/main/java/Driver.java
    rm -r "$clients/source-$program"
}

# What waits for the network, beside what the processor works on.
downloads() {
    for name in current crt old cli-v1 programs; do
        required "python-$name" "python/requirements-$name.txt" python "$name"
    done
    optional npm npm "javascript/package-lock.json" javascript
    optional mvn java-v2-sso "java-v2/pom.xml java-v2/src/main/java/*" java_driver java-v2 java-v2-sso -Psso
    optional mvn java-v2-bare "java-v2/pom.xml java-v2/src/main/java/*" java_driver java-v2 java-v2-bare
    optional mvn java-v1 "java-v1/pom.xml java-v1/src/main/java/*" java_driver java-v1 java-v1
}

builds() {
    required rust-driver "rust/Cargo.lock rust/src/*" rust
    optional go go-v2-current "go-v2/*" go_program go-v2 go-v2-current go.current.mod
    optional go go-v2-old "go-v2/*" go_program go-v2 go-v2-old go.old.mod
    optional go go-v1 "go-v1/*" go_program go-v1 go-v1 go.mod
    optional go go-base "go-base/*" go_program go-base go-base go.mod
}

downloads &
builds
wait
[[ ! -e $clients/required.failed ]]
