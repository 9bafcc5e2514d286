import COpenSSL
import FoundationEssentials

extension Data {
    /// Overwrites the bytes where they lie, and leaves nothing: for keys and passphrases that are done with. Other values
    /// that share the bytes keep theirs.
    package mutating func cleanse() {
        withUnsafeMutableBytes { OPENSSL_cleanse($0.baseAddress, $0.count) }
        self = Data()
    }
}
