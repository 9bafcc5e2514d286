import CCurl
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// One libcurl multi handle, driven by one thread.
///
/// Other threads reach it only through the inbox and `curl_multi_wakeup`, the one function of a multi handle that
/// libcurl allows from outside its thread.
final class CurlLoop: Sendable {
    /// Beside the loop's thread only ``tell(_:)`` uses it, for the one call that libcurl allows.
    private struct MultiHandle: Sendable {
        // Safe to share, since it is used under the inbox's lock alone, and the loop's thread takes it from there, under the
        // same lock, before it frees it.
        nonisolated(unsafe) let pointer: UnsafeMutableRawPointer
    }

    private struct Inbox {
        var submitted: [CurlTransfer] = []
        var cancelled: [CurlTransfer] = []
        var isClosing = false
        /// Nil once the thread has freed the multi handle: nobody may wake it from then on.
        var multi: MultiHandle?
    }

    private let inbox: Mutex<Inbox>
    private let transfers: TransferCount

    /// - Parameter connections: how many there may be at a time. Transfers beyond that wait.
    static func start(_ transfers: TransferCount, connections: Int) throws(TransportError) -> CurlLoop {
        try CurlLibrary.start()
        guard let multi = curl_multi_init() else {
            throw TransportError(.setup, "libcurl gives no multi handle", requestMayHaveLeft: false)
        }
        ofp_curl_multi_setopt_long(multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, connections)
        // Each transfer has its connection to itself, with what is counted on it.
        ofp_curl_multi_setopt_long(multi, CURLMOPT_PIPELINING, CURLPIPE_NOTHING)
        // Idle ones are kept for a host's next request, not for ever: most hosts are asked once.
        ofp_curl_multi_setopt_long(multi, CURLMOPT_MAXCONNECTS, min(connections, 512))
        let loop = CurlLoop(multi: MultiHandle(pointer: multi), transfers)
        try loop.startThread()
        return loop
    }

    private init(multi: MultiHandle, _ transfers: TransferCount) {
        inbox = Mutex(Inbox(multi: multi))
        self.transfers = transfers
    }

    func submit(_ transfer: CurlTransfer) {
        let isAccepted = tell { inbox in
            guard !inbox.isClosing else { return false }
            inbox.submitted.append(transfer)
            return true
        }
        if !isAccepted { transfer.giveUp() }
    }

    func cancel(_ transfer: CurlTransfer) {
        // Whoever waits is told at once; the thread takes the handle away when it comes to it.
        transfer.giveUp()
        tell { $0.cancelled.append(transfer) }
    }

    func shutDown() {
        tell { $0.isClosing = true }
    }

    @discardableResult
    private func tell<Result>(_ change: (inout Inbox) -> Result) -> Result {
        inbox.withLock { inbox in
            let result = change(&inbox)
            if let multi = inbox.multi { curl_multi_wakeup(multi.pointer) }
            return result
        }
    }

    // MARK: - On the thread

    private func startThread() throws(TransportError) {
        #if canImport(Darwin)
        var thread: pthread_t?
        #else
        var thread = pthread_t()
        #endif
        let context = Unmanaged.passRetained(self)
        let status = pthread_create(&thread, nil, runLoop, context.toOpaque())
        guard status == 0 else {
            context.release()
            throw TransportError(
                .setup, "no thread for network transfers: \(String(cString: strerror(status)).lowercased())", .noThread,
                requestMayHaveLeft: false)
        }
        #if canImport(Darwin)
        guard let thread else { return }
        #endif
        pthread_detach(thread)
    }

    fileprivate func run() {
        blockSignals()
        guard let multi = inbox.withLock({ $0.multi?.pointer }) else { return }
        var active: [UnsafeMutableRawPointer: CurlTransfer] = [:]
        var counted = 0
        func count(_ now: Int) {
            transfers.change(by: now - counted)
            counted = now
        }
        let pace = ReadPace()
        defer { extendLifetime(pace) }
        var ready: Int32 = 0
        while drainInbox(multi, &active, pace) {
            count(active.count)
            var running: Int32 = 0
            pace.nextRound()
            curl_multi_perform(multi, &running)
            completeFinished(multi, &active)
            completeMissed(multi, &active, isIdle: ready == 0)
            count(active.count)
            curl_multi_poll(multi, nil, 0, active.isEmpty ? 60_000 : 1_000, &ready)
        }
        close(multi, active)
        count(0)
    }

    /// Signals are for the threads that know what to do with them.
    private func blockSignals() {
        var all = sigset_t()
        sigfillset(&all)
        pthread_sigmask(SIG_SETMASK, &all, nil)
    }

    /// Starts and ends what others asked for. False when it is time to go.
    private func drainInbox(
        _ multi: UnsafeMutableRawPointer, _ active: inout [UnsafeMutableRawPointer: CurlTransfer], _ pace: ReadPace
    ) -> Bool {
        let (submitted, cancelled, isClosing) = inbox.withLock { inbox in
            defer { (inbox.submitted, inbox.cancelled) = ([], []) }
            return (inbox.submitted, inbox.cancelled, inbox.isClosing)
        }
        for transfer in submitted {
            guard let handle = transfer.prepare(pace: pace) else { continue }
            guard curl_multi_add_handle(multi, handle) == CURLM_OK else {
                transfer.finish(
                    .failure(.init(.setup, "libcurl takes no further transfer", requestMayHaveLeft: false)))
                transfer.release()
                continue
            }
            active[handle] = transfer
        }
        for transfer in cancelled {
            guard let handle = transfer.handle, active.removeValue(forKey: handle) != nil else { continue }
            curl_multi_remove_handle(multi, handle)
            transfer.release()
        }
        return !isClosing
    }

    private func completeFinished(
        _ multi: UnsafeMutableRawPointer, _ active: inout [UnsafeMutableRawPointer: CurlTransfer]
    ) {
        var code = CURLE_OK
        while let handle = ofp_curl_multi_next_finished(multi, &code) {
            curl_multi_remove_handle(multi, handle)
            active.removeValue(forKey: handle)?.complete(with: code)
        }
    }

    /// Ends what libcurl does not see the end of.
    private func completeMissed(
        _ multi: UnsafeMutableRawPointer, _ active: inout [UnsafeMutableRawPointer: CurlTransfer], isIdle: Bool
    ) {
        for (handle, transfer) in active where transfer.mayMissItsEnd {
            if transfer.hasAnnouncedLength {
                active[handle] = nil
                curl_multi_remove_handle(multi, handle)
                transfer.complete(with: CURLE_OK)
            } else {
                transfer.lookForItsEnd(isIdle: isIdle)
            }
        }
    }

    private func close(_ multi: UnsafeMutableRawPointer, _ active: [UnsafeMutableRawPointer: CurlTransfer]) {
        // First nobody may wake the handle any more, then it may go.
        let late = inbox.withLock { inbox in
            inbox.multi = nil
            defer { inbox.submitted = [] }
            return inbox.submitted
        }
        for (handle, transfer) in active {
            transfer.giveUp()
            curl_multi_remove_handle(multi, handle)
            transfer.release()
        }
        for transfer in late { transfer.giveUp() }
        curl_multi_cleanup(multi)
    }
}

/// The thread's first function. The platforms differ in whether the context is optional.
#if canImport(Darwin)
private func runLoop(context: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
    Unmanaged<CurlLoop>.fromOpaque(context).takeRetainedValue().run()
    return nil
}
#else
private func runLoop(context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let context else { return nil }
    Unmanaged<CurlLoop>.fromOpaque(context).takeRetainedValue().run()
    return nil
}
#endif
