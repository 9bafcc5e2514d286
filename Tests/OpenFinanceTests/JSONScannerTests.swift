import FoundationEssentials
import TestSupport
import Testing

@testable import OpenFinance

@Suite("The JSON scanner")
struct JSONScannerTests {
    private func failure(of text: String) -> JSONScanner.Failure? { failure(of: Data(text.utf8)) }

    private func failure(of bytes: Data) -> JSONScanner.Failure? {
        do throws(JSONScanner.Failure) {
            _ = try JSONScanner.scan(bytes) { (scanner) throws(JSONScanner.Failure) in try scanner.value() }
            return nil
        } catch {
            return error
        }
    }

    @Test(
        "takes all that RFC 8259 allows",
        arguments: [
            "{}", "[]", "null", "true", "false", "0", "-0", "-0.0e+00", "1E400", "2.50",
            "123456789012345678901234567890",
            #""""#, #""a\"\\\/\b\f\n\r\t\u00e9\uD83D\uDE00""#, #""é€😀""#, " \n\r\t[ 1 , {\"a\" : [ ] } ] ",
            "[[[[]]]]", #"{"a":1,"a":2}"#, "\"\u{7F}\"",
        ])
    func accepts(text: String) { #expect(failure(of: text) == nil) }

    @Test(
        "takes nothing else",
        arguments: [
            "", " ", "{", "}", "[1,]", "[,1]", "[1 2]", #"{"a"}"#, #"{"a":}"#, #"{"a":1,}"#, "{a:1}", "{'a':1}",
            "tru", "nul", "True", "NaN", "Infinity", "+1", "01", "-", "1.", ".5", "1e", "1e+", "0x10", "1 1",
            #""a"#, "\"\n\"", "\"\u{0}\"", #""\x""#, #""\u12g4""#, #""\u12"#, "[1]]", "// 1", "\u{FEFF}1",
        ])
    func refuses(text: String) { #expect(failure(of: text)?.kind == .syntax) }

    @Test(
        "takes no broken UTF-8",
        arguments: [
            [0xFF], [0xC0, 0xAF], [0xE0, 0x80, 0xAF], [0xED, 0xA0, 0x80], [0xF0, 0x80, 0x80, 0xAF],
            [0xF4, 0x90, 0x80, 0x80], [0x80], [0xC3], [0xE2, 0x82], [0xF0, 0x9F, 0x98],
        ] as [[UInt8]])
    func refusesEncoding(bytes: [UInt8]) {
        #expect(failure(of: Data([0x22] + bytes + [0x22]))?.kind == .encoding)
        #expect(failure(of: Data([0x22] + bytes)) != nil)
    }

    @Test("minds every byte of a string, wherever among others it stands", arguments: UInt8.min...UInt8.max)
    func everyByte(byte: UInt8) {
        for before in 0..<18 {
            for after in [0, 3, 8, 17] {
                let plain = { Data(repeating: UInt8(ascii: "a"), count: $0) }
                let text = Data("\"".utf8) + plain(before) + [byte] + plain(after) + Data("\"".utf8)
                let expected: JSONScanner.Failure.Kind? =
                    switch byte {
                    case UInt8(ascii: "\""), UInt8(ascii: "\\"), ..<0x20: .syntax
                    case 0x80...: .encoding
                    default: nil
                    }
                #expect(failure(of: text)?.kind == expected, "\(before) before it, \(after) behind it")
            }
        }
    }

    @Test("stops at the depth limit, and not before")
    func depth() {
        let deepest = JSONScanner.depthLimit
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        #expect(failure(of: nested(deepest)) == nil)
        #expect(failure(of: nested(deepest + 1))?.kind == .depth)
        #expect(failure(of: String(repeating: #"{"a":"#, count: 1_000_000))?.kind == .depth)
    }

    @Test("agrees with Foundation's parser on random texts")
    func agreement() {
        var random = SeededRandom(seed: 20_261_123)
        print("seed \(random.seed)")
        let pieces = [
            "{", "}", "[", "]", ",", ":", "\"", "a", "\\", "u00e9", "1", "-", ".", "e", "0", "true", "null", " ", "é",
        ]
        var accepted = 0
        for _ in 0..<50_000 {
            let text = (0..<Int.random(in: 1...8, using: &random))
                .map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
            let isTaken = failure(of: text) == nil
            if isTaken { accepted += 1 }
            // What we take has to be JSON for others; Foundation itself takes a little more than RFC 8259.
            if isTaken {
                #expect((try? JSONDecoder().decode(AnyJSON.self, from: Data(text.utf8))) != nil, "\(text)")
            }
        }
        #expect(accepted > 100)
    }
}

/// Decodes whatever is JSON.
private struct AnyJSON: Decodable {
    init(from decoder: any Decoder) throws {
        if var list = try? decoder.unkeyedContainer() {
            while !list.isAtEnd { _ = try list.decode(AnyJSON.self) }
        } else if let object = try? decoder.container(keyedBy: Key.self) {
            for key in object.allKeys { _ = try object.decode(AnyJSON.self, forKey: key) }
        } else {
            let value = try decoder.singleValueContainer()
            if value.decodeNil() || (try? value.decode(Bool.self)) != nil || (try? value.decode(String.self)) != nil {
                return
            }
            _ = try value.decode(Double.self)
        }
    }

    private struct Key: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }
        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue _: Int) { nil }
    }
}

@Suite("Limits on JSON")
struct JSONLimitsTests {
    @Test(
        "refuses more values than the limit, whatever they are of, and says that it is the size",
        arguments: ["{}", "[]", "1", "null", #"{"a":1}"#, #""""#])
    func values(element: String) throws {
        let list = Data(("[" + Array(repeating: element, count: 1_001).joined(separator: ",") + "]").utf8)
        func scan(_ limit: Int) throws(JSONScanner.Failure) {
            let limits = JSONLimits(values: limit, nameBytes: 10)
            try JSONScanner.scan(list, limits: limits) { (scanner) throws(JSONScanner.Failure) in
                _ = try scanner.value()
            }
        }
        #expect(throws: Never.self) { try scan(2_002) }
        let error = #expect(throws: JSONScanner.Failure.self) { try scan(1_000) }
        #expect(error?.kind == .values && error?.isAboutSize == true)
    }

    @Test("refuses a name that is longer than the limit")
    func names() {
        let text = Data(#"{"\u0041\u0041":1}"#.utf8)
        let error = #expect(throws: JSONScanner.Failure.self) {
            try JSONScanner.scan(text, limits: JSONLimits(values: 9, nameBytes: 10)) {
                (scanner) throws(JSONScanner.Failure) in try scanner.value()
            }
        }
        #expect(error?.kind == .name)
    }
}
