import ArgumentParser
import FoundationEssentials
import OpenFinance

/// What is known of a customer, out of a file: the same as the options of `ofp products` say, by their names.
struct Customer {
    let wishes: Wishes

    /// The options that say something of a person, or of what they look for.
    private struct Options: AsyncParsableCommand {
        @Option(name: .customLong("category")) var categories: [CommaList<CategoryArgument>] = []
        @Flag(inversion: .prefixedNo, exclusivity: .exclusive) var sharia: Bool?
        @Option var search: String?
        @OptionGroup var preferences: PreferenceOptions
        @OptionGroup var inMind: ScenarioOptions
        @OptionGroup var order: ProductOrderOptions
    }

    /// - Throws: a ``CommandFailure`` for a file that cannot be read, and for what no option would say so.
    init(file path: String) async throws(CommandFailure) {
        let input = InputFile(path)
        let document = try input.contents(
            of: "customer", advice: "Name a file with a JSON object, such as {\"age\": 30, \"salary\": 12000}")
        func unusable(_ reason: String) -> CommandFailure {
            CommandFailure(
                .dataError, "The customer in \(input.name) cannot be used: \(reason)",
                advice: "Give a JSON object with the names of the options of 'ofp products', such as {\"age\": 30}")
        }
        guard let members = try? JSONDecoder().decode([String: Value].self, from: document) else {
            throw unusable(
                "it is not a JSON object with a text, a number, true or false, or a list of these under each name")
        }
        // Said before anything is parsed, since a parser's words repeat the value.
        let names = Self.names
        if let unknown = members.keys.sorted().first(where: { !names.contains($0) }) {
            // What is no name of anything may be the customer's own.
            let isName =
                unknown.count <= 32 && unknown.utf8.allSatisfy { $0.isASCIILetterOrDigit || $0 == UInt8(ascii: "-") }
            let isOfBanks = ["lfi", "exclude-lfi"].contains(unknown)
            throw CommandFailure(
                .dataError,
                "The customer in \(input.name) has \(isName ? "'\(unknown)'" : "a name"), which says nothing about a customer",
                advice: isOfBanks
                    ? "Leave it out: you choose the banks on the way"
                    : "The names are \(names.sorted().joined(separator: ", "))")
        }
        let options: Options
        do {
            let arguments = members.sorted { $0.key < $1.key }.flatMap { $1.arguments(for: $0) }
            guard let parsed = try await Options.asyncParseAsRoot(arguments) as? Options else { throw unusable("") }
            options = parsed
        } catch {
            let sentence = CommandFailure.sentence(ofParser: Options.message(for: error))
            throw unusable(sentence.replacing(" for --", with: " for "))
        }
        var wishes = Wishes()
        wishes.categories = Set(options.categories.flatMap(\.elements).map(\.category))
        wishes.isShariaCompliant = options.sharia
        wishes.preferences = options.preferences.preferences
        wishes.scenario = options.inMind.scenario
        wishes.order = options.order.order
        wishes.search = options.search ?? ""
        self.wishes = wishes
    }

    /// What may be said: of a truth without the negation that its option has.
    private static var names: Set<String> {
        let words = Options.helpMessage(includeHidden: true, columns: 200).split { !$0.isLetter && $0 != "-" }
        let options = words.filter { $0.hasPrefix("--") }.map { String($0.dropFirst(2)) }
        return Set(options.filter { !$0.hasPrefix("no-") }).subtracting(["help"])
    }

    /// What stands under a name.
    private enum Value: Decodable {
        case truth(Bool)
        case texts([String])

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let truth = try? container.decode(Bool.self) {
                self = .truth(truth)
            } else if let texts = try? container.decode([String].self) {
                self = .texts(texts)
            } else if let text = try? container.decode(String.self) {
                self = .texts([text])
            } else {
                self = .texts(["\(try container.decode(Decimal.self))"])
            }
        }

        /// As it would be typed.
        func arguments(for name: String) -> [String] {
            switch self {
            case .truth(let truth): [truth ? "--\(name)" : "--no-\(name)"]
            case .texts(let texts): texts.map { "--\(name)=\($0)" }
            }
        }
    }
}
