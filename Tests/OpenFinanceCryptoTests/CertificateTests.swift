import FoundationEssentials
import OpenFinanceCrypto
import Testing

@testable import ofp_sandbox

@Suite("Certificates")
struct CertificateTests {
    private let authority: CertificateAuthority
    private let key: KeyPair
    private let pem: Data

    /// Of all tests here.
    private static let key = Result { try KeyPair.generate(.rsa2048) }

    init() throws {
        authority = try CertificateAuthority(name: "Test Root")
        key = try Self.key.get()
        pem = Data(try authority.client(id: "client", organisation: ("Test", id: "org-1"), key: key).pem())
    }

    @Test("a certificate fits the key that it was made for, and no other")
    func matching() throws {
        let leaf = try #require(try Certificate.chain(pem: pem).first)
        #expect(leaf.matches(try PrivateKey(pem: Data(key.pem()))))
        #expect(!leaf.matches(try PrivateKey(pem: Data(KeyPair.generate(.rsa2048).pem()))))
    }

    @Test("a chain is read in its order, whatever text stands between")
    func chain() throws {
        let text =
            Data("subject=whoever\n".utf8) + pem + Data("\nissuer=\n".utf8)
            + Data(try authority.certificate.pem())
        let chain = try Certificate.chain(pem: text)
        #expect(chain.count == 2)
        #expect(chain[0].matches(try PrivateKey(pem: Data(key.pem()))))
    }

    @Test("its subject says whose it is, and its key what it is")
    func subject() throws {
        let leaf = try #require(try Certificate.chain(pem: pem).first)
        #expect(leaf.commonName == "client" && leaf.organisationalUnit == "org-1" && leaf.rsaBits == 2_048)
        let root = try #require(try Certificate.chain(pem: Data(authority.certificate.pem())).first)
        #expect(root.organisationalUnit == nil && root.rsaBits == nil)
        let numbers = try PrivateKey(pem: Data(key.pem())).publicNumbers
        #expect(numbers.modulus.count == 256 && numbers.exponent == Data([1, 0, 1]))
        #expect(numbers.modulus == Data(key.publicNumbers.modulus))
    }

    @Test("validity is read in both ends")
    func validity() throws {
        let validity = try #require(try Certificate.chain(pem: pem).first?.validity)
        #expect(validity.contains(Date()))
        let length = validity.upperBound.timeIntervalSince(validity.lowerBound)
        #expect(length == 365 * 86_400 + 3_600)
    }

    @Test(
        "what is no certificate is refused",
        arguments: ["", "hello", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"])
    func noCertificate(text: String) {
        #expect { try Certificate.chain(pem: Data(text.utf8)) } throws: {
            ($0 as? SigningError)?.code == .noCertificate
        }
    }

    @Test("damage after a good certificate is no end of the chain")
    func damaged() {
        let text = pem + Data("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n".utf8)
        #expect { try Certificate.chain(pem: text) } throws: { ($0 as? SigningError)?.code == .noCertificate }
    }
}
