import CCurl
import FoundationEssentials
import HTTPTypes

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A libcurl easy handle with every option set for one request; freed with this object.
final class CurlEasyHandle {
    let pointer: UnsafeMutableRawPointer
    private var fields: UnsafeMutablePointer<curl_slist>?
    private let errorText = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
    // libcurl was told not to copy these.
    private let identity: ClientIdentity?

    init(request: TransportRequest, configuration: CurlTransfer.Configuration) throws(TransportError) {
        guard let pointer = curl_easy_init() else {
            throw TransportError(.setup, "libcurl gives no easy handle", requestMayHaveLeft: false)
        }
        self.pointer = pointer
        identity = configuration.rules.identity
        errorText.pointee = 0
        try set(CURLOPT_ERRORBUFFER, pointer: errorText)
        try set(request: request, userAgent: configuration.userAgent)
        try set(limits: request.limits)
        try setSecurity(configuration.rules, newestTLS: configuration.newestTLS)
    }

    deinit {
        curl_easy_cleanup(pointer)
        curl_slist_free_all(fields)
        errorText.deallocate()
    }

    /// Sets what libcurl calls for this transfer, which has to outlive the handle.
    func call(
        _ transfer: CurlTransfer, header: @escaping ofp_curl_receive, body: @escaping ofp_curl_receive,
        context setUpContext: @escaping ofp_curl_context, prerequest: @escaping ofp_curl_prerequest
    ) throws(TransportError) {
        let transfer = Unmanaged.passUnretained(transfer).toOpaque()
        for option in [CURLOPT_HEADERDATA, CURLOPT_WRITEDATA, CURLOPT_SSL_CTX_DATA, CURLOPT_PREREQDATA] {
            try set(option, pointer: transfer)
        }
        try check(ofp_curl_setopt_receive(pointer, CURLOPT_HEADERFUNCTION, header), CURLOPT_HEADERFUNCTION)
        try check(ofp_curl_setopt_receive(pointer, CURLOPT_WRITEFUNCTION, body), CURLOPT_WRITEFUNCTION)
        try check(ofp_curl_setopt_context(pointer, CURLOPT_SSL_CTX_FUNCTION, setUpContext), CURLOPT_SSL_CTX_FUNCTION)
        try check(ofp_curl_setopt_prerequest(pointer, CURLOPT_PREREQFUNCTION, prerequest), CURLOPT_PREREQFUNCTION)
    }

    /// What libcurl wrote about the transfer's failure, in its own words.
    var failureText: String { String(cString: errorText) }

    var timings: TransferTimings {
        TransferTimings(
            nameLookup: duration(CURLINFO_NAMELOOKUP_TIME_T), connect: duration(CURLINFO_CONNECT_TIME_T),
            tlsHandshake: duration(CURLINFO_APPCONNECT_TIME_T), firstByte: duration(CURLINFO_STARTTRANSFER_TIME_T),
            total: duration(CURLINFO_TOTAL_TIME_T))
    }

    /// Bytes of HTTP that were handed to the connection, those for a proxy included; the TLS handshake does not count.
    var bytesSent: Int {
        var bytes = 0
        ofp_curl_getinfo_long(pointer, CURLINFO_REQUEST_SIZE, &bytes)
        return bytes
    }

    /// Bytes of the request's body that libcurl has handed to the connection.
    var bodyBytesSent: Int {
        var bytes: curl_off_t = 0
        ofp_curl_getinfo_offset(pointer, CURLINFO_SIZE_UPLOAD_T, &bytes)
        return Int(bytes)
    }

    /// Makes libcurl look at the transfer again soon, whether its socket has news or not.
    func lookAgain() {
        // Each change of what is paused does that, and a body that has been sent has nothing to pause.
        ofp_curl_pause(pointer, CURLPAUSE_SEND)
        ofp_curl_pause(pointer, CURLPAUSE_CONT)
    }

