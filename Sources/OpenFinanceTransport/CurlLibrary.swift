import CCurl
import COpenSSL

/// libcurl as a whole: started once a process, and asked at run time what it can do.
enum CurlLibrary {
    /// 7.87 is the first that keeps a parsed store of the trust roots between connections.
    static let oldestVersion: UInt32 = 0x07_57_00

    static func start() throws(TransportError) {
        guard started == CURLE_OK else {
            throw TransportError(
                .setup, "libcurl does not start: \(String(cString: curl_easy_strerror(started)))",
                requestMayHaveLeft: false)
        }
        let information = ofp_curl_version_info().pointee
        guard information.version_num >= oldestVersion else {
            let version = String(cString: information.version)
            throw TransportError(
                .setup, "libcurl \(version) is too old, 7.87 or later is needed", requestMayHaveLeft: false)
        }
        // Connections are held to rules that only their own OpenSSL can see to.
        let openSSL = "OpenSSL/\(String(cString: OpenSSL_version(OPENSSL_VERSION_STRING)))"
        guard tlsLibrary == openSSL else {
            throw TransportError(
                .setup, "libcurl does TLS with \(tlsLibrary ?? "nothing"), \(openSSL) is needed",
                requestMayHaveLeft: false)
        }
    }

    /// Name and version, such as `OpenSSL/3.0.17`; nil for a libcurl without TLS.
    static var tlsLibrary: String? { ofp_curl_version_info().pointee.ssl_version.map { String(cString: $0) } }

    /// libcurl's and OpenSSL's, such as `libcurl/7.88.1 OpenSSL/3.0.17`.
    static var versions: String {
        let libcurl = "libcurl/\(String(cString: ofp_curl_version_info().pointee.version))"
        return [libcurl, tlsLibrary].compactMap(\.self).joined(separator: " ")
    }

    /// `curl_global_init` is to be called once; a static's initialiser is.
    private static let started: CURLcode = curl_global_init(Int(CURL_GLOBAL_DEFAULT))
}
