import ArgumentParser
import Foundation
import OpenFinance
import OpenFinanceCrypto

/// `ofp assertion`: one signed client assertion, for debugging.
struct AssertionCommand: AsyncParsableCommand, OFPCommand {
    static let configuration = CommandConfiguration(
        commandName: "assertion",
        abstract: "Print one signed client assertion, to find out why a bank refuses yours.",
        discussion: """
            EXAMPLES
              ofp assertion --audience https://auth1.liwa.example
              ofp assertion --audience https://auth1.liwa.example --decode

            It is good for one token request to this issuer within five minutes: treat it as a secret until then. Of \
            the settings only the client id, the signing key and its id count here.
            """
    )

    @Option(help: ArgumentHelp("The authorisation server's issuer, as in the directory.", valueName: "issuer"))
    var audience: String

    @Flag(help: "Print header and claims as JSON, in place of the assertion.")
    var decode = false

    @OptionGroup(title: "Settings") var settings: SettingsOptions

    func run(in context: CommandContext) async throws -> CommandStatus {
        let start = try CommandStart(settings, context)
        let credentials = try KeyFiles(reader: start.reader, prompt: context.passphrases).credentials()
        let assertion = try assertion(credentials)
        start.console.writeOutput((decode ? assertion.decodedForm : Data(assertion.compactForm.utf8)) + "\n".utf8)
        return .success
    }

    private func assertion(_ credentials: ClientCredentials) throws(CommandFailure) -> ClientAssertion {
        do {
            return try ClientAssertion(credentials: credentials, audience: Issuer(audience), issuedAt: Date())
        } catch {
            throw CommandFailure(.internal, error.message, advice: "Please report it")
        }
    }
}

extension ClientAssertion {
    fileprivate var decodedForm: Data {
        Data(#"{"Header":"#.utf8) + header + Data(#","Claims":"#.utf8) + claims + "}".utf8
    }
}