    /// Address and port of the connection's other end; nil where there is no connection.
    var address: String? {
        var address: UnsafePointer<CChar>?
        var port = 0
        ofp_curl_getinfo_string(pointer, CURLINFO_PRIMARY_IP, &address)
        ofp_curl_getinfo_long(pointer, CURLINFO_PRIMARY_PORT, &port)
        guard let text = address.map({ String(cString: $0) }), !text.isEmpty else { return nil }
        return text.contains(":") ? "[\(text)]:\(port)" : "\(text):\(port)"
    }

    /// Nil before there was an answer.
    var httpVersion: String? {
        var version = 0
        ofp_curl_getinfo_long(pointer, CURLINFO_HTTP_VERSION, &version)
        return switch version {
        case Int(CURL_HTTP_VERSION_1_0): "HTTP/1.0"
        case Int(CURL_HTTP_VERSION_1_1): "HTTP/1.1"
        case Int(CURL_HTTP_VERSION_2_0): "HTTP/2"
        case Int(CURL_HTTP_VERSION_3): "HTTP/3"
        default: nil
        }
    }

    /// Whether the transfer had no need of a new connection.
    var isConnectionReused: Bool {
        var connections = 0
        ofp_curl_getinfo_long(pointer, CURLINFO_NUM_CONNECTS, &connections)
        return connections == 0
    }

    /// OpenSSL's code for what it found of the server's certificates.
    var certificateVerdict: Int { number(CURLINFO_SSL_VERIFYRESULT) }

    /// The same of a proxy that is spoken to in TLS.
    var proxyCertificateVerdict: Int { number(CURLINFO_PROXY_SSL_VERIFYRESULT) }

    private func number(_ info: CURLINFO) -> Int {
        var number = 0
        ofp_curl_getinfo_long(pointer, info, &number)
        return number
    }

    private func duration(_ info: CURLINFO) -> Duration {
        var microseconds: curl_off_t = 0
        ofp_curl_getinfo_offset(pointer, info, &microseconds)
        return .microseconds(Int64(microseconds))
    }

    // MARK: - Options

