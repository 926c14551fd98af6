#!/usr/bin/env bash
# `terraform init` with an S3 backend as a client of the matrix: who lists the bucket?
#
# init.sh TERRAFORM [--profile PROFILE]
set -u
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1
cat >main.tf <<'END'
terraform {
  backend "s3" {
    bucket = "bucket"
    key    = "state"
    region = "us-east-1"
  }
}
END
options=()
if [[ $# -gt 1 ]]; then
    options+=("-backend-config=profile=$3")
fi
CHECKPOINT_DISABLE=1 "$1" init -input=false -no-color "${options[@]}"
