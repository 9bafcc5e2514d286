import ArgumentParser
import FoundationEssentials
import OpenFinance
import OpenFinanceLeads

/// Who is to be contacted, and what the LFI is told of them.
struct LeadOptions: ParsableArguments {
    @Option(
        name: .customLong("data"),
        help: ArgumentHelp(
            "The lead as JSON, the API's Data object ('-': standard input). Keeps it out of the list of processes.",
            valueName: "file"), completion: .file())
    var file: String?

    @Option(help: ArgumentHelp("E-mail address.", valueName: "address"))
    var email: String?

    @Option(help: ArgumentHelp("Emirates ID, in any usual spelling.", valueName: "number"))
    var emiratesID: String?

    @Option(help: ArgumentHelp("Given name; with --last-name.", valueName: "name"))
    var givenName: String?

    @Option(help: ArgumentHelp("Last name; with --given-name.", valueName: "name"))
    var lastName: String?

    @Option(help: ArgumentHelp("Name in one piece.", valueName: "name"))
    var fullName: String?

    @Option(help: ArgumentHelp("Name of a business.", valueName: "name"))
    var businessName: String?

    @Option(help: ArgumentHelp("Telephone number with its country code.", valueName: "number"))
    var phone: String?

    @Option(help: ArgumentHelp("Nationality, by the country's code of two letters.", valueName: "country"))
    var nationality: String?

    @Option(
        name: .customLong("address-line"),
        help: ArgumentHelp("A line of the home address; may be given up to seven times.", valueName: "text"))
    var addressLines: [String] = []

    @Option(help: ArgumentHelp("Country of the address, by its code of two letters.", valueName: "country"))
    var country: String?

    @Option(help: ArgumentHelp("Emirate of the address: AbuDhabi, Dubai, …", valueName: "emirate"))
    var emirate: String?

    @Option(help: ArgumentHelp("Town of the address.", valueName: "text"))
    var townName: String?

    @Option(help: ArgumentHelp("District or community of the address.", valueName: "text"))
    var districtName: String?

    @Option(help: ArgumentHelp("Street of the address.", valueName: "text"))
    var streetName: String?

    @Option(help: ArgumentHelp("Building of the address, by name.", valueName: "text"))
    var buildingName: String?

    @Option(help: ArgumentHelp("Unit, apartment or villa of the address.", valueName: "text"))
    var buildingNumber: String?

    @Option(help: ArgumentHelp("Floor of the address.", valueName: "text"))
    var floor: String?

    @Option(help: ArgumentHelp("P.O. box of the address.", valueName: "text"))
    var postBox: String?

    @Option(help: ArgumentHelp("Kind of address: Residential.", valueName: "type"))
    var addressType: String?

    @Option(help: ArgumentHelp("What else the bank should know.", valueName: "text"))
    var note: String?

    @Option(help: ArgumentHelp("Whether the person has opted out of marketing: yes or no.", valueName: "yes|no"))
    var marketingOptOut: YesOrNo?

    enum YesOrNo: String, CaseIterable, ExpressibleByArgument {
        case yes, no
    }

    /// What the flags say, over what the document says.
    func draft() throws(CommandFailure) -> LeadDraft { try document().updated(with: flags) }

    private var flags: LeadDraft {
        var draft = LeadDraft()
        for member in LeadMember.allCases { draft[member] = value(of: member) }
        return draft
    }

    /// The categories have a flag of the command's own: a product may give them.
    private func value(of member: LeadMember) -> LeadValue? {
        switch member {
        case .email: email.map(LeadValue.text)
        case .emiratesID: emiratesID.map(LeadValue.text)
        case .givenName: givenName.map(LeadValue.text)
        case .lastName: lastName.map(LeadValue.text)
        case .fullName: fullName.map(LeadValue.text)
        case .businessName: businessName.map(LeadValue.text)
        case .phoneNumber: phone.map(LeadValue.text)
        case .nationality: nationality.map(LeadValue.text)
        case .addressLines: addressLines.isEmpty ? nil : .list(addressLines)
        case .addressType: addressType.map(LeadValue.text)
        case .buildingNumber: buildingNumber.map(LeadValue.text)
        case .buildingName: buildingName.map(LeadValue.text)
        case .floor: floor.map(LeadValue.text)
        case .streetName: streetName.map(LeadValue.text)
        case .districtName: districtName.map(LeadValue.text)
        case .postBox: postBox.map(LeadValue.text)
        case .townName: townName.map(LeadValue.text)
        case .countrySubDivision: emirate.map(LeadValue.text)
        case .country: country.map(LeadValue.text)
        case .note: note.map(LeadValue.text)
        case .marketingOptOut: marketingOptOut.map { .truth($0 == .yes) }
        case .categories: nil
        }
    }

    private func document() throws(CommandFailure) -> LeadDraft {
        guard let file else { return LeadDraft() }
        let input = InputFile(file)
        let document: Data
        do throws(FileReading.Failure) {
            document = try FileReading.contents(of: file, limit: InputFile.smallFile)
        } catch {
            throw CommandFailure(
                .notFound, "The lead in \(input.name) cannot be read: \(error.reason)",
                advice: "Name a file with the API's Data object as JSON, or '-'")
        }
        do throws(LeadDraft.UnreadableDocument) {
            return try LeadDraft(document: document)
        } catch {
            throw CommandFailure(
                .dataError, "The lead in \(input.name) cannot be used: \(error.message)",
                advice: "Give the API's Data object as JSON")
        }
    }
}
