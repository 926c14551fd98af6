#!/usr/bin/env bash
# Installs the clients of the matrix into a folder, each from its registry with a pinned version:
# bash install.sh FOLDER
#
# Needs python3 with venv, npm, go, cargo, a JDK with mvn, and the package awscli of Debian. Every
# part runs even if one before it failed; what is there already is not installed again.
set -uo pipefail
drivers=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
mkdir -p "$1"
clients=$(cd "$1" && pwd)
failed=0

# part NAME SOURCES COMMAND…: runs the command unless it ran to its end for the same sources.
part() {
    local name=$1 sources=$2 stamp=$clients/$1.installed digest
    shift 2
    digest=$(cd "$drivers" && cat $sources "$drivers/install.sh" | sha256sum)
    if [[ -f $stamp && $(<"$stamp") == "$digest" ]]; then
        echo "$name: installed"
        return
    fi
    if (set -e; "$@") >"$clients/$name.log" 2>&1; then
        echo "$digest" >"$stamp"
        echo "$name: installed now"
    else
        failed=1
        echo "$name: FAILED"
        tail -n 20 "$clients/$name.log"
    fi
}

python() {
    python3 -m venv --clear "$clients/python-$1"
    "$clients/python-$1/bin/pip" install --quiet --requirement "$drivers/python/requirements-$1.txt"
}

javascript() {
    mkdir -p "$clients/javascript"
    cp "$drivers/javascript/package.json" "$drivers/javascript/package-lock.json" "$clients/javascript"
    npm ci --prefix "$clients/javascript" --ignore-scripts --no-audit --no-fund
}

# go FOLDER PROGRAM GO.MOD: one source can be built against two versions.
go_program() {
    cp -r "$drivers/$1" "$clients/source-$2"
    cd "$clients/source-$2"
    [[ $3 == go.mod ]] || mv "$3" go.mod
    [[ $3 == go.mod ]] || mv "${3%.mod}.sum" go.sum
    go build -o "$clients/$2" .
    rm -r "$clients/source-$2"
}

rust() {
    CARGO_TARGET_DIR=$clients/rust-build CARGO_PROFILE_DEV_DEBUG=false \
        cargo build --locked --manifest-path "$drivers/rust/Cargo.toml"
    cp "$clients/rust-build/debug/client-matrix-rust" "$clients/rust"
}

# java FOLDER PROGRAM OPTIONS…
java_driver() {
    local folder=$1 program=$2
    shift 2
    rm -rf "${clients:?}/$program"
    cp -r "$drivers/$folder" "$clients/source-$program"
    cd "$clients/source-$program"
    mvn -q -B "$@" dependency:copy-dependencies -DoutputDirectory="$clients/$program/lib"
    javac -cp "$clients/$program/lib/*" -d "$clients/$program" src/main/java/Driver.java
    rm -r "$clients/source-$program"
}

for name in current crt old cli-v1 programs; do
    part "python-$name" "python/requirements-$name.txt" python "$name"
done
part npm "javascript/package-lock.json" javascript
part go-v2-current "go-v2/*" go_program go-v2 go-v2-current go.current.mod
part go-v2-old "go-v2/*" go_program go-v2 go-v2-old go.old.mod
part go-v1 "go-v1/*" go_program go-v1 go-v1 go.mod
part go-base "go-base/*" go_program go-base go-base go.mod
part java-v2-sso "java-v2/pom.xml java-v2/src/main/java/*" java_driver java-v2 java-v2-sso -Psso
part java-v2-bare "java-v2/pom.xml java-v2/src/main/java/*" java_driver java-v2 java-v2-bare
part java-v1 "java-v1/pom.xml java-v1/src/main/java/*" java_driver java-v1 java-v1
part rust-driver "rust/Cargo.lock rust/src/*" rust
exit "$failed"
