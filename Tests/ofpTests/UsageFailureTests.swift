import ArgumentParser
import Testing

@testable import ofp

@Suite("What was typed and cannot be understood")
struct UsageFailureTests {
    private func sentences(_ arguments: [String]) throws -> String {
        do {
            if try HelpTopic.asked(by: arguments) == nil { _ = try OFP.parseAsRoot(arguments) }
        } catch let failure as CommandFailure {
            return failure.sentences
        } catch {
            let failure = CommandFailure(error, typed: arguments)
            #expect(failure.status == .usage)
            return failure.sentences
        }
        return "understood"
    }

    @Test(
        "is said in a sentence, with what may have been meant where the guess is good, and where to read on",
        arguments: [
            (["prodcuts"], "There is no command 'ofp prodcuts'. Did you mean 'ofp products'? See 'ofp --help'."),
            (["cache", "claer"], "There is no command 'ofp cache claer'. Did you mean 'ofp cache clear'?"),
            (["xyzzy"], "There is no command 'ofp xyzzy'. See 'ofp --help'."),
            (["help", "setings"], "There is no help on 'setings'. Did you mean 'ofp help settings'?"),
            (["products", "--json"], "Unknown option '--json'. Did you mean '--format json'?"),
            (["lfis", "--csv"], "Unknown option '--csv'. Did you mean '--format csv'?"),
            (["products", "--zzz"], "Unknown option '--zzz'. See 'ofp products --help'."),
            (["--profile", "x", "products"], "--profile stands before the command: put it behind 'ofp products'."),
            (["--pkcs11-module", "x", "doctor"], "put it behind 'ofp doctor'."),
            (["products", "--salary-bank", " "], "Invalid value ' ' for --salary-bank: name a bank."),
            (["products", "--categroy", "Finance"], "Unknown option '--categroy'. Did you mean '--category'?"),
            (
                ["products", "--category", "savings"],
                "Invalid value 'savings' for --category. Did you mean 'SavingsAccount'?"
            ),
            (["products", "--category", "credit card"], "Did you mean 'CreditCard'?"),
            (
                ["products", "--category", "Finance,mortage"],
                "Invalid value 'mortage' for --category. Did you mean 'Mortgage'?"
            ),
            (["products", "--bank", "Saqr"], "Unknown option '--bank'. Did you mean '--lfi'?"),
            (["products", "--exclude-bank", "Saqr"], "Unknown option '--exclude-bank'. Did you mean '--exclude-lfi'?"),
            (["products", "--sort", "anual-fee"], "Did you mean 'annual-fee'?"),
            (["products", "--sort", "colour"], "Invalid value 'colour' for --sort: give one of name, rate, "),
            (["products", "--order", "up"], "Invalid value 'up' for --order: give one of asc or desc."),
            (["products", "--limit", "x"], "Invalid value 'x' for --limit: give a whole number, 1 or more."),
            (["products", "--limit", "0"], "Invalid value '0' for --limit: give a whole number, 1 or more."),
            (["products", "--age", "old"], "Invalid value 'old' for --age: give an age from 0 to 150."),
            (["leads", "forget", "x"], "Invalid value 'x' for <number>: give a number from the list of 'ofp leads'."),
            (["products", "--salary", "much"], "Invalid value 'much' for --salary: give an amount such as "),
            (
                ["products", "--lfi", ","],
                "Invalid value ',' for --lfi: name a bank, or several with commas between them."
            ),
            (["products", "--exclude-lfi", " , "], "Invalid value ' , ' for --exclude-lfi: name a bank"),
            (["diff", "a", "--lfi", ""], "Invalid value '' for --lfi: name a bank"),
            (["product", "a", "--lfi", ","], "Invalid value ',' for --lfi"),
            (["compare", "a", "b", "--lfi", ",,"], "Invalid value ',,' for --lfi"),
            (["history", "a", "--archive", "b", "--lfi", ","], "Invalid value ',' for --lfi"),
            (["conformance", "--exclude-lfi", ","], "Invalid value ',' for --exclude-lfi"),
            (["doctor", "--lfi", ","], "Invalid value ',' for --lfi"),
            (["register", "--exclude-lfi", ","], "Invalid value ',' for --exclude-lfi"),
            (["lead", "--lfi", ","], "Invalid value ',' for --lfi"),
            (["products", "--category", ","], "for --category"),
            (
                ["products", "--type", " , "],
                "Invalid value ' , ' for --type: name a kind, or several with commas between them."
            ),
            (["products", "--columns", ","], "for --columns"), (["products", "--residence", ","], "for --residence"),
            (["products", "--customer-type", ","], "for --customer-type"),
            (["products", "what"], "Unexpected argument 'what'. See 'ofp products --help'."),
        ])
    func sentence(arguments: [String], says: String) throws {
        let sentences = try sentences(arguments)
        #expect(sentences.contains(says), "\(sentences)")
    }
}

@Suite("The help")
struct HelpTests {
    private let help = """
        OVERVIEW: Say it.

        EXAMPLES
          ofp say it

        It is said twice.

        USAGE: ofp say [<options>] <it>

        ARGUMENTS:
          <it>                    It.

        WHEN:
          --on <date>             On this day.

        SETTINGS:
          --profile <name>        Profile. [OFP_PROFILE]

        OPTIONS:
          --twice                 Say it twice.
          --version               Show the version.
          -h, --help              Show help information.

        """

    @Test("begins with what one looks for first, and leaves to a topic what is the same everywhere")
    func short() {
        let paragraphs = HelpText(help).short.split(separator: "\n\n").map { $0.prefix { $0 != "\n" } }
        #expect(
            paragraphs == [
                "Say it.", "USAGE: ofp say [<options>] <it>", "EXAMPLES", "ARGUMENTS:", "OPTIONS:", "WHEN:",
                "SETTINGS:",
                "It is said twice.",
            ])
        #expect(!HelpText(help).short.contains("--profile") && HelpText(help).short.contains("'ofp help settings'"))
    }

    @Test("has every setting with its flag and its variable in one topic, and every exit code in another")
    func topics() {
        let settings = HelpTopic.settings.text(columns: 200)
        for setting in Setting.allCases {
            if let flag = setting.flag { #expect(settings.contains(flag)) }
            #expect(settings.contains(setting.environmentVariable), "\(setting)")
        }
        let codes = HelpTopic.exitCodes.text(columns: 80)
        for status in CommandStatus.allCases { #expect(codes.contains("\(status.rawValue)  ")) }
        #expect(codes.split(separator: "\n").allSatisfy { $0.count <= 80 })
    }
}
