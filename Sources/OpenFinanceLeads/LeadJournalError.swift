import OpenFinance

/// Why a lead is not sent, as far as the journal has a say in it.
public enum LeadJournalError: Error, Sendable, Hashable {
    /// The journal cannot be read or written: whether a lead was sent before, or that it is being sent now, could not be
    /// known. The text is a sentence without final stop.
    case unusable(String)
    /// The same lead was submitted before, and has arrived or may have.
    case duplicate(of: LeadJournal.Entry)
}
