#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Why a call of the system has failed, in its own words, and as a part of a sentence.
package enum SystemMessage {
    package static var last: String { of(errno) }

    package static func of(_ code: Int32) -> String { String(cString: strerror(code)).lowercased() }
}
