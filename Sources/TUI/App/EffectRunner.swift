import MailKitCore

/// Carries effects out. It knows no core and no terminal, only the closures it was given.
package struct EffectRunner {
    package let send: (MailRequest) -> Void
    package let schedule: (Int64, Timer) -> Void
    package let repaint: () -> Void
    package let copy: (Text, TerminalFacts.Clipboard) -> Void
    package let watchMouse: (Bool) -> Void
    package let count: () -> Void
    package let suspend: () -> Void
    package let quit: (ExitCode) -> Void
    package let findThemes: () -> Void
    package let readTheme: (String) -> Void
    package let show: (Theme) -> Void
    package let prefer: (String, String?) -> Void
    package let openOutside: (OutsideTarget) -> Void
    package let discardLent: (String) -> Void

    package func run(_ effects: [Effect]) {
        for effect in effects {
            switch effect {
            case .mail(let request): send(request)
            case .after(let milliseconds, let timer): schedule(milliseconds, timer)
            case .repaint: repaint()
            case .copy(let text, let way): copy(text, way)
            case .watchMouse(let isWanted): watchMouse(isWanted)
            case .statistics: count()
            case .suspend: suspend()
            case .quit(let code): quit(code)
            case .findThemes: findThemes()
            case .readTheme(let name): readTheme(name)
            case .show(let theme): show(theme)
            case .prefer(let key, let value): prefer(key, value)
            case .openOutside(let target): openOutside(target)
            case .discardLent(let path): discardLent(path)
            }
        }
    }
}
