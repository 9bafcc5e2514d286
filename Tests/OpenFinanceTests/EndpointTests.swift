import Testing

@testable import OpenFinance

@Suite("Endpoints")
struct EndpointTests {
    @Test(
        "are https URLs with a host",
        arguments: [
            ("https://rs1.liwa.example/products", "rs1.liwa.example", "/products"),
            ("HTTPS://RS1.Liwa.Example:443/a?b=c", "rs1.liwa.example", "/a?b=c"),
            ("https://rs1.liwa.example:8443", "rs1.liwa.example:8443", "/"),
            ("https://[::1]:8443/x%20y", "[::1]:8443", "/x%20y"),
            ("https://a.example/p#fragment", "a.example", "/p"),
        ])
    func valid(text: String, authority: String, path: String) throws {
        let endpoint = try #require(Endpoint(text))
        #expect(endpoint.authority == authority)
        #expect(endpoint.path == path)
    }

    @Test(
        "are nothing else",
        arguments: [
            "", "products", "/products", "//host/products", "http://host/products", "ftp://host", "https://",
            "https:///products", "https://user@host/", "https://user:secret@host/", "https://host/a b",
            "https://host/\r\nX: y", "file:///etc/passwd", "https://bücher.example/", "javascript:alert(1)",
        ])
    func invalid(text: String) { #expect(Endpoint(text) == nil) }

    @Test(
        "share an origin when host and port agree",
        arguments: [
            ("https://a.example/x", "https://A.example:443/y", true),
            ("https://a.example", "https://a.example:8443", false),
            ("https://a.example", "https://b.example", false), ("https://a.example", "https://a.example.evil", false),
        ])
    func origins(left: String, right: String, isSame: Bool) throws {
        #expect(try #require(Endpoint(left)).hasSameOrigin(as: #require(Endpoint(right))) == isSame)
    }

    @Test("take a query in place of their own, encoded")
    func query() throws {
        let endpoint = try #require(Endpoint("https://a.example/products?x=y"))
        #expect(endpoint.asking([("a", "b c&d=e"), ("é", "+")]).path == "/products?a=b%20c%26d%3De&%C3%A9=%2B")
        #expect(endpoint.asking([]) == endpoint)
    }
}
