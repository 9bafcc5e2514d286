import Foundation
import Testing

@testable import OpenFinance

@Suite("A reader of another party's JSON")
struct JSONReaderTests {
    private enum Key: String, CodingKey { case name = "Name", list = "List", figure = "Figure" }

    private func object(_ text: String) throws -> JSONReader.Object<Key> {
        try #require(JSONReader(Data(text.utf8))).object(keyedBy: Key.self)
    }

    @Test(
        "finds a member by its name, however that is spelled, and the first of two",
        arguments: [
            (#"{"Name":"a","Name":"b"}"#, "a"), (#"{"N\u0061me":"a"}"#, "a"), (#"{"Namen":"a"}"#, nil),
            (#"{"Other":{"Name":"b"},"Name":"a"}"#, "a"), (#"{"Name":"\u0061\n"}"#, "a\n"),
            (#"{"Name":"\ud800"}"#, nil),
            (#"{"Name":["a"]}"#, "a"), (#"{"Name":["a","b"]}"#, nil), (#"{"Name":null}"#, nil), (#"{"Name":1}"#, nil),
            ("{}", nil),
        ] as [(String, String?)])
    func names(text: String, expected: String?) throws {
        #expect(try object(text).lenient(.name) == expected)
    }

    @Test(
        "takes what it can read of a list, and knows where the rest stood",
        arguments: [
            (#"["a",1,"b",null,["c"]]"#, ["a", "b"], [1, 3, 4]), (#""a""#, ["a"], []), ("[]", [], []),
        ] as [(String, [String], [Int])])
    func lists(text: String, expected: [String], unreadable: [Int]) throws {
        let list = try #require(try object(#"{"List":\#(text)}"#).lenient(.list, as: LenientList<String>.self))
        #expect(list.elements == expected)
        #expect(list.unreadable == unreadable)
    }

    @Test(
        "reads figures exactly or not at all",
        arguments: [
            ("2.50", "2.5"), (#""2.50""#, "2.5"), ("25e-1", "2.5"), ("[2.5]", "2.5"), ("1e400", nil),
            ("1e9223372036854775807", nil),
            ("1e-9223372036854775808", nil), ("true", nil),
            ("0.12345678901234567890123456789012345678", nil), ("1.00000000000000000000000000000000000000012e1", nil),
            ("12345678901234567890123456789012345678901e1", nil),
            ("1.00000000000000000000000000000000000000000e1", "10"),
            ("[1,2]", nil), ("{}", nil), ("null", nil),
        ] as [(String, String?)])
    func figures(text: String, expected: String?) throws {
        let figure = try object(#"{"Figure":\#(text)}"#).lenientDecimal(.figure)
        #expect(figure == expected.flatMap { Decimal(string: $0) })
    }

    @Test("says where a value stands (RFC 6901)")
    func pointers() throws {
        let json = try #require(JSONReader(Data(#"{"a/b":[0,{"m~n":{"Figure":1}}]}"#.utf8)))
        let list = try #require(try json.object(keyedBy: MemberName.self)["a/b"]?.elements)
        let inner = try #require(try list[1].object(keyedBy: MemberName.self)["m~n"])
        let figure = try #require(try inner.object(keyedBy: Key.self)[.figure])
        #expect([json, list[1], figure].map(\.pointer) == ["", "/a~1b/1", "/a~1b/1/m~0n/Figure"])
    }

    @Test(
        "reads nothing of what is not JSON", arguments: ["", "{", "{}{}", #"{"Name":"a",}"#, "nul", #"{"a":"\#u{1}"}"#])
    func broken(text: String) {
        #expect(JSONReader(Data(text.utf8)) == nil)
    }
}
