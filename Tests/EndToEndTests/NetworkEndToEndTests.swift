import Foundation
import Subprocess
import TestSupport
import Testing

#if canImport(System)
import System
#else
import SystemPackage
#endif

/// What the network between `ofp` and the banks does to it.
@Suite("On a network that is not as it should be")
struct NetworkEndToEndTests {
    private static let lead = """
        {"Email": "sara.ahmed@example.ae", "EmiratesId": "784-1990-1234567-6", "MarketingOptOut": false,
         "Name": {"GivenName": "Sara", "LastName": "Ahmed"}}
        """

    /// A folder of its own, the sandbox's variables, and those that keep `ofp` to that folder.
    private func withSandbox(_ body: @escaping @Sendable (URL, [String: String?]) async throws -> Void) async throws {
        let home = FileManager.default.temporaryDirectory.appending(path: "ofp-network-\(UUID())")
        try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: home) }
        var variables = try await SharedSandbox.variables.mapValues(Optional.some)
        for name in ["CACHE", "CONFIG", "STATE"] { variables["XDG_\(name)_HOME"] = home.appending(path: name).path }
        try await body(home, variables)
    }

    // MARK: - Proxies

    @Test("a lead for which the proxy makes no tunnel was not sent, and is not in the way of the next")
    func refusedTunnel() async throws {
        try await withSandbox { home, variables in
            let data = home.appending(path: "lead.json")
            try Data(Self.lead.utf8).write(to: data)
            let arguments = [
                "lead", "--lfi", "Sidr Bank", "--category", "Mortgage", "--consent-given", "--data", data.path,
                "--format", "json",
            ]
            let proxy = try TunnelProxy { $0.hasPrefix("rs1.sidr.") }
            var environment = variables
            environment["https_proxy"] = "http://ana:s3cret@127.0.0.1:\(proxy.port)"
            // What is refused may pass: it is tried again, until there is no time.
            environment["OFP_TIMEOUT"] = "5"
            let refused = try await Tool.run("ofp", arguments, environment: environment)
            #expect(refused.status == 69)
            #expect(refused.output.contains(#""State":"not-sent""#))
            #expect(!refused.errors.contains("s3cret"))
            #expect(proxy.asked.contains { $0.hasPrefix("rs1.sidr.") })

            let good = try TunnelProxy { _ in false }
            environment["https_proxy"] = "http://ana:s3cret@127.0.0.1:\(good.port)"
            environment["OFP_TIMEOUT"] = nil
            let sent = try await Tool.run("ofp", arguments, environment: environment)
            #expect(sent.status == 0)
        }
    }

    @Test(
        "a proxy's password is not told, however wrong its address is",
        arguments: [
            "htp://ana:s3cret@127.0.0.1:1", "http://ana:s3cret@127.0.0.1:port", "http://ana:s3cret@no-such.invalid:1",
            "http://ana:s3cret@127.0.0.1:1", "http://ana:s3cret@[::x]:1", "http://ana:s3cret@ 127.0.0.1", "ana:s3cret@",
        ])
    func proxyPassword(address: String) async throws {
        try await withSandbox { _, variables in
            let environment = variables.merging([
                "https_proxy": address, "OFP_LOG_LEVEL": "trace", "OFP_TIMEOUT": "3",
            ]) { $1 }
            for arguments in [["products"], ["doctor", "--format", "json"], ["lfis"]] {
                let outcome = try await Tool.run("ofp", arguments, environment: environment)
                #expect(outcome.status != 0)
                #expect(!outcome.errors.contains("s3cret") && !outcome.output.contains("s3cret"))
            }
        }
    }

    // MARK: - Names

    @Test("a name server that never answers costs its bank alone")
    func silentNameServer() async throws {
        guard let library = try SlowNames.build() else { return }
        try await withSandbox { home, variables in
            let directory = try Self.directory(withSilentBank: variables, in: home)
            let environment = variables.merging(["OFP_DIRECTORY_URL": directory.path, "LD_PRELOAD": library.path]) {
                $1
            }
            var start = ContinuousClock.now
            // One look-up alone takes ten minutes.
            let outcome = try await withEnoughTime {
                $0.errors.contains("from 14 of 15 banks")
            } _: { seconds in
                start = .now
                return try await Tool.run(
                    "ofp", ["products", "--timeout", "\(seconds)", "--format", "json"], environment: environment)
            }
            #expect(outcome.status == 3)
            #expect(outcome.errors.contains("Silent Bank failed at discovery (timeout"))
            #expect(outcome.errors.contains("from 14 of 15 banks"))
            #expect(ContinuousClock.now - start < .seconds(300))
        }
    }

    @Test("Ctrl-C does not wait for a name server, nor does the deadline", arguments: [true, false])
    func interruptedLookup(isByDeadline: Bool) async throws {
        guard let library = try SlowNames.build() else { return }
        try await withSandbox { home, variables in
            let directory = try Self.directory(withSilentBank: variables, in: home)
            let environment = variables.merging([
                "OFP_DIRECTORY_URL": directory.path, "LD_PRELOAD": library.path, "OFP_LOG_LEVEL": "debug",
            ]) { $1 }
            var start = ContinuousClock.now
            // Before anybody has answered it is another one.
            let expected = TerminationStatus.exited(isByDeadline ? 3 : 130)
            let ended = try await withEnoughTime(until: { $0 == expected }) { seconds in
                start = .now
                let arguments = ["products"] + (isByDeadline ? ["--deadline", "\(seconds)"] : [])
                let running = Configuration(
                    executable: .path(FilePath(Tool.path("ofp"))), arguments: Arguments(arguments),
                    environment: Tool.inherited(environment))
                return try await Subprocess.run(running, input: .none, output: .discarded, error: .sequence) {
                    execution in
                    for try await line in execution.standardError.strings()
                    where !isByDeadline && line.contains("GET https://silent.example") {
                        try execution.send(signal: .interrupt)
                    }
                }.terminationStatus
            }
            #expect(ended == expected)
            #expect(ContinuousClock.now - start < .seconds(300))
        }
    }

    /// The sandbox's directory as a file, with a bank more.
    private static func directory(withSilentBank variables: [String: String?], in home: URL) throws -> URL {
        let address = (variables["OFP_DIRECTORY_URL"] ?? nil) ?? ""
        let port = URL(string: address)?.port ?? 0
        let template = try String(contentsOf: Tool.fixtures.appending(path: "participants.json"), encoding: .utf8)
        var list = template.replacing("{port}", with: "\(port)")
        let bank = """
            ,{"OrganisationId": "silent", "OrganisationName": "Silent Bank", "Status": "Active", "AuthorisationServers": [
             {"AuthorisationServerId": "silent", "CustomerFriendlyName": "Silent Bank", "Status": "Active",
              "Issuer": "https://silent.example",
              "OpenIDDiscoveryDocument": "https://silent.example/.well-known/openid-configuration",
              "ApiResources": [{"ApiFamilyType": "product", "Status": "Active", "ApiVersion": "2.1",
               "ApiDiscoveryEndpoints":
                [{"ApiEndpoint": "https://silent.example/open-finance/product/v2.1/products"}]}]}]}]
            """
        let end = list.lastIndex(of: "]") ?? list.endIndex
        list.replaceSubrange(end..., with: bank)
        let file = home.appending(path: "participants.json")
        try Data(list.utf8).write(to: file)
        return file
    }

    // MARK: - Secrets of connections

    @Test("the secrets of connections go into no file, although SSLKEYLOGFILE names one")
    func keyLog() async throws {
        try await withSandbox { home, variables in
            let file = home.appending(path: "keys.log")
            let outcome = try await Tool.run(
                "ofp", ["products"], environment: variables.merging(["SSLKEYLOGFILE": file.path]) { $1 })
            #expect(outcome.status == 0)
            let written = (try? Data(contentsOf: file)) ?? Data()
            #expect(written.isEmpty)
        }
    }
}

