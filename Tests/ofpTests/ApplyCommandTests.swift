import Foundation
import TestSupport
import Testing

@testable import OpenFinance
@testable import ofp

@Suite("ofp apply")
struct ApplyCommandTests {
    /// A saved list with one product that has these members, and nothing of the network.
    private func apply(
        _ members: String, _ arguments: [String] = [], answers: [String]? = nil, variables: [String: String] = [:]
    ) async throws -> SandboxWorld.Outcome {
        let folder = FileManager.default.temporaryDirectory.appending(path: "ofp-apply-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let list = folder.appending(path: "list.json")
        let product = """
            {"LFIId":"L","LFIBrandId":"B","LFIName":"Liwa Bank","AuthorisationServerId":"s","ProductId":"P 1",\
            "ProductName":"One"\(members.isEmpty ? "" : ",")\(members)}
            """
        try Data(#"{"Products":[\#(product)],"Failures":[],"Meta":{}}"#.utf8).write(to: list)
        return try await SandboxWorld.run(
            ["apply", "P 1", "--from", list.path] + arguments, answers: answers, variables: variables)
    }

    private static let all =
        #""Links":{"ApplicationUri":"https://liwa.example/a?b=c","ApplicationPhoneNumber":"+971 600 1","#
        + #""ApplicationEmail":"a@liwa.example"},"ApplicationDescription":"Visit us""#

    @Test("prefers page, telephone, e-mail, description, in this order, and shows them all")
    func priority() async throws {
        let values = ["https://liwa.example/a", "+971 600 1", "a@liwa.example", "Visit us"]
        let names = ["ApplicationUri", "ApplicationPhoneNumber", "ApplicationEmail", "ApplicationDescription"]
        let channels = ["uri", "phone", "email", "description"]
        for first in names.indices {
            let members = zip(names, values).dropFirst(first).map { #""\#($0)":"\#($1)""# }.reversed()
            let json = try await apply(members.joined(separator: ","), ["--format", "json"])
            let all = zip(channels, values).dropFirst(first).map { #"{"Channel":"\#($0)","Value":"\#($1)"}"# }
            #expect(
                json.output == #"{"Channels":[\#(all.joined(separator: ","))],"LFIId":"L","LFIName":"Liwa Bank","#
                    + #""Preferred":\#(all[0]),"ProductId":"P 1","ProductName":"One"}"# + "\n")
            let text = try await apply(members.joined(separator: ","))
            #expect(text.status == .success)
            for value in values.dropFirst(first) { #expect(text.output.contains(value)) }
        }
    }

    @Test("offers the lead where there is no way to apply, which is no failure")
    func none() async throws {
        let text = try await apply("")
        #expect(text.status == .success)
        #expect(text.output.contains("ofp lead --product 'Liwa Bank/P 1'"))
        let json = try await apply("", ["--format", "json"])
        #expect(json.status == .success && json.output.contains(#""Channels":[],"#))
        #expect(json.output.contains(#""Preferred":null"#))
    }

    /// Runs with an opener that writes down what it is given.
    private func opened(
        _ members: String, answers: [String] = ["y"], status: Int = 0
    ) async throws -> (outcome: SandboxWorld.Outcome, arguments: String?) {
        let folder = FileManager.default.temporaryDirectory.appending(path: "ofp-opener-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let note = folder.appending(path: "note").path
        for name in ["xdg-open", "open"] {
            try ShellProgram.write(
                #"printf '%s|' "$#" "$@" > '\#(note)'; env > '\#(note).env'; exit \#(status)"#,
                to: folder.appending(path: name).path)
        }
        let outcome = try await apply(
            members, ["--open"], answers: answers,
            variables: [
                "PATH": "\(folder.path):/usr/bin:/bin", "DISPLAY": ":7", "OFP_SIGNING_KEY_PASSPHRASE": "s3cret-1",
                "OFP_CLIENT_ID": "s3cret-2", "VAULT_TOKEN": "s3cret-3", "DB_PASSWORD": "s3cret-4",
                "PEM": "-----BEGIN PRIVATE KEY-----\ns3cret-5\n-----END PRIVATE KEY-----",
            ])
        if let environment = try? String(contentsOfFile: "\(note).env", encoding: .utf8) {
            // What a browser needs, and nothing of what we hold.
            #expect(environment.contains("DISPLAY=:7") && !environment.contains("s3cret"))
        }
        return (outcome, try? String(contentsOfFile: note, encoding: .utf8))
    }

    @Test("opens the page after a yes, as one argument, whatever is in it")
    func open() async throws {
        #expect(try await opened(Self.all).arguments == "1|https://liwa.example/a?b=c|")
        let odd = #""ApplicationUri":"https://liwa.example/;touch%20x;$(touch+y)&'`id`""#
        #expect(try await opened(odd).arguments == "1|https://liwa.example/;touch%20x;$(touch+y)&'`id`|")
    }

    @Test("opens nothing after anything but a yes", arguments: [["n"], [""], ["", ""], []])
    func closed(answers: [String]) async throws {
        let (outcome, arguments) = try await opened(Self.all, answers: answers)
        #expect(arguments == nil && outcome.status == .success)
    }

    @Test(
        "shows and does not open what is no plain https address",
        arguments: [
            "http://liwa.example/", "javascript:alert(1)", "file:///etc/passwd", "https://user@liwa.example/",
            "https://user:secret@liwa.example/", "https://", "liwa.example", "https://liwa.example/a b",
            "https://liwa.example/\u{202E}", "--help", "ms-settings:x", "https:///etc/passwd",
        ])
    func notOpened(uri: String) async throws {
        let (outcome, arguments) = try await opened(#""ApplicationUri":"\#(uri)""#)
        #expect(arguments == nil && outcome.status == .success)
        #expect(outcome.errors.contains("plain https address"))
        #expect(outcome.output.contains(uri.forTerminal))
    }

    @Test("says so where there is no page, nobody to ask, or no way to open it")
    func failures() async throws {
        let phone = try await opened(#""ApplicationPhoneNumber":"600""#)
        #expect(phone.arguments == nil && phone.outcome.errors.contains("no page to open"))
        let nobody = try await apply(Self.all, ["--open"])
        #expect(nobody.status == .usage)
        let broken = try await opened(Self.all, status: 3)
        #expect(broken.outcome.status == .unavailable && broken.outcome.errors.contains("cannot open the page"))
        let missing = try await apply(Self.all, ["--open"], answers: ["y"], variables: ["PATH": "/nowhere"])
        #expect(missing.status == .unavailable)
    }

    @Test(
        "links what can be dialled and written to, where the terminal is known to have links",
        arguments: [
            (["VTE_VERSION": "7000"], true), (["VTE_VERSION": "4000"], false), (["TERM_PROGRAM": "iTerm.app"], true),
            (["KITTY_WINDOW_ID": "1"], true), (["KITTY_WINDOW_ID": "1", "TMUX": "x"], false), ([:], false),
        ] as [([String: String], Bool)])
    func links(environment: [String: String], areThere: Bool) {
        func links(_ width: Int?, coloured: Bool = true) -> Hyperlinks {
            Hyperlinks(environment, width: width, style: Style(isColoured: coloured))
        }
        let phone = ApplicationChannel(kind: .phone, value: "+971 (600) 1-2")
        let linked = "\u{1B}]8;;tel:+97160012\u{1B}\\+971 (600) 1-2\u{1B}]8;;\u{1B}\\"
        #expect(links(80).linked(phone) == (areThere ? linked : phone.value))
        #expect(links(nil).linked(phone) == phone.value)
        #expect(links(80, coloured: false).linked(phone) == phone.value)
        let mail = links(80).linked(.init(kind: .email, value: "a%b@liwa.example"))
        #expect(mail.contains("mailto:a%25b@liwa.example") == areThere)
        for (kind, value) in [
            (ApplicationChannel.Kind.phone, "call us"), (.email, "write to us"), (.uri, "javascript:x"),
            (.description, "https://x.example"), (.phone, "1+2+3"),
        ] {
            #expect(links(80).linked(.init(kind: kind, value: value)) == value)
        }
    }
}