    private func set(request: TransportRequest, userAgent: String) throws(TransportError) {
        let head = request.head
        guard head.scheme?.lowercased() == "https", let authority = head.authority, let path = head.path else {
            throw TransportError(.invalidRequest, "only https URLs are asked", requestMayHaveLeft: false)
        }
        try set(CURLOPT_URL, "https://\(authority)\(path)")
        try set(CURLOPT_PROTOCOLS_STR, "https")
        try set(CURLOPT_FOLLOWLOCATION, 0)
        try set(CURLOPT_USERAGENT, userAgent)
        // Unpacked by ``ContentCoding``, not by libcurl.
        try set(CURLOPT_HTTP_CONTENT_DECODING, 0)
        try set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_2TLS)
        try set(method: head.method, body: request.body)
        // At a time limit libcurl would wait for the thread that looks the name up: on the loop's thread, for all.
        try set(CURLOPT_QUICK_EXIT, 1)
        if !request.isRepeatable {
            try set(CURLOPT_FRESH_CONNECT, 1)
            try set(CURLOPT_FORBID_REUSE, 1)
        }
        // An empty `Expect` keeps libcurl from waiting for a `100 Continue` that gateways do not send.
        fields = curl_slist_append(nil, "Expect:")
        if head.headerFields[.acceptEncoding] == nil {
            fields = curl_slist_append(fields, "Accept-Encoding: \(ContentCoding.offered)")
        }
        for field in head.headerFields {
            // libcurl's own spelling of a field without value.
            fields = curl_slist_append(fields, field.value.isEmpty ? "\(field.name);" : "\(field.name): \(field.value)")
        }
        try set(CURLOPT_HTTPHEADER, pointer: fields)
    }

    private func set(method: HTTPRequest.Method, body: Data?) throws(TransportError) {
        if let body {
            try check(
                ofp_curl_setopt_offset(pointer, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count)),
                CURLOPT_POSTFIELDSIZE_LARGE)
            let code = body.withUnsafeBytes {
                ofp_curl_setopt_pointer(pointer, CURLOPT_COPYPOSTFIELDS, $0.baseAddress)
            }
            try check(code, CURLOPT_COPYPOSTFIELDS)
        }
        switch method {
        case .get where body == nil: try set(CURLOPT_HTTPGET, 1)
        case .post where body != nil: try set(CURLOPT_POST, 1)
        default: try set(CURLOPT_CUSTOMREQUEST, method.rawValue)
        }
    }

    private func set(limits: TransferLimits) throws(TransportError) {
        // Without NOSIGNAL libcurl may use SIGALRM for its time limits, which a threaded program cannot have.
        try set(CURLOPT_NOSIGNAL, 1)
        try set(CURLOPT_CONNECTTIMEOUT_MS, limits.connect.curlMilliseconds)
        try set(CURLOPT_TIMEOUT_MS, limits.total.curlMilliseconds)
        // Known too large from Content-Length, a body need not even start.
        try check(
            ofp_curl_setopt_offset(pointer, CURLOPT_MAXFILESIZE_LARGE, curl_off_t(limits.bodyBytes)),
            CURLOPT_MAXFILESIZE_LARGE)
    }

    private func setSecurity(
        _ rules: ConnectionRules, newestTLS: CurlTransfer.NewestTLS
    ) throws(TransportError) {
        // FAPI 1.0 Advanced §8.5 asks for 1.2 or later.
        let newest = newestTLS == .tls12 ? Int(CURL_SSLVERSION_MAX_TLSv1_2) : 0
        try set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2) | newest)
        try set(CURLOPT_SSL_CIPHER_LIST, ConnectionRules.cipherSuites)
        try set(CURLOPT_SSL_VERIFYPEER, 1)
        try set(CURLOPT_SSL_VERIFYHOST, 2)
        if rules.roots != nil {
            // The rules put them in.
            try set(CURLOPT_CAINFO, nil)
            try set(CURLOPT_CAPATH, nil)
        }
        if case .text(let certificateChain, let privateKey) = identity?.form {
            try set(CURLOPT_SSLCERTTYPE, "PEM")
            try set(CURLOPT_SSLKEYTYPE, "PEM")
            try set(CURLOPT_SSLCERT_BLOB, blob: certificateChain)
            try set(CURLOPT_SSLKEY_BLOB, blob: privateKey)
        }
    }

    private func set(_ option: CURLoption, _ value: Int) throws(TransportError) {
        try check(ofp_curl_setopt_long(pointer, option, value), option)
    }

    private func set(_ option: CURLoption, _ value: String?) throws(TransportError) {
        try check(ofp_curl_setopt_string(pointer, option, value), option)
    }

    private func set(_ option: CURLoption, pointer value: UnsafeRawPointer?) throws(TransportError) {
        try check(ofp_curl_setopt_pointer(pointer, option, value), option)
    }

    private func set(_ option: CURLoption, blob bytes: PinnedBytes) throws(TransportError) {
        try check(ofp_curl_setopt_blob(pointer, option, bytes.memory.baseAddress, bytes.memory.count), option)
    }

    private func check(_ code: CURLcode, _ option: CURLoption) throws(TransportError) {
        guard code == CURLE_OK else {
            let name = curl_easy_option_by_id(option).map { String(cString: $0.pointee.name) } ?? "option"
            let reason = String(cString: curl_easy_strerror(code))
            throw TransportError(
                .invalidRequest, "libcurl refuses \(name): \(reason)", requestMayHaveLeft: false)
        }
    }
}

extension Duration {
    /// At least one: libcurl takes zero as no limit.
    var curlMilliseconds: Int {
        let (seconds, attoseconds) = components
        let milliseconds = Double(seconds) * 1_000 + Double(attoseconds) / 1e15
        return max(1, Int(min(milliseconds, Double(Int32.max))))
    }
}
