import FoundationEssentials
import Testing

@testable import OpenFinance

@Suite("JSON as it was sent")
struct JSONTextTests {
    private func text(_ text: String) -> JSONText { JSONText(scanned: Data(text.utf8)) }
    private func string(_ data: Data) -> String { String(decoding: data, as: UTF8.self) }

    @Test(
        "is made one line without touching what stands within a token",
        arguments: [
            ("{ \"a\" : [ 1 , 2.50 ] }", #"{"a":[1,2.50]}"#),
            ("{\n  \"a b\": \"c \\\" d\",\r\n\t\"e\": \"\\\\\"\n}", #"{"a b":"c \" d","e":"\\"}"#),
            (
                #"[ "sixteen and more: \" , ]", "\\" , "sixteen, and é , \\" ]"#,
                #"["sixteen and more: \" , ]","\\","sixteen, and é , \\"]"#
            ),
            ("1E+2", "1E+2"), (#"" ""#, #"" ""#), (#"{"a":1}"#, #"{"a":1}"#),
        ])
    func compact(text: String, expected: String) {
        #expect(string(self.text(text).compact) == expected)
    }

    @Test("gives its members in order, each on one line")
    func members() {
        let members = members(of: #"{ "b": 2.50, "a": { "x": [ 1 ] }, "b": null }"#)
        #expect(members == #","b":2.50,"a":{"x":[1]},"b":null"#)
    }

    @Test("leaves out the members that it is told to, however their names are spelled")
    func membersExcept() {
        let members = members(
            of: #"{"LFIId":1,"\u004cFIName":2,"other":3,"LFIIdentity":4}"#, except: ["LFIId", "LFIName"])
        #expect(members == #","other":3,"LFIIdentity":4"#)
    }

    @Test("has no members where it is no object", arguments: ["[1]", "\"a\"", "null", "{}"])
    func noMembers(text: String) { #expect(members(of: text).isEmpty) }

    private func members(of text: String, except names: [String] = []) -> String {
        var output: [UInt8] = []
        self.text(text).writeMembers(except: names, to: &output)
        return String(decoding: output, as: UTF8.self)
    }

    @Test(
        "is read as text whatever it is",
        arguments: [
            (#""LIWA""#, "LIWA"), (#""\u004cIWA""#, "LIWA"), (#""""#, ""), (#""\"""#, "\""), ("12.50", "12.50"),
            ("[ 1 ]", "[1]"), ("null", nil),
        ])
    func characters(text: String, expected: String?) { #expect(self.text(text).text == expected) }
}
