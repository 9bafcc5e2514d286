import Foundation
import OpenFinance

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The configuration file that `ofp config init` writes.
enum ConfigurationTemplate {
    static let text = """
        # Settings of ofp. A flag wins over an environment variable, and that over this file.
        # Paths count from this file's folder; ~ is your home.

        # The profile to use where neither --profile nor OFP_PROFILE names one.
        profile: sandbox

        profiles:
          sandbox:
            directory: sandbox
            # The application's id in the Trust Framework.
            client-id:
            # Private key that signs client assertions, in PEM or in a token (pkcs11:token=…;object=…), and its Key ID.
            signing-key:
            signing-key-id:
            # PEM certificate (with its chain) and key for mutual TLS.
            transport-cert:
            transport-key:
            # Passphrases have no place here: OFP_SIGNING_KEY_PASSPHRASE, OFP_TRANSPORT_KEY_PASSPHRASE, or the prompt.
            # The PKCS#11 module of keys in tokens, in place of those of p11-kit.
            # pkcs11-module:

            # Trust roots in place of the system's.
            # ca-file:
            # Where the Trust Framework publishes its keys, beside a directory of your own.
            # keystore:
            # The address of the customer in session; better given by each call.
            # customer-ip:
            # scope: products
            # Seconds that one bank may take in all, and the whole command.
            # timeout: 30
            # deadline:
            # no-cache: false
            # color: auto
            # no-pager: false
            # log-level: info
            # What goes over the wire: true for standard error, or a file.
            # trace: false

          production:
            directory: production
            client-id:
            signing-key:
            signing-key-id:
            transport-cert:
            transport-key:
            # The only banks that may be asked at all, as in live proving; flags choose among them.
            # lfi:
            #   - Liwa Bank
            # exclude-lfi:

        """

    /// Writes it with mode 0600.
    ///
    /// - Throws: a ``CommandFailure`` where there is a file already, or it cannot be written.
    static func write(to path: String) throws(CommandFailure) {
        let folder = URL(filePath: path).deletingLastPathComponent().path
        try? FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        // O_EXCL: between a look and a write somebody else may have written one.
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            let code = errno
            guard code == EEXIST else {
                throw CommandFailure(
                    OutputFile.status(of: code),
                    "The configuration file '\(path)' cannot be written: \(SystemMessage.of(code))",
                    advice: "Check the folder and its permissions, or name another file with --config")
            }
            throw CommandFailure(
                .usage, "There is a configuration file '\(path)' already", advice: "Edit it, or move it away first")
        }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        do {
            try handle.write(contentsOf: Data(text.utf8))
        } catch {
            unlink(path)
            throw CommandFailure(
                .outputFailed, "The configuration file '\(path)' cannot be written",
                advice: "Check that the disk is not full")
        }
    }
}
