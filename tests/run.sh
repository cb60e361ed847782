#!/usr/bin/env bash
# Installs what the tests need, builds once and runs every test; the last line is "N passed, N failed, N skipped".
# --long runs the long forms as well.
set -uo pipefail
cd "$(dirname "$0")/.."

for arg in "$@"; do
  case "$arg" in
    --long) export ACCESSREVIEW_LONG=1 ;;
    *) echo "Usage: bash tests/run.sh [--long]" >&2; exit 2 ;;
  esac
done

# Most code of a test run is young: measuring it for a second compilation costs a fifth of the processor's time and is never paid back.
export DOTNET_TieredPGO=0

none() { echo "$1" >&2; echo "0 passed, 1 failed, 0 skipped"; exit 1; }

install() { # what, what for, and what does as well where there is no such package
  echo "Installing $1, $2."
  local as_root=""
  [ "$(id -u)" = 0 ] || as_root="sudo"
  $as_root apt-get update -qq
  $as_root apt-get install -y -qq --no-install-recommends "$1" > /dev/null || $as_root apt-get install -y -qq --no-install-recommends "${3:-$1}" > /dev/null || none "$1 could not be installed."
}

# Chromium without a window is the same engine, and a third faster.
if [ -z "${ACCESSREVIEW_CHROMIUM:-}" ]; then
  browser() { command -v chromium-headless-shell || command -v chromium || command -v chromium-browser || command -v google-chrome; }
  browser > /dev/null || install chromium-headless-shell "which the browser journeys drive" chromium
  ACCESSREVIEW_CHROMIUM=$(browser)
  export ACCESSREVIEW_CHROMIUM
fi
command -v soffice > /dev/null || install libreoffice-calc-nogui "which saves the evidence again as an auditor would"
command -v python3 > /dev/null || install python3 "with which an auditor checks a pack"
dotnet tool restore > /dev/null || none "The tools of .config/dotnet-tools.json could not be restored."
dotnet build AccessReview.sln -v q || none "The build failed."

# The crash tests start hundreds of short lives: each is a third shorter where its methods are compiled before, beside the other projects.
crashhost=$PWD/tests/AccessReview.CrashHost/bin/ready
dotnet publish tests/AccessReview.CrashHost -c Debug -p:CompiledAhead=true -o "$crashhost" -v q &
compiling=$!

results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
status=0
run() { # name of the results, name of the project, more arguments
  echo "== $1"
  dotnet exec "tests/$2/bin/Debug/net10.0/$2.dll" -noLogo -noColor -result-xml "$results/$1.xml" "${@:3}" || status=1
}

server=${ACCESSREVIEW_TEST_SQLSERVER:-}
unset ACCESSREVIEW_TEST_SQLSERVER
core=AccessReview.Core.Tests
for project in tests/*.Tests/*.csproj; do
  name=$(basename "$project" .csproj)
  [ "$name" = $core ] || run "$name" "$name"
done
if wait "$compiling"; then
  export ACCESSREVIEW_CRASHHOST=$crashhost
fi
if [ -n "$server" ]; then
  run $core $core -trait- Database=SqlServer
  ACCESSREVIEW_TEST_SQLSERVER=$server run "$core on SQL Server" $core
else
  run $core $core
fi

total() { cat "$results"/*.xml 2> /dev/null | grep -o '<assembly [^>]*>' | grep -o " $1=\"[0-9]*\"" | tr -dc '0-9\n' | awk '{ n += $1 } END { print n + 0 }'; }
passed=$(total passed); failed=$(( $(total failed) + $(total errors) )); skipped=$(total skipped)
[ $status = 0 ] || [ "$failed" -gt 0 ] || failed=1
# What failed and why, after everything else that was printed.
[ "$failed" = 0 ] || python3 - "$results"/*.xml <<'EOF'
import sys, xml.etree.ElementTree as xml
for file in sys.argv[1:]:
    for test in xml.parse(file).iter():
        if test.tag == "error" or test.get("result") == "Fail":
            print("failed:", test.get("name"))
            for part in (*test.iter("message"), *test.iter("stack-trace")):
                print("    " + (part.text or "")[:2000].strip().replace("\n", "\n    "))
EOF
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
