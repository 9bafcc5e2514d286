import Testing

@testable import OpenFinance

@Suite("Customer IP addresses")
struct CustomerIPAddressTests {
    @Test("are IPv4 or IPv6", arguments: ["203.0.113.7", "0.0.0.0", "2001:db8::1", "::", "::ffff:203.0.113.7"])
    func valid(text: String) { #expect(CustomerIPAddress(text)?.description == text) }

    @Test(
        "are nothing else",
        arguments: [
            "", "localhost", "203.0.113", "203.0.113.256", "203.0.113.7/32", "203.0.113.7:80", " 203.0.113.7",
            "[2001:db8::1]", "fe80::1%eth0", "2001:db8::1::2", "203.0.113.7\r\nX: y", "203.0.113.7\0",
        ])
    func invalid(text: String) { #expect(CustomerIPAddress(text) == nil) }
}
