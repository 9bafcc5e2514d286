import Foundation
import HTTPTypes

/// `POST /leads` of the UAE Product API, with everything that a hub asks of the request.
struct LeadsEndpoint {
    let hub: Hub
    let sandbox: Sandbox
    /// Where the connection is to break.
    let cut: CutPoint?
    let deceit: Deceit?

    static let longestBody = 256 << 10

    func respond(to request: Request, from thumbprint: Thumbprint?) async throws -> Response {
        if cut == .head { throw ConnectionCut() }
        guard request.method == .post else {
            throw Refusal("leads.method", status: .methodNotAllowed, headers: [.allow: "POST"])
        }
        try ResourceAccess(hub: hub, sandbox: sandbox).check(request, from: thumbprint)
        guard request.uri.query == nil else {
            throw Refusal(
                "leads.query", status: .badRequest, code: "Resource.InvalidFormat",
                message: "There are no parameters here")
        }
        guard request.headers[.contentType].flatMap({ MediaType($0) })?.isJSON == true else {
            throw Refusal("leads.content-type", status: .unsupportedMediaType)
        }
        guard ["", "identity"].contains(request.headers[.contentEncoding]?.lowercased() ?? "") else {
            throw Refusal("leads.content-encoding", status: .unsupportedMediaType)
        }
        let body = try await request.body(upTo: Self.longestBody, for: "leads")
        let lead = try check(body)
        if cut == .beforeTaking { throw ConnectionCut() }
        let taken = sandbox.leads.take(body, at: hub)
        sandbox.journal.leadTaken(by: hub)
        if cut == .afterTaking { throw ConnectionCut() }
        if deceit == .noBody { return Response(status: .created) }
        let response = Response.json(answer(to: lead, taken.id), status: .created)
        return cut == .answer ? response.spoiled(.half) : response
    }

    /// The members of `Data`, where all is as the schema says.
    private func check(_ body: Data) throws(Refusal) -> [String: JSONTree] {
        guard let tree = try? StrictJSON.read(body) else {
            throw Refusal(
                "leads.json", status: .badRequest, code: "Body.InvalidFormat", message: "The body is not JSON")
        }
        if let path = LeadRequestShape.shape(version: hub.version).fault(in: tree, at: "$") {
            throw Refusal(
                "leads.schema", status: .badRequest, code: "Body.InvalidFormat",
                message: "The body is not as the schema says", path: path == "$" ? nil : String(path.dropFirst(2)))
        }
        guard case .object(let members) = tree, case .object(let lead) = members["Data"] else { return [:] }
        return lead
    }

    /// `LeadResponse`: the lead as it came, and its id.
    private func answer(to lead: [String: JSONTree], _ id: String) -> JSONTree {
        var lead = lead
        lead["LeadId"] = .string(id)
        return .object(["Data": .object(lead)])
    }
}
