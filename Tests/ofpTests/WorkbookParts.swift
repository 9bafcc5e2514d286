import Foundation

@testable import ofp

/// The files within a workbook, taken out by Python, which knows nothing of who put them there.
struct WorkbookParts {
    private let file: URL

    init(_ data: Data) throws {
        file = FileManager.default.temporaryDirectory.appending(path: "ofp-\(UUID()).xlsx")
        try data.write(to: file)
    }

    func remove() { try? FileManager.default.removeItem(at: file) }

    func text(_ name: String) throws -> String {
        let unzip = Process()
        unzip.executableURL = URL(filePath: "/usr/bin/python3")
        unzip.arguments = [
            "-c", "import sys,zipfile;sys.stdout.buffer.write(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2]))",
            file.path, name,
        ]
        let pipe = Pipe()
        unzip.standardOutput = pipe
        try unzip.run()
        return String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    }

    /// What cells refer to by number.
    var texts: [String] {
        get throws {
            try text("xl/sharedStrings.xml").matches(of: /<t(?: [^>]*)?>([^<]*)<\/t>/).map { String($0.1) }
        }
    }

    func sheet(_ number: Int) throws -> String { try text("xl/worksheets/sheet\(number).xml") }
}
