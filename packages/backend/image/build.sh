#!/bin/sh
# Makes in $1 what the image has: the portal's code and what it needs to run, and nothing to build with.
# The Dockerfile runs it; it needs Node.js, npm and what native modules are compiled with.
set -eu
target=$1
cd "$(dirname "$0")/../../.."

./dev yarn install --immutable
./dev yarn tsc
./dev yarn workspace backend build

mkdir -p "$target"
tar -xzf packages/backend/dist/skeleton.tar.gz -C "$target"
cp yarn.lock package.json .yarnrc.yml backstage.json "$target"
./dev yarn --cwd "$target" workspaces focus --all --production
tar -xzf packages/backend/dist/bundle.tar.gz -C "$target"
cp app-config.yaml app-config.production.yaml "$target"
rm -rf "$target/.yarn"
