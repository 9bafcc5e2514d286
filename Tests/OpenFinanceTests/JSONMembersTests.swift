import FoundationEssentials
import Testing

@testable import OpenFinance

@Suite("Members of an object")
struct JSONMembersTests {
    private func members(_ json: String) throws -> JSONMembers {
        try #require(JSONMembers(JSONText(scanned: Data(json.utf8))))
    }

    @Test(
        "are found by name, however the name and the text are spelled",
        arguments: [
            (#"{"Name":"a"}"#, "a"), (#"{ "Other" : {"Name":"b"} , "Name" : "a" }"#, "a"),
            (#"{"N\u0061me":"a"}"#, "a"), (#"{"\u004e\u0061\u006D\u0065":"\u0061"}"#, "a"),
            (#"{"Name":"حساب"}"#, "حساب"), (#"{"Name":"say \"yes\"\n"}"#, "say \"yes\"\n"), (#"{"Name":""}"#, ""),
            (#"{"Name":"first","Name":"second"}"#, "first"),
        ])
    func found(json: String, value: String) throws {
        #expect(try members(json).string("Name") == value)
    }

    @Test(
        "count as absent where they are of another type",
        arguments: [
            "{}", #"{"names":"a"}"#, #"{"Nam\\e":"a"}"#, #"{"Name ":"a"}"#, #"{"Name":null}"#, #"{"Name":["a"]}"#,
            #"{"Name":"\ud800"}"#,
        ])
    func absent(json: String) throws {
        let members = try members(json)
        #expect(members.string("Name") == nil)
        #expect(members.bool("Name") == nil)
        #expect(members.number("Name") == nil)
        #expect(members.object("Name") == nil)
    }

    @Test("that are numbers, truths and objects are read as such")
    func kinds() throws {
        let members = try members(#"{"number":-2.50,"yes":true,"no":false,"object":{"deep":{"number":1}}}"#)
        #expect(members.number("number") == "-2.50")
        #expect(members.bool("yes") == true)
        #expect(members.bool("no") == false)
        #expect(members.object("object")?.object("deep")?.number("number") == "1")
        #expect(members.string("number") == nil)
        #expect(members.number("yes") == nil)
    }

    @Test("are those of an object, and of no other value", arguments: ["[]", #""text""#, "1", "null", "true"])
    func others(json: String) {
        #expect(JSONMembers(JSONText(scanned: Data(json.utf8))) == nil)
    }

    @Test(
        "knows a name however it is spelled, and no other",
        arguments: [
            (#""Next""#, true), (#""\u004Eext""#, true), (#""\u004eex\u0074""#, true), (#""N\u0065xt""#, true),
            (#""Nex""#, false), (#""Nextt""#, false), (#""\u004Eex""#, false), (#""\u014Eext""#, false),
            (#""\nNext""#, false), (#""Next\u0301""#, false), (#""\u004""#, false),
        ])
    func spelledName(name: String, isIt: Bool) {
        Data(name.utf8).withUnsafeBytes { bytes in
            #expect(JSONObject.isName(0..<bytes.count, "Next", in: bytes) == isIt)
        }
    }
}
