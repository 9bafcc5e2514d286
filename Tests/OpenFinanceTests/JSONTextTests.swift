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
            ("1E+2", "1E+2"), (#"" ""#, #"" ""#), (#"{"a":1}"#, #"{"a":1}"#),
        ])
    func compact(text: String, expected: String) {
        #expect(string(self.text(text).compact) == expected)
    }

    @Test("gives its members in order, each on one line")
    func members() {
        let members = text(#"{ "b": 2.50, "a": { "x": [ 1 ] }, "b": null }"#).members()
        #expect(members.map(string) == [#""b":2.50"#, #""a":{"x":[1]}"#, #""b":null"#])
    }

    @Test("leaves out the members that it is told to, however their names are spelled")
    func membersExcept() {
        let members = text(#"{"LFIId":1,"\u004cFIName":2,"other":3,"LFIIdentity":4}"#).members(except: [
            "LFIId", "LFIName",
        ])
        #expect(members.map(string) == [#""other":3"#, #""LFIIdentity":4"#])
    }

    @Test("has no members where it is no object", arguments: ["[1]", "\"a\"", "null", "{}"])
    func noMembers(text: String) { #expect(self.text(text).members().isEmpty) }
}
