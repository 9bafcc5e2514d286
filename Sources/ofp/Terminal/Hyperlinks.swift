import FoundationEssentials
import OpenFinance
import OpenFinanceLeads

/// Hyperlinks of a terminal (OSC 8), where it is known to have them; others would print rubbish.
struct Hyperlinks: Sendable {
    private let areShown: Bool

    static let none = Hyperlinks([:], width: nil, style: Style(isColoured: false))

    /// - Parameter width: of the terminal; nil where there is none.
    init(_ environment: [String: String], width: Int?, style: Style) {
        areShown = width != nil && style.isColoured && Self.areKnown(to: environment)
    }

    /// What can be dialled or written to, as a link; everything else as it is.
    func linked(_ channel: ApplicationChannel) -> String {
        let text = channel.value.forTerminal
        guard areShown, let target = channel.linkTarget else { return text }
        return "\u{1B}]8;;\(target)\u{1B}\\\(text)\u{1B}]8;;\u{1B}\\"
    }

    /// Terminals say who they are in different ways; one inside another (tmux, screen) may not pass links on.
    private static func areKnown(to environment: [String: String]) -> Bool {
        guard environment["TMUX"] == nil, environment["STY"] == nil else { return false }
        if let version = environment["VTE_VERSION"].flatMap(Int.init) { return version >= 5_000 }
        let programs: Set<String> = ["iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "rio"]
        return programs.contains(environment["TERM_PROGRAM"] ?? "")
            || environment["KITTY_WINDOW_ID"] != nil || environment["WT_SESSION"] != nil
            || environment["KONSOLE_VERSION"] != nil || environment["TERM"] == "foot"
    }
}

extension ApplicationChannel {
    /// `tel:` (RFC 3966) or `mailto:` (RFC 6068); nil where the value is neither, or there is nothing to open.
    var linkTarget: String? {
        switch kind {
        case .uri: return WebAddress(value)?.text
        case .phone:
            let digits = value.filter { !" -.()\u{A0}".contains($0) }
            let isNumber = digits.drop { $0 == "+" }.allSatisfy { $0.isASCII && $0.isNumber } && digits.count > 2
            return isNumber && digits.lastIndex(of: "+").map { $0 == digits.startIndex } ?? true ? "tel:\(digits)" : nil
        case .email: return (try? LeadRules.email(value)).map { "mailto:\($0.forMailto)" }
        case .description: return nil
        }
    }
}

extension String {
    /// An address as RFC 6068 §2 has it in a link: in its local part much is allowed that means something there.
    fileprivate var forMailto: String {
        replacingScalars { scalar in
            let isPlain =
                scalar.isASCII && (UInt8(scalar.value).isASCIILetterOrDigit || "-._~@".unicodeScalars.contains(scalar))
            return isPlain
                ? nil : scalar.utf8.map { "%\($0 < 16 ? "0" : "")\(String($0, radix: 16, uppercase: true))" }.joined()
        }
    }
}

extension Unicode.Scalar {
    fileprivate var utf8: String.UTF8View { String(self).utf8 }
}
