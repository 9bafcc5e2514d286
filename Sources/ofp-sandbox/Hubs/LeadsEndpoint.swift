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
            throw Refusal(.leadsMethod, status: .methodNotAllowed, headers: [.allow: "POST"])
        }
        try ResourceAccess(hub: hub, sandbox: sandbox).check(request, from: thumbprint)
        guard request.uri.query == nil else {
            throw Refusal(
                .leadsQuery, status: .badRequest, code: "Resource.InvalidFormat",
                message: "There are no parameters here")
        }
        guard request.headers[.contentType].flatMap({ MediaType($0) })?.isJSON == true else {
            throw Refusal(.leadsContentType, sent: request.shown(.contentType), status: .unsupportedMediaType)
        }
        guard ["", "identity"].contains(request.headers[.contentEncoding]?.lowercased() ?? "") else {
            throw Refusal(
                .leadsContentEncoding, sent: request.shown(.contentEncoding), status: .unsupportedMediaType)
        }
        let body = try await request.body(upTo: Self.longestBody, orElse: .leadsTooLarge)
        let lead = try check(body)
        if cut == .beforeTaking { throw ConnectionCut() }
        let taken = sandbox.leads.store(body, at: hub)
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
                .leadsJSON, sent: "a body of \(body.count) bytes", status: .badRequest, code: "Body.InvalidFormat",
                message: "The body is not JSON")
        }
        let shape = LeadRequestShape.shape(version: hub.version)
        if let path = shape.fault(in: tree, at: "$") {
            throw Refusal(
                .leadsSchema,
                sent: "\(hub.version): \(Self.shown(path, of: shape)) is missing, unknown or of another form",
                status: .badRequest, code: "Body.InvalidFormat",
                message: "The body is not as the schema says", path: path == "$" ? nil : String(path.dropFirst(2)))
        }
        guard case .object(let members) = tree, case .object(let lead) = members["Data"] else { return [:] }
        return lead
    }

    /// A path as far as its names are the API's: what else stands in the place of a name may be a person's.
    private static func shown(_ path: String, of shape: JSONShape) -> String {
        guard path != "$" else { return "the body" }
        let names = shape.names
        let parts = path.dropFirst(2).split(separator: ".").map(String.init)
        let known = parts.prefix { names.contains(String($0.prefix { $0 != "[" })) }
        return (known + (known.count < parts.count ? ["(an unknown member)"] : [])).joined(separator: ".")
    }

    /// `LeadResponse`: the lead as it came, and its id.
    private func answer(to lead: [String: JSONTree], _ id: String) -> JSONTree {
        var lead = lead
        lead["LeadId"] = .string(id)
        return .object(["Data": .object(lead)])
    }
}
