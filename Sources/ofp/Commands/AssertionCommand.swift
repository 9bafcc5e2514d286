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
              ofp assertion --lfi "Liwa Bank"
              ofp assertion --audience https://auth1.liwa.example --decode

            It is good for one token request to this issuer within five minutes: treat it as a secret until then. Of \
            the settings only the client id, the signing key and its id count here, and with --lfi those of the directory.
            """
    )

    @Option(help: ArgumentHelp("The authorisation server's issuer, as in the directory.", valueName: "issuer"))
    var audience: String?

    @Option(
        help: ArgumentHelp("This bank, by name or id, in place of its issuer.", valueName: "bank"), completion: .banks)
    var lfi: String?

    @Flag(help: "Print header and claims as JSON, in place of the assertion.")
    var decode = false

    @OptionGroup(title: "Settings") var settings: SettingsOptions

    func validate() throws {
        guard (audience == nil) != (lfi == nil) else {
            throw ValidationError("Name the bank: give either --lfi BANK or --audience ISSUER")
        }
    }

    func run(in context: CommandContext) async throws -> CommandStatus {
        let start = try CommandStart(settings, context)
        let credentials = try KeyFiles(reader: start.reader, prompt: context.passphrases).credentials()
        let assertion = try Self.assertion(credentials, for: await issuer(start))
        start.console.writeOutput((decode ? assertion.decodedForm : Data(assertion.compactForm.utf8)) + "\n".utf8)
        return .success
    }

    private func issuer(_ start: CommandStart) async throws(CommandFailure) -> Issuer {
        if let lfi { return try await allowed(start).unmistakableLFI(lfi).issuer }
        let audience = audience ?? ""
        if Endpoint(audience) == nil {
            start.console.warn("The audience is not an https URL, and every bank's issuer is one.")
        } else if audience.hasSuffix("/token") {
            start.console.warn("The audience looks like a token endpoint; banks accept only their issuer ('ofp lfis').")
        }
        return Issuer(audience)
    }

    /// The directory, as far as the settings let its banks be asked.
    private func allowed(_ start: CommandStart) async throws(CommandFailure) -> Directory {
        let allowed = try start.reader.allowedLFIs()
        let directory = try await start.directory()
        start.console.warn(about: directory)
        do throws(OpenFinanceError) {
            return try directory.restricted(to: allowed)
        } catch {
            throw CommandFailure(error)
        }
    }

    private static func assertion(
        _ credentials: ClientCredentials, for audience: Issuer
    ) throws(CommandFailure) -> ClientAssertion {
        let assertion: ClientAssertion
        do throws(SigningError) {
            assertion = try ClientAssertion(credentials: credentials, audience: audience, issuedAt: Date())
        } catch {
            throw error.code == .tokenFailed
                ? CommandFailure(
                    .configuration, "The assertion cannot be signed: \(error.message)",
                    advice: "Check that the token is there and answers, and try again")
                : CommandFailure(.internal, error.message, advice: "Please report it")
        }
        guard assertion.isSigned(with: credentials.signingKey) else {
            throw CommandFailure(
                .internal, "The public half of the signing key does not match its private half",
                advice:
                    "Check the key (openssl pkey -check -noout -in FILE): it is damaged; if it is sound, please report this"
            )
        }
        return assertion
    }
}

extension ClientAssertion {
    fileprivate var decodedForm: Data {
        Data(#"{"Header":"#.utf8) + header + Data(#","Claims":"#.utf8) + claims + "}".utf8
    }
}
