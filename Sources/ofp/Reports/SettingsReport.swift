import FoundationEssentials
import OpenFinance

/// What `ofp config show` prints, in the shape of its JSON.
struct SettingsReport: Report, Encodable {
    struct Entry: Encodable {
        let name: String
        /// Left out where the setting has none.
        let value, source: String?

        private enum CodingKeys: String, CodingKey { case name = "Name", value = "Value", source = "Source" }
    }

    let file: String
    let profile: String?
    let settings: [Entry]

    init(_ reader: SettingsReader, file: String, profile: String?) {
        self.file = file
        self.profile = profile
        settings = Setting.allCases.map { setting in
            let usual = reader.text(setting) == nil ? setting.usualValue : nil
            let given = reader.text(setting).map { setting.isSecret ? "(hidden)" : $0.withoutSecrets }
            return Entry(
                name: setting.fileKey ?? setting.rawValue, value: given ?? usual,
                source: reader.source(of: setting) ?? usual.map { _ in "default" })
        }
    }

    var table: Table {
        Table(
            [.init(title: "Setting"), .init(title: "Value", narrowest: 16), .init(title: "From", narrowest: 12)],
            settings.map { [$0.name, $0.value, $0.source] })
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
        case .noCache, .noPager: "false"
        case .color: "auto"
        default: nil
        }
    }
}
