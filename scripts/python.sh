# Sets `python` to a Python that is new enough, or ends with a sentence. Sourced by run and test.
found=
for candidate in "${PYTHON:-python3}" python3.14 python3.13 python3.12 python3.11; do
    command -v "$candidate" >/dev/null 2>&1 || continue
    found=${found:-$("$candidate" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>&1)}
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
        python=$candidate
        break
    fi
done
if [ -z "${python:-}" ]; then
    echo "Hubung needs Python 3.11 or newer, and here is ${found:-none}." \
        "On Debian 12: sudo apt-get install python3 python3-venv" >&2
    exit 1
fi
# A relative state folder is meant from where the command was given.
case ${HUBUNG_HOME:-} in
'' | /*) ;;
*) HUBUNG_HOME=$PWD/$HUBUNG_HOME && export HUBUNG_HOME ;;
esac
