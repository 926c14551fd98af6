#!/usr/bin/env bash
# Installs the clients of the matrix into a folder, each from its registry with a pinned version:
# bash install.sh FOLDER [CLIENT…]
#
# With names of clients (src/client.rs), only what these need. Needs python3 with venv and cargo for
# the required clients, and for the others npm, go, a JDK with mvn; beside these Debian's packages
# awscli and (for ruby) ruby-aws-sdk-core. Every part
# runs even if one before it failed; what is there already is not installed again. Ends with 1 if a
# required part failed.
set -uo pipefail
drivers=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
mkdir -p "$1"
clients=$(cd "$1" && pwd)
wanted="${*:2}"
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

# of CLIENTS COMMAND…: runs the command if one of these clients is wanted.
of() {
    local client
    for client in $1; do
        if [[ -z $wanted || " $wanted " == *" $client "* ]]; then
            "${@:2}"
            return
        fi
    done
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

cdk() {
    rm -rf "$clients/cdk"
    mkdir -p "$clients/cdk"
    cp "$drivers/cdk/package.json" "$drivers/cdk/package-lock.json" "$clients/cdk"
    npm ci --prefix "$clients/cdk" --ignore-scripts --no-audit --no-fund
}

# backend MODULE DRIVER PROGRAM: the backend of a module, whose packages are internal, so that the
# driver is built in a copy of the module.
backend() {
    local source=$clients/source-$3 folder
    folder=$(go mod download -json "$1" | sed -n 's/^\t"Dir": "\(.*\)",$/\1/p')
    rm -rf "$source"
    cp -r "$folder" "$source"
    chmod -R u+w "$source"
    mkdir "$source/internal/clientmatrix"
    cp "$drivers/terraform/$2" "$drivers/terraform/session.go" "$source/internal/clientmatrix"
    cd "$source"
    GOFLAGS=-mod=readonly GOWORK=off go build -o "$clients/$3" ./internal/clientmatrix
    rm -rf "$source"
}

# The program itself is released elsewhere, so that only a machine that has it can run it.
terraform_program() {
    local version=v1.11.4
    rm -f "$clients/terraform"
    if [[ $(terraform version 2>/dev/null | head -n 1) == "Terraform $version" ]]; then
        ln -s "$(command -v terraform)" "$clients/terraform"
        echo "terraform: found"
    else
        echo "terraform: SKIP, Terraform $version is not in PATH"
    fi
}

# What waits for the network, beside what the processor works on.
downloads() {
    of "botocore" required python-current "python/requirements-current.txt" python current
    of "botocore-crt" required python-crt "python/requirements-crt.txt" python crt
    of "botocore-old" required python-old "python/requirements-old.txt" python old
    of "cli1" required python-cli-v1 "python/requirements-cli-v1.txt" python cli-v1
    of "s5cmd rclone pyarrow polars" \
        required python-programs "python/requirements-programs.txt" python programs
    of "gdal" required python-gdal "python/requirements-gdal.txt" python gdal
    of "js3 js2" optional npm npm "javascript/package-lock.json" javascript
    of "cdk" optional npm cdk "cdk/package-lock.json" cdk
    local java="java-v2/pom.xml java-v2/src/main/java/*"
    of "java2" optional mvn java-v2-sso "$java" java_driver java-v2 java-v2-sso -Psso
    of "java2-bare" optional mvn java-v2-bare "$java" java_driver java-v2 java-v2-bare
    of "java1" \
        optional mvn java-v1 "java-v1/pom.xml java-v1/src/main/java/*" java_driver java-v1 java-v1
    of "terraform" terraform_program
}

builds() {
    of "rust" required rust-driver "rust/Cargo.lock rust/src/*" rust
    of "go2" optional go go-v2-current "go-v2/*" go_program go-v2 go-v2-current go.current.mod
    of "go2-old" optional go go-v2-old "go-v2/*" go_program go-v2 go-v2-old go.old.mod
    of "go1" optional go go-v1 "go-v1/*" go_program go-v1 go-v1 go.mod
    of "go-base" optional go go-base "go-base/*" go_program go-base go-base go.mod
    of "terraform-old" optional go terraform-old "terraform/*.go" \
        backend github.com/hashicorp/terraform@v1.5.7 terraform_1.go terraform-old
    of "opentofu" optional go opentofu "terraform/*.go" \
        backend github.com/opentofu/opentofu@v1.12.6 opentofu.go opentofu
}

downloads &
builds
wait
[[ ! -e $clients/required.failed ]]
