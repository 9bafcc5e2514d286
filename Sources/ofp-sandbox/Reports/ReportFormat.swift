import ArgumentParser
import FoundationEssentials

/// How a report is written.
enum ReportFormat: String, CaseIterable, Sendable, ExpressibleByArgument {
    case text, json, junit

    /// As a file's name asks for it.
    init(ofFile name: String) {
        let ending = name.split(separator: ".").last?.lowercased()
        self = ["txt": .text, "xml": .junit][ending] ?? .json
    }

    func bytes(_ report: SandboxReport) throws -> Data {
        switch self {
        case .text: Data(report.text.utf8)
        case .json: try Self.json(report)
        case .junit: Data(JUnit.document(of: report).utf8)
        }
    }

    static func json(_ value: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        return try encoder.encode(value) + Data("\n".utf8)
    }
}

extension SandboxReport {
    fileprivate var text: String {
        let leads = leads.map { lead in
            let person = lead.person.flatMap { try? JSONEncoder.sorted.encode($0) }.map {
                String(decoding: $0, as: UTF8.self)
            }
            let line = "\(lead.takenAt)  \(lead.lfi)  \(lead.leadID)  \(lead.productCategories.joined(separator: ", "))"
            return [line, person].compactMap(\.self).joined(separator: "\n  ")
        }
        let list = leads.isEmpty ? [] : [(["Leads taken:"] + leads).joined(separator: "\n")]
        return ([summary] + paragraphs + list).joined(separator: "\n\n") + "\n"
    }
}

extension JSONEncoder {
    fileprivate static var sorted: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }
}