/// A library to load before the C library, in which names with `silent` in them take ten minutes to look up.
private enum SlowNames {
    private static let source = """
        #define _GNU_SOURCE
        #include <dlfcn.h>
        #include <netdb.h>
        #include <string.h>
        #include <unistd.h>
        int getaddrinfo(const char *name, const char *service, const struct addrinfo *hints, struct addrinfo **list) {
            int (*real)(const char *, const char *, const struct addrinfo *, struct addrinfo **) =
                (int (*)(const char *, const char *, const struct addrinfo *, struct addrinfo **))
                dlsym(RTLD_NEXT, "getaddrinfo");
            if (name && strstr(name, "silent")) {
                sleep(600);
                return EAI_AGAIN;
            }
            return real(name, service, hints, list);
        }
        """

    /// Nil where there is no C compiler, which it says.
    static func build() throws -> URL? {
        let folder = FileManager.default.temporaryDirectory.appending(path: "ofp-names-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let (file, library) = (folder.appending(path: "names.c"), folder.appending(path: "names.so"))
        try Data(source.utf8).write(to: file)
        let compiler = Process()
        compiler.executableURL = URL(filePath: "/usr/bin/env")
        compiler.arguments = ["cc", "-shared", "-fPIC", "-o", library.path, file.path, "-ldl"]
        try compiler.run()
        compiler.waitUntilExit()
        guard compiler.terminationStatus == 0 else {
            print("No C compiler: how a silent name server is borne is not tested.")
            return nil
        }
        return library
    }
}
