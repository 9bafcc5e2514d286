import OpenFinance
import OpenFinanceLeads

extension LeadDraft {
    /// - Throws: a ``CommandFailure`` with every rule that is broken.
    func lead() throws(CommandFailure) -> Lead {
        do throws(LeadFaults) {
            return try validated()
        } catch {
            throw CommandFailure(error)
        }
    }
}

extension PreparedLead {
    /// - Parameters:
    ///   - product: that the lead came from, if any.
    ///   - environment: the directory that the bank was found in.
    /// - Throws: a ``CommandFailure`` for a draft that breaks the rules, and a bank that cannot be sent such a lead.
    init(
        _ draft: LeadDraft, for lfi: LFI, of product: Product?, _ environment: String
    ) throws(CommandFailure) {
        let lead = try draft.lead()
        do throws(Unfit) {
            try self.init(lead, for: lfi, productID: product?.id, environment: environment)
        } catch {
            switch error {
            case .takesNone: throw .takesNoLeads(lfi)
            case .inexpressible(let reason):
                throw CommandFailure(
                    .dataError, "\(lfi.label) cannot be sent this lead: \(reason)",
                    advice: "Nothing was sent: give what it needs, or contact the bank another way")
            }
        }
    }
}

extension CommandFailure {
    static func takesNoLeads(_ lfi: LFI) -> CommandFailure {
        CommandFailure(
            .notFound, "\(lfi.label) takes no leads",
            advice: "See 'ofp lfis' for the banks that do, or 'ofp apply' for its own ways")
    }

    init(_ faults: LeadFaults) {
        let list = faults.faults.map { "\($0.path) \($0.message)" }.joined(separator: "; ")
        let count = faults.faults.count
        self.init(
            .dataError, "The lead breaks \(count == 1 ? "a rule" : "\(count) rules") of the API: \(list)",
            advice: "Correct \(count == 1 ? "it" : "them"); nothing was sent")
    }
}
