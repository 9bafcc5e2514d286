import ArgumentParser
import FoundationEssentials
import OpenFinance
import OpenFinanceCrypto

/// `ofp keys`: what is configured, and requests for new certificates.
struct KeysCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "Show the configured keys and certificates, or make a certificate request.",
        discussion: """
            EXAMPLES
              ofp keys
              ofp keys list --format json
              ofp keys csr --for transport --organisation Example --organisation-id o-1

            The key policy of the ecosystem asks for new keys every 13 months. Nobody is asked for anything.
            """,
        subcommands: [List.self, Request.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand, OFPCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "Show where keys and certificates lie, and until when they are good (what 'ofp keys' does).",
            discussion: "EXAMPLE\n  ofp keys list")

        @OptionGroup var output: FormatOptions<KeysReport>
        @OptionGroup(title: "Settings") var settings: SettingsOptions

        func run(in context: CommandContext) async throws -> CommandStatus {
            let start = try CommandStart(settings, context)
            let keys = KeyFiles(reader: start.reader, prompt: context.passphrases)
            let report = KeyInventory(reader: start.reader, keys: keys, now: Date()).report
            try start.console.print(report, as: output.format)
            for entry in report.entries where entry.outcome != .ok {
                let sentences = [entry.message, entry.advice].compactMap(\.self).map(\.asSentence).joined(
                    separator: " ")
                start.console.warn("\(entry.use) \(entry.kind): \(sentences)".forTerminal)
            }
            return report.isUsable ? .success : .configuration
        }
    }

    struct Request: AsyncParsableCommand, OFPCommand {
        static let configuration = CommandConfiguration(
            commandName: "csr",
            abstract: "Make a certificate request (PKCS#10) from a configured key.",
            discussion: """
                EXAMPLE
                  ofp keys csr --for signing --organisation "Example TPP" --organisation-id o-1

                The subject is what the Trust Framework asks for: country, legal name, the organisation's id, and the client id \
                as common name. The key stays where it is; no new one is made.
                """)

        enum Purpose: String, CaseIterable, ExpressibleByArgument { case transport, signing }

        @Option(name: .customLong("for"), help: "Which key it is for.")
        var purpose: Purpose

        @Option(help: ArgumentHelp("The organisation's legal name (O).", valueName: "name"))
        var organisation: String

        @Option(
            name: .customLong("organisation-id"),
            help: ArgumentHelp("The organisation's id in the Trust Framework (OU).", valueName: "id"))
        var organisationID: String

        @Option(help: ArgumentHelp("Country (C).", valueName: "code"))
        var country: String = "AE"

        @Option(
            name: .shortAndLong,
            help: ArgumentHelp("Write it to this file, whole or not at all.", valueName: "file"), completion: .file())
        var output: String?

        @OptionGroup(title: "Settings") var settings: SettingsOptions

        func run(in context: CommandContext) async throws -> CommandStatus {
            let start = try CommandStart(settings, context)
            let keys = KeyFiles(reader: start.reader, prompt: context.passphrases)
            let subject = CertificateRequest.Subject(
                country: country, organisation: organisation, organisationalUnit: organisationID,
                commonName: try start.reader.required(.clientID))
            let key =
                switch purpose {
                case .transport: try keys.privateKey(.transportKey, passphrase: .transportKeyPassphrase)
                case .signing: try keys.privateKey(.signingKey, passphrase: .signingKeyPassphrase)
                }
            let sink = try OutputSink(start.console, file: output, sparing: start.spared)
            do throws(SigningError) {
                sink.write(try CertificateRequest(subject, signedWith: key).pem)
            } catch {
                throw CommandFailure(
                    error.code == .wrongSubject ? .usage : .internal, "No request can be made: \(error.message)",
                    advice: "Give at most 64 characters, and for the country two letters")
            }
            try sink.finish()
            return .success
        }
    }
}
