import OpenFinance

/// The ways to apply for one product, in the shape of the JSON output.
struct ApplyReport: Report, Encodable {
    static let formats = ReportFormat.ofDocuments

    private let product: ListedProduct
    /// How to ask the bank for contact; nil where it takes no leads.
    private let leadCommand: String?
    let validity: Validity

    init(_ product: ListedProduct, _ suggestions: Suggestions, in scenario: Scenario = Scenario()) {
        self.product = product
        leadCommand = suggestions.lead(product)
        validity = product.product.validity(at: scenario.date)
    }

    /// The preferred one first; none for a product that cannot be had.
    var channels: [ApplicationChannel] { validity.isCurrent ? product.product.applicationChannels : [] }
    var preferred: ApplicationChannel? { channels.first }

    private enum CodingKeys: String, CodingKey {
        case productID = "ProductId", lfiID = "LFIId", lfiName = "LFIName", productName = "ProductName"
        case preferred = "Preferred", channels = "Channels", validity = "Validity"
    }

    private struct Channel: Encodable {
        let channel: ApplicationChannel

        private enum CodingKeys: String, CodingKey { case kind = "Channel", value = "Value" }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(channel.kind, forKey: .kind)
            try container.encode(channel.value, forKey: .value)
        }
    }

    /// Every member is always there, but `Validity`: only where the product cannot be had.
    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(product.product.id, forKey: .productID)
        try container.encode(product.statedLFIIDText, forKey: .lfiID)
        try container.encode(product.lfi.name, forKey: .lfiName)
        try container.encode(product.product.name, forKey: .productName)
        try container.encode(preferred.map(Channel.init), forKey: .preferred)
        try container.encode(channels.map(Channel.init), forKey: .channels)
        try container.encodeIfPresent(validity.word, forKey: .validity)
    }

    /// In the order in which they are preferred.
    var table: Table {
        Table([.init(title: "Apply"), .init(title: "At")], channels.map { [$0.kind.phrase, $0.value] })
    }

    func text(on terminal: Terminal) -> String {
        let style = terminal.style
        let name = (product.product.displayName ?? product.product.id ?? ProductColumn.unknown).forTerminal
        let bank = product.lfi.label.forTerminal
        var text = "\(style.bold(name))\n\(bank)\n\n"
        switch validity {
        case .current: break
        case .notYet(let date): return text + "It is not available yet: the bank offers it from \(date.dayInUAE).\n"
        case .ended(let date):
            return text + "It is no longer available: the bank offered it up to \(date.lastDayInUAE).\n"
        }
        guard let preferred else {
            text += "The bank states no way to apply"
            return text
                + (leadCommand.map { ". You can ask it to contact you:\n  \($0)\n" } ?? ", and takes no leads.\n")
        }
        text += "\(style.bold("Apply \(preferred.kind.phrase)"))\n" + line("", preferred, terminal)
        let others = channels.dropFirst()
        if !others.isEmpty { text += "\nor\n" }
        for channel in others { text += line("\(channel.kind.phrase): ", channel, terminal) }
        return text
    }

    /// What is there to be opened or dialled stays in one piece.
    private func line(_ phrase: String, _ channel: ApplicationChannel, _ terminal: Terminal) -> String {
        guard channel.kind == .description, let width = terminal.width else {
            return "  \(phrase)\(terminal.links.linked(channel))\n"
        }
        let lines = "\(phrase)\(channel.value.forTerminal)".wrapped(to: max(20, width - 2))
        return lines.map { "  \($0)\n" }.joined()
    }
}

extension ApplicationChannel.Kind {
    fileprivate var phrase: String {
        switch self {
        case .uri: "on the bank's page"
        case .phone: "by telephone"
        case .email: "by e-mail"
        case .description: "as the bank describes it"
        }
    }
}
