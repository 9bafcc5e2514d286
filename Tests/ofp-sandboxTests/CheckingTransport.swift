import Foundation
import HTTPTypes
import OpenFinanceConformance
import TestSupport
import Testing
import OpenFinanceTransport

@testable import ofp_sandbox

/// Sends, and holds each answer of the sandbox against what the official document of the hub's version allows for that
/// request and status: whoever tests a client on the sandbox may rely on it.
struct CheckingTransport: Sendable {
    private let transport: CurlTransport
    private let world: World

    init(_ transport: CurlTransport, _ world: World) {
        self.transport = transport
        self.world = world
    }

    func send(_ request: TransportRequest) async throws(TransportError) -> TransportResponse {
        let response = try await transport.send(request)
        for fault in faults(of: response, to: request) { Issue.record("\(fault)") }
        return response
    }

    /// By the version of a hub; `v2.1` for the others.
    private static let documents = ["v1.2": "v1.2-errata1", "v2.0": "v2.0-errata1", "v2.2": "v2.2-rc2"]

    /// Hubs that speak the older dialect of the developers' guide on purpose: eligibility as plain texts.
    private static let inTheGuidesDialect = ["sidr"]

    private func faults(of response: TransportResponse, to request: TransportRequest) -> [String] {
        let path = request.head.path?.split(separator: "?").first.map(String.init) ?? ""
        let host = request.head.authority?.split(separator: ":").first.map(String.init)
        // What is no document's business: preconditions, hosts and paths that do not exist, bodies that are too long.
        let isOfHTTP = [304, 404, 413, 421].contains(response.head.status.code)
        if isOfHTTP { return response.body.isEmpty ? [] : ["a body with \(response.head.status)"] }
        if let hub = world.hubs.first(where: { $0.resourceHost == host }) {
            guard let endpoint = path.split(separator: "/").last else { return [] }
            if path == hub.registrationPath {
                // The Onboarding API has one version, and the errors of v2.1.
                return shapeFaults(of: response, in: "v2.1", as: "POST \(path) \(response.head.status.code)")
            }
            var faults = shapeFaults(
                of: response, in: Self.documents[hub.version] ?? "v2.1",
                as: "\(endpoint == "leads" ? "POST" : "GET") /\(endpoint) \(response.head.status.code)")
            if Self.inTheGuidesDialect.contains(hub.code) { faults.removeAll { $0.contains("/Eligibility/") } }
            return faults
        }
        if host == Hosts.keystore { return [] }
        let isDirectory = host == Hosts.directory
        if response.head.status == .methodNotAllowed { return response.body.isEmpty ? [] : ["a body with 405"] }
        return shapeFaults(
            of: response, in: isDirectory ? "participants" : "authorization",
            as: "\(request.head.method) \(path) \(response.head.status.code)")
    }

    private func shapeFaults(of response: TransportResponse, in document: String, as name: String) -> [String] {
        guard let shapes = try? PublishedShapes(version: document) else { return ["no shapes of \(document)"] }
        let mediaType = response.head.headerFields[.contentType]
        let expected = response.body.isEmpty ? nil : "application/json"
        return (mediaType == expected ? [] : ["\(name): media type \(mediaType ?? "none")"])
            + shapes.faults(in: response.body, as: name)
    }
}
