# shellcheck shell=bash
# A terminal to run the real program in: a tmux server of its own, without anybody's settings. Sourced.
#
#   terminal_open WIDTH HEIGHT COMMAND...    terminal_keys KEY...    terminal_wait TEXT [SECONDS]    terminal_close

terminal_socket=

terminal() { tmux -L "$terminal_socket" -f /dev/null "$@"; }

# The pane stays when its program ends, so that its last words and its exit status can be read.
terminal_open() {
    local width=$1 height=$2 command
    shift 2
    terminal_socket=rohrpost-$$-$RANDOM
    printf -v command '%q ' "$@"
    LC_ALL=C.UTF-8 TERM=xterm-256color terminal new-session -d -x "$width" -y "$height" 'sleep 100000'
    terminal set-option -g remain-on-exit on
    terminal set-option -g default-terminal tmux-256color
    terminal set-option -g status off
    terminal respawn-pane -k "exec $command"
}

terminal_keys() { terminal send-keys "$@"; }
terminal_screen() { terminal capture-pane -p; }
terminal_resize() { terminal resize-window -x "$1" -y "$2"; }

# Waits until the screen shows a text (a basic regular expression); else shows the screen and fails.
terminal_wait() {
    local text=$1 deadline=$((SECONDS + ${2:-10}))
    until terminal_screen | grep -q -- "$text"; do
        if [ "$SECONDS" -ge "$deadline" ]; then
            printf 'waited in vain for "%s"; the screen was:\n' "$text" >&2
            terminal_screen >&2
            return 1
        fi
        sleep 0.02
    done
}

# Waits for the end of the program and prints its exit status.
terminal_status() {
    local deadline=$((SECONDS + ${1:-10})) state
    while state=$(terminal display-message -p '#{pane_dead} #{pane_dead_status}'); do
        case $state in 1\ *) printf '%s' "${state#1 }" && return ;; esac
        [ "$SECONDS" -lt "$deadline" ] || break
        sleep 0.02
    done
    printf 'the program did not end; the screen was:\n' >&2
    terminal_screen >&2
    return 1
}

terminal_close() { if [ -n "$terminal_socket" ]; then terminal kill-server 2>/dev/null || true; fi; }
