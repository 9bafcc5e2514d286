import FoundationEssentials
import OpenFinance
import HTTPTypes
import OpenFinanceTransport

/// What one `POST /leads` has led to, and what follows from it. The rules of sending once are all here:
///
/// | what happened | means | then |
/// | --- | --- | --- |
/// | 201 that reports no error, or a 2xx with a `LeadId` | arrived | |
/// | another 2xx, 1xx, 3xx, 408, 5xx | may have arrived | not sent again |
/// | 429 | not taken | again after `Retry-After`, where it says one |
/// | 401 | not taken | once again with a new token, then refused |
/// | another 4xx | refused | |
/// | no answer, and nothing of the request had left | not sent | again, after a pause; not where our certificate was refused |
/// | no answer, and something may have left | may have arrived | not sent again |
enum LeadAnswer: Hashable {
    case arrived(leadID: String?)
    case refused(RequestError)
    case mayHaveArrived(RequestError)
    case staleToken(RequestError)
    /// - Parameter after: nil where the server does not say when.
    case tooEarly(RequestError, after: Duration?)
    case notSent(RequestError, isWorthRepeating: Bool)

    /// - Parameter secrets: of the request that this is the answer to.
    init(
        _ response: TransportResponse, to lead: Lead, _ interactionID: InteractionID, _ secrets: RequestSecrets
    ) {
        let status = response.head.status.code
        let leadID = LeadResponse.leadID(in: response.body, of: lead)
        let isAccepted = status == 201 && ReportedErrors(response.body) == nil
        if isAccepted || (200..<300).contains(status) && leadID != nil {
            self = .arrived(leadID: leadID)
            return
        }
        var error = RequestError(unexpected: response).without(secrets)
        error.interactionID = interactionID
        self =
            switch status {
            case 401: .staleToken(error)
            case 408: .mayHaveArrived(error)
            case 429: .tooEarly(error, after: error.retryAfter)
            case 400..<500: .refused(error)
            default: .mayHaveArrived(error)
            }
    }

    /// Whether the LFI has surely nothing of the lead.
    var isSurelyNotTaken: Bool {
        switch self {
        case .refused, .staleToken, .tooEarly, .notSent: true
        case .arrived, .mayHaveArrived: false
        }
    }

    /// No answer at all, or none that is whole.
    init(_ error: RequestError) {
        self =
            if error.requestMayHaveLeft {
                .mayHaveArrived(error)
            } else {
                .notSent(
                    error,
                    isWorthRepeating: !error.isRefusal && (error.reason == .connection || error.reason == .timeout))
            }
    }
}

/// The answer `LeadResponse`, of which the LFI's id alone is of use: the rest is what was sent.
private enum LeadResponse {
    /// The id, where it can be one: it is kept and shown, and must be nothing else.
    static func leadID(in body: Data, of lead: Lead) -> String? {
        guard let body = JSONMembers(document: body),
            let id = body.object("Data")?.text("LeadId") ?? body.text("LeadId"),
            (1...128).contains(id.utf8.count), id.utf8.allSatisfy({ (0x21...0x7E).contains($0) }),
            !PersonalData(lead).isIn(id)
        else { return nil }
        return id
    }
}
