# shellcheck shell=bash
# What every script here shares: messages, places, and how to run the unpacked programs. Sourced, never run.

repo=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck disable=SC2034  # for the scripts that source this
lib=$repo/scripts/lib
quiet=${quiet:-no}
# The system's own where there is one: it can also be read after root has become an ordinary user.
python=/usr/bin/python3
[ -x "$python" ] || python=python3

say() { [ "$quiet" = yes ] || printf '%s\n' "$*" >&2; }
warn() { printf '%s: %s\n' "${0##*/}" "$*" >&2; }
die() {
    warn "$@"
    exit 1
}

debian_version() {
    local id version
    # shellcheck source=/dev/null
    id=$(. /etc/os-release 2>/dev/null && printf %s "${ID:-}")
    # shellcheck source=/dev/null
    version=$(. /etc/os-release 2>/dev/null && printf %s "${VERSION_ID:-}")
    printf '%s' "${version:-${id:-unknown}}"
}

# Where downloads are unpacked. Root's copy lies where every user can read it, because Dovecot never runs as root.
work_folder() {
    if [ -n "${ROHRPOST_WORK:-}" ]; then
        printf '%s' "$ROHRPOST_WORK"
    elif [ "$(id -u)" = 0 ]; then
        printf '/var/cache/rohrpost-dev/%s' "$(debian_version)"
    else
        printf '%s/rohrpost-dev/%s' "${XDG_CACHE_HOME:-$HOME/.cache}" "$(debian_version)"
    fi
}

# The unpacked tree called $1 (root: the mail host; bench: the peers): this user's own, else the one root made, unless
# a work folder was named.
unpacked_tree() {
    local folder
    for folder in "$(work_folder)/$1" "${ROHRPOST_WORK:-/var/cache/rohrpost-dev/$(debian_version)}/$1"; do
        if [ -f "$folder/.complete" ]; then
            printf '%s' "$folder"
            return 0
        fi
    done
    return 1
}

# Library folders of the unpacked tree $1, for LD_LIBRARY_PATH.
unpacked_libraries() {
    local triplet
    triplet=$(dpkg-architecture -qDEB_HOST_MULTIARCH 2>/dev/null || printf '%s-linux-gnu' "$(uname -m)")
    printf '%s' "$1/usr/lib/dovecot:$1/usr/lib/dovecot/modules/old-stats:$1/usr/lib/postfix:$1/usr/lib/$triplet:$1/lib/$triplet"
}
