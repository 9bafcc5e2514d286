import Foundation
import Subprocess
import Testing

#if canImport(System)
import System
#else
import SystemPackage
#endif

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A gateway that many banks have, which refuses certificates in a way of its own: the handshake succeeds, and a page says
/// no. On Debian it is in nginx-light.
@Suite("nginx as a bank's gateway", .enabled(if: Nginx.program != nil, "nginx is not installed"))
struct NginxEndToEndTests {
    @Test("that does not know our certificate refuses it: 77, and the certificate is named")
    func unknown() async throws {
        try await Nginx.run { environment in
            let outcome = try await Tool.run("ofp", ["products", "--no-cache"], environment: environment)
            #expect(outcome.status == 77, "\(outcome.errors)")
            #expect(
                outcome.errors.contains(
                    "failed at discovery (tls, status 400): the server refuses the transport certificate: 400 The SSL certificate error"
                ), "\(outcome.errors)")
            #expect(outcome.errors.contains("The bank refused the transport certificate."))
        }
    }

    @Test("says that it was sent none, to whoever asks without one")
    func none() async throws {
        try await Nginx.run { environment in
            let outcome = try await Tool.run("ofp", ["lfis", "--registration"], environment: environment)
            #expect(outcome.status == 69)
            #expect(outcome.errors.contains("400 No required SSL certificate was sent"), "\(outcome.errors)")
        }
    }
}

/// nginx in a folder of its own, with a directory that names it as the one bank.
enum Nginx {
    static let program = ["/usr/sbin/nginx", "/usr/bin/nginx", "/usr/local/bin/nginx"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    /// - Parameters:
    ///   - protocols: of TLS.
    ///   - knowsClient: whether it trusts our certificate.
    ///   - body: gets the variables with which `ofp` finds it.
    static func run(
        protocols: String = "TLSv1.2 TLSv1.3", knowsClient: Bool = false,
        _ body: ([String: String?]) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "ofp-nginx-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, subject) in [("server", "/CN=localhost"), ("client", "/CN=tpp"), ("clients", "/CN=Another CA")] {
            try await Self.openSSL(
                ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", subject, "-days", "2"]
                    + ["-addext", "subjectAltName=DNS:localhost", "-keyout", "\(name).key", "-out", "\(name).pem"],
                in: folder)
        }
        if knowsClient {
            try FileManager.default.removeItem(at: folder.appending(path: "clients.pem"))
            try FileManager.default.copyItem(
                at: folder.appending(path: "client.pem"), to: folder.appending(path: "clients.pem"))
        }
        let (port, server) = try await started(in: folder, protocols)
        // A child of these threads has SIGTERM blocked, and nobody here may wait for it: the threads serve every test.
        defer { kill(server.processIdentifier, SIGKILL) }
        try Data(participants(at: "https://localhost:\(port)").utf8).write(to: folder.appending(path: "directory.json"))
        func path(_ name: String) -> String { folder.appending(path: name).path }
        try await body([
            "OFP_CLIENT_ID": "tpp", "OFP_SIGNING_KEY": path("client.key"), "OFP_SIGNING_KEY_ID": "kid",
            "OFP_TRANSPORT_CERT": path("client.pem"), "OFP_TRANSPORT_KEY": path("client.key"),
            "OFP_CA_FILE": path("server.pem"), "OFP_DIRECTORY_URL": path("directory.json"),
            "OFP_CUSTOMER_IP": "203.0.113.7",
        ])
    }

    /// Somebody else may take a port that was free a moment ago: then it is tried with another one.
    private static func started(in folder: URL, _ protocols: String) async throws -> (port: Int, Process) {
        for _ in 0..<10 {
            let port = try freePort()
            let text = configuration(in: folder.path, port: port, protocols)
            try Data(text.utf8).write(to: folder.appending(path: "nginx.conf"))
            let process = Process()
            process.executableURL = URL(filePath: program ?? "nginx")
            process.arguments = ["-c", folder.appending(path: "nginx.conf").path, "-p", folder.path]
            process.standardError = FileHandle.nullDevice
            try process.run()
            while process.isRunning {
                if canConnect(to: port) { return (port, process) }
                try await Task.sleep(for: .milliseconds(20))
            }
        }
        throw CocoaError(.executableLoad)
    }

    private static func configuration(in folder: String, port: Int, _ protocols: String) -> String {
        let kinds = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        return """
            daemon off; master_process off; pid \(folder)/nginx.pid; error_log \(folder)/error.log;
            events {}
            http {
              access_log off;
              \(kinds.map { "\($0)_temp_path \(folder)/\($0);" }.joined(separator: " "))
              server {
                listen 127.0.0.1:\(port) ssl http2; ssl_protocols \(protocols);
                ssl_certificate \(folder)/server.pem; ssl_certificate_key \(folder)/server.key;
                ssl_verify_client on; ssl_client_certificate \(folder)/clients.pem;
                location / { return 200; }
              }
            }
            """
    }

    private static func participants(at base: String) -> String {
        """
        [{"OrganisationId": "org-1", "OrganisationName": "Nginx PJSC", "Status": "Active", "AuthorisationServers": [{
          "AuthorisationServerId": "server-1", "CustomerFriendlyName": "Nginx Bank", "Status": "Active",
          "Issuer": "\(base)", "OpenIDDiscoveryDocument": "\(base)/.well-known/openid-configuration",
          "ApiResources": [{"ApiFamilyType": "product", "ApiVersion": "2.1", "Status": "Active", "ApiDiscoveryEndpoints": [
            {"ApiEndpoint": "\(base)/open-finance/product/v2.1/products"}]}]}]}]
        """
    }

    private static func openSSL(_ arguments: [String], in folder: URL) async throws {
        let script = #"cd "$0" && exec openssl "$@" 2>/dev/null"#
        let result = try await Subprocess.run(
            .path("/bin/sh"), arguments: Arguments(["-c", script, folder.path] + arguments), output: .discarded)
        try #require(result.terminationStatus.isSuccess)
    }

    private static func freePort() throws -> Int {
        try withSocket { descriptor, address in
            let isBound = withAddress(&address) { bind(descriptor, $0, $1) } == 0
            var length = socklen_t(MemoryLayout<sockaddr_in>.size)
            let isNamed = withAddress(&address) { address, _ in getsockname(descriptor, address, &length) } == 0
            try #require(isBound && isNamed)
            return Int(in_port_t(bigEndian: address.sin_port))
        }
    }

    private static func canConnect(to port: Int) -> Bool {
        let result = try? withSocket { descriptor, address in
            address.sin_port = in_port_t(port).bigEndian
            return withAddress(&address) { connect(descriptor, $0, $1) }
        }
        return result == 0
    }

    private static func withSocket<Value>(_ body: (Int32, inout sockaddr_in) throws -> Value) throws -> Value {
        #if canImport(Darwin)
        let descriptor = socket(AF_INET, SOCK_STREAM, 0)
        #else
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #endif
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        return try body(descriptor, &address)
    }

    private static func withAddress<Value>(
        _ address: inout sockaddr_in, _ body: (UnsafeMutablePointer<sockaddr>, socklen_t) -> Value
    ) -> Value {
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}
