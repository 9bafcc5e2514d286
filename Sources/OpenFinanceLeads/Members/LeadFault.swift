import OpenFinance

/// A rule of the schema that a lead breaks.
public struct LeadFault: Sendable, Hashable {
    /// The member's place in the body: `Data.ResidentialAddress.AddressLine[0]`.
    public let path: String
    /// What is wrong, to be read after the path: `is missing`. It never holds what was given.
    public let message: String

    /// Whether something is missing, rather than wrong.
    let isAbsence: Bool

    init(_ path: String, _ message: String) {
        self.path = path
        self.message = message
        isAbsence = false
    }

    init(missing path: String) {
        self.path = path
        message = "is missing"
        isAbsence = true
    }
}

/// All that is wrong with a lead.
public struct LeadFaults: Error, Sendable, Hashable {
    /// In the order of the schema.
    public let faults: [LeadFault]
}
