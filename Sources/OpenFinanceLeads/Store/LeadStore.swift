public import FoundationEssentials
public import OpenFinance

/// Where leads are written down before they are sent, so that the same lead does not go to a bank twice.
///
/// ``SQLiteLeadStore`` keeps them in a file of one user, ``InMemoryLeadStore`` for as long as a process lives. A service
/// of several replicas brings its own over the database that they share. It has to keep three promises:
///
/// - What a call has written is on the disk when the call returns: a process that dies afterwards leaves it there.
/// - ``add(_:unlessSentSince:)`` and ``markSending(_:as:unlessSentSince:)`` look for a duplicate and write in one step, in
///   which no other replica can come between: of two with the same lead, one is told of the other.
/// - Of the person it keeps nothing but a digest under a key of its own, such as an HMAC of ``EmiratesID/digits``.
///
/// Two leads are the same where person, LFI, authority and categories are, the categories in any order. One stands in
/// the way of the other while ``LeadRecord/Status/mayHaveArrived`` is true of it.
///
/// Calls are not to give up when their task is cancelled: what has become of a lead is written down all the same.
public protocol LeadStore: Sendable {
    /// Writes down a lead that is going to be sent, as ``LeadRecord/Status/prepared``.
    ///
    /// - Parameter time: from when on the same lead stands in the way; nil where it may be sent again.
    /// - Returns: a number that no other record has, nor had.
    /// - Throws: ``LeadStoreError/duplicate(of:)`` where the same lead was sent, or may have been.
    func add(_ lead: NewLeadRecord, unlessSentSince time: Date?) async throws(LeadStoreError) -> LeadRecord.ID

    /// Writes down that a request is about to leave: from here on the lead may have arrived.
    ///
    /// - Throws: ``LeadStoreError/duplicate(of:)`` where another one was quicker with the same lead.
    func markSending(
        _ id: LeadRecord.ID, as interactionID: InteractionID, unlessSentSince time: Date?
    ) async throws(LeadStoreError)

    /// Writes down what has become of a lead.
    ///
    /// - Parameter interactionID: of the last request; nil leaves the one that is there.
    func update(
        _ id: LeadRecord.ID, to status: LeadRecord.Status, interactionID: InteractionID?, leadID: String?
    ) async throws(LeadStoreError)

    /// The latest lead that is the same, was sent or may have been, and was added after `time`.
    func duplicate(of lead: NewLeadRecord, since time: Date) async throws(LeadStoreError) -> LeadRecord?

    /// All that was added, the latest first.
    func records() async throws(LeadStoreError) -> [LeadRecord]

    /// Forgets a lead; false where there is none of this number.
    func remove(_ id: LeadRecord.ID) async throws(LeadStoreError) -> Bool
}

/// What a store is told of a lead that is going to be sent.
public struct NewLeadRecord: Sendable, Hashable {
    /// Who the lead is for. Not to be kept as it is.
    public var person: EmiratesID
    /// From here on the 30 days count in which the same lead is not sent again.
    public var submittedAt: Date
    /// The directory that the LFI was found in.
    public var environment: String
    /// Who it goes to.
    public var lfi: LFI.Identity
    /// Host and port of the endpoint: the same LFI in another environment is another one.
    public var authority: String
    /// The product that the lead came from.
    public var productID: String?
    /// In the terms of v2.1, in any order.
    public var categories: [ProductCategory]

    /// For a test of a store: a client gets it of a ``PreparedLead``.
    public init(
        person: EmiratesID, submittedAt: Date, environment: String, lfi: LFI.Identity, authority: String,
        productID: String?, categories: [ProductCategory]
    ) {
        self.person = person
        self.submittedAt = submittedAt
        self.environment = environment
        self.lfi = lfi
        self.authority = authority
        self.productID = productID
        self.categories = categories
    }
}

/// Why a lead is not sent, as far as the store has a say in it.
public enum LeadStoreError: Error, Sendable, Hashable {
    /// The store cannot be read or written: whether a lead was sent before, or that it is being sent now, could not be
    /// known. The text is a sentence without final stop.
    case unusable(String)
    /// The same lead was submitted before, and has arrived or may have.
    case duplicate(of: LeadRecord)
}
