import MailKitCore

/// What can happen to the state.
package enum Message: Sendable {
    /// The loop runs; open the mailbox.
    case start
    /// The clock, before everything else of a turn.
    case time(Instant)
    case key(Key)
    /// Bytes that were pasted: text, and never keys.
    case paste([UInt8])
    case command(CommandID)
    case mail(MailEvent)
    case resized(ScreenSize)
    /// The language is the screen's: what stands where depends on it.
    case mouse(MouseEvent, Language)
    /// What has been counted on this side of the core.
    case statistics(ScreenStatistics)
    /// A timer that `update` had set.
    case timer(Timer)
    /// The names of all themes.
    case themes([String])
    case theme(Theme, named: String)
    case brokenTheme(named: String, reason: Text)
    /// A program of the desktop has been started, or could not be.
    case outside(Result<String, OutsideFailure>)
}

/// What a timer is for.
package enum Timer: Hashable, Sendable {
    /// The countdown to the next try.
    case retry
    /// Nobody has opened another message since: this one is meant.
    case opening(Generation)
    /// An answer has been owed for another second.
    case answer
    /// The dates on the screen grow old.
    case minute
    /// A message has been shown long enough.
    case message(serial: Int)
    /// Rows asked for at this moment should be here.
    case rowsOverdue(view: Generation, askedAt: Int64)
    /// Rows that an answer left out, or that were refused, may be asked for again.
    case rowsAgain(view: Generation)
    /// What has been counted may have become more.
    case statistics
}

/// What `update` wants done; carried out by `EffectRunner`.
package enum Effect: Hashable, Sendable {
    case mail(MailRequest)
    /// Hand the timer back after so many milliseconds.
    case after(milliseconds: Int64, Timer)
    case repaint
    /// Send a text to the clipboard of the terminal.
    case copy(Text, by: TerminalFacts.Clipboard)
    /// Have the terminal tell of the mouse, or no longer.
    case watchMouse(Bool)
    /// Tell what has been counted.
    case statistics
    /// Give the terminal back and stop, until somebody says `fg`.
    case suspend
    case quit(ExitCode)
    /// Look which themes there are.
    case findThemes
    /// Read the theme of that name.
    case readTheme(String)
    /// From now on the screen looks like this.
    case show(Theme)
    /// Remember a choice for the next start.
    case prefer(key: String, value: String?)
    /// Have a program of the desktop open it.
    case openOutside(OutsideTarget)
    /// Take the file away that was fetched for one.
    case discardLent(String)
}
