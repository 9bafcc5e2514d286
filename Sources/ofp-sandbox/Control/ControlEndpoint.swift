import Foundation
import HTTPTypes

/// What can be asked of a sandbox, and changed in it, while it runs.
struct ControlEndpoint: Sendable {
    let sandbox: Sandbox
    let port: Int

    private struct Route: Sendable {
        let method: HTTPRequest.Method
        let path: String
        /// Its parameters, with the values that each may have.
        var parameters: [String: [String]] = [:]
        let answer: @Sendable (ControlEndpoint, Call) async throws -> Response
    }

    /// A request, as far as routes look at it.
    private struct Call: Sendable {
        let parameters: [String: String]
        let body: RequestBody

        var wantsPersons: Bool { parameters["persons"] == "true" }

        func json() async throws -> JSONTree {
            guard let bytes = try? await body.collect(upTo: 64 << 10), let tree = try? StrictJSON.read(bytes) else {
                throw ControlError("The body is not JSON, or longer than 64 KiB.")
            }
            return tree
        }
    }

    private static let persons = ["persons": ["true", "false"]]

    private static let routes = [
        Route(
            method: .get, path: "/report",
            parameters: persons.merging(["format": ReportFormat.allCases.map(\.rawValue)]) { $1 }
        ) { endpoint, call in
            let format = call.parameters["format"].flatMap(ReportFormat.init) ?? .json
            let report = SandboxReport(endpoint.sandbox, withPersons: call.wantsPersons)
            return Response(
                status: .ok, headers: [.contentType: format.mediaType], body: .bytes(try format.bytes(report)))
        },
        Route(method: .get, path: "/leads", parameters: persons) { endpoint, call in
            .json(["leads": LeadLine.all(endpoint.sandbox.leads, withPersons: call.wantsPersons)])
        },
        Route(method: .get, path: "/faults") { endpoint, _ in endpoint.faults },
        Route(method: .put, path: "/faults") { endpoint, call in
            guard case .object(let members) = try await call.json(), members.keys.elementsEqual(["faults"]),
                case .array(let elements)? = members["faults"]
            else {
                throw ControlError(#"The body names no faults. Send {"faults": ["LFI:STEP:KIND[:ARG][*TIMES]", …]}."#)
            }
            let faults = try elements.map { element in
                guard case .string(let text) = element else {
                    throw ControlError("A fault is a string, as in \"liwa:token:status:503\".")
                }
                return try Fault(text, in: endpoint.sandbox.world)
            }
            endpoint.sandbox.faults.replace(by: faults)
            return endpoint.faults
        },
        Route(method: .delete, path: "/faults") { endpoint, _ in
            endpoint.sandbox.faults.replace(by: [])
            return endpoint.faults
        },
        Route(method: .get, path: "/think-time") { endpoint, _ in endpoint.thinkTime },
        Route(method: .put, path: "/think-time") { endpoint, call in
            guard case .object(let members) = try await call.json(), members.keys.elementsEqual(["milliseconds"]),
                case .number(let number)? = members["milliseconds"], let milliseconds = Int(exactly: number),
                (0...Pace.longestThinkTime).contains(milliseconds)
            else {
                throw ControlError(
                    #"The body has no think time. Send {"milliseconds": N} with N from 0 to \#(Pace.longestThinkTime)."#
                )
            }
            endpoint.sandbox.pace.thinkTime = .milliseconds(milliseconds)
            return endpoint.thinkTime
        },
        Route(method: .post, path: "/reset") { endpoint, _ in
            endpoint.sandbox.reset()
            return Response(status: .noContent)
        },
    ]

    private var faults: Response { .json(["faults": sandbox.faults.all.map(\.text)]) }

    private var thinkTime: Response {
        .json(["milliseconds": Int(sandbox.pace.thinkTime / .milliseconds(1))])
    }

    func respond(to request: Request) async -> Response {
        do {
            try checkSender(of: request)
            let route = try route(of: request)
            let call = Call(parameters: try parameters(of: request, route), body: request.body)
            return try await route.answer(self, call)
        } catch let error as ControlError {
            return .json(["error": error.message], status: error.status, headers: error.headers)
        } catch {
            // Such as a fault that there is none of: its words say what would be right.
            return .json(["error": "\(error)"], status: .badRequest)
        }
    }

    /// A page in a browser can send requests to any port of this machine, under a name of its own that leads here, too.
    private func checkSender(of request: Request) throws(ControlError) {
        let hosts = ["localhost", "127.0.0.1", "[::1]"].map { "\($0):\(port)" }
        guard hosts.contains(request.head.authority?.lowercased() ?? "") else {
            throw ControlError(
                "The Host field names another host. Send one of \(hosts.joined(separator: ", ")).",
                status: .misdirectedRequest)
        }
        guard request.headers[.origin] == nil else {
            throw ControlError(
                "A page in a browser may not control the sandbox. Send the request from a program, without Origin.",
                status: .forbidden)
        }
    }

    private func route(of request: Request) throws(ControlError) -> Route {
        let here = Self.routes.filter { $0.path == request.uri.path }
        guard !here.isEmpty else {
            let all = Self.routes.map { "\($0.method) \($0.path)" }.joined(separator: ", ")
            throw ControlError("There is nothing at this path. Ask for one of \(all).", status: .notFound)
        }
        guard let route = here.first(where: { $0.method == request.method }) else {
            let methods = here.map(\.method.rawValue).joined(separator: ", ")
            throw ControlError(
                "\(request.uri.path) does not take this method. Send one of \(methods).", status: .methodNotAllowed,
                headers: [.allow: methods])
        }
        return route
    }

    private func parameters(of request: Request, _ route: Route) throws(ControlError) -> [String: String] {
        var parameters: [String: String] = [:]
        for pair in (request.uri.query ?? "").split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2, route.parameters[parts[0]]?.contains(parts[1]) == true else {
                let known = route.parameters.sorted { $0.key < $1.key }
                    .map { "\($0.key)=\($0.value.joined(separator: "|"))" }.joined(separator: ", ")
                throw ControlError(
                    "A parameter of the query is not known. \(known.isEmpty ? "Send none" : "Send none but \(known)").")
            }
            parameters[parts[0]] = parts[1]
        }
        return parameters
    }
}

/// Why a request to the control endpoint is not done: what is wrong, and what would be right.
private struct ControlError: Error {
    let message: String
    let status: HTTPResponse.Status
    let headers: HTTPFields

    init(_ message: String, status: HTTPResponse.Status = .badRequest, headers: HTTPFields = [:]) {
        (self.message, self.status, self.headers) = (message, status, headers)
    }
}

extension ReportFormat {
    fileprivate var mediaType: String {
        switch self {
        case .text: "text/plain; charset=utf-8"
        case .json: "application/json"
        case .junit: "application/xml"
        }
    }
}
