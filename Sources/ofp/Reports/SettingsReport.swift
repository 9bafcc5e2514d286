import FoundationEssentials
import OpenFinance

/// What `ofp config show` prints, in the shape of its JSON.
struct SettingsReport: Encodable {
    struct Entry: Encodable {
        let name: String
        /// Left out where the setting has none.
        let value, source: String?

        private enum CodingKeys: String, CodingKey { case name = "Name", value = "Value", source = "Source" }
    }

    let file: String
    let profile: String?
    let settings: [Entry]

    init(_ reader: SettingsReader, _ selection: ProfileSelection) {
        file = selection.path
        profile = selection.profile?.name
        settings = Setting.allCases.map { setting in
            let usual = reader.text(setting) == nil ? setting.usualValue : nil
            let given = reader.text(setting).map { setting.isSecret ? "(hidden)" : $0.withoutSecrets }
            return Entry(
                name: setting.fileKey ?? setting.rawValue, value: given ?? usual,
                source: reader.source(of: setting) ?? usual.map { _ in "default" })
        }
    }

    func text(width: Int?) -> String {
        let layout = TableLayout(columns: [
            .init(title: "SETTING"), .init(title: "VALUE", narrowest: 16), .init(title: "FROM", narrowest: 12),
        ])
        let rows = settings.map { [$0.name, ($0.value ?? "–").forTerminal, ($0.source ?? "–").forTerminal] }
        let widths = layout.widths(of: rows, available: width)
        let lines = [layout.columns.map(\.title)] + rows
        return lines.map { layout.line($0, widths: widths) + "\n" }.joined()
    }

    private enum CodingKeys: String, CodingKey { case file = "File", profile = "Profile", settings = "Settings" }
}

extension Setting {
    /// What counts where nobody gives it; nil where nothing does.
    fileprivate var usualValue: String? {
        switch self {
        case .directory: "sandbox"
        case .scope: "products"
        case .timeout: "30"
        case .noCache: "false"
        case .color: "auto"
        default: nil
        }
    }
}
