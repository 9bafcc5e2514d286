// What OpenSSL offers only as macros, as functions that Swift can call.
#ifndef OFP_COPENSSL_SHIM_H
#define OFP_COPENSSL_SHIM_H

#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/pemerr.h>
#include <openssl/pkcs12.h>
#include <openssl/pkcs7.h>
#include <openssl/rsa.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include "tokens.h"

// The bytes that a memory BIO holds; they stay the BIO's.
static inline long ofp_bio_contents(BIO *bio, char **bytes) { return BIO_get_mem_data(bio, bytes); }

static inline int ofp_key_is_rsa(const EVP_PKEY *key) { return EVP_PKEY_is_a(key, "RSA"); }

// Whether the newest error says that a PEM text has no further object in it.
static inline int ofp_last_error_is_no_start_line(void) {
    unsigned long error = ERR_peek_last_error();
    return ERR_GET_LIB(error) == ERR_LIB_PEM && ERR_GET_REASON(error) == PEM_R_NO_START_LINE;
}

// Whether an error says that OpenSSL has no such cipher, or has it only in its provider of legacy ones.
static inline int ofp_is_unsupported_cipher(unsigned long error) {
    return (ERR_GET_LIB(error) == ERR_LIB_EVP && ERR_GET_REASON(error) == ERR_R_UNSUPPORTED)
        || (ERR_GET_LIB(error) == ERR_LIB_PEM && ERR_GET_REASON(error) == PEM_R_UNSUPPORTED_ENCRYPTION);
}

static inline void ofp_free(void *memory) { OPENSSL_free(memory); }

// The context takes a reference of its own.
static inline int ofp_add_to_chain(SSL_CTX *context, X509 *certificate) {
    return (int)SSL_CTX_add1_chain_cert(context, certificate);
}

// An index for data of ours in contexts of TLS connections; negative where there is none left.
static inline int ofp_context_data_index(void) { return SSL_CTX_get_ex_new_index(0, NULL, NULL, NULL, NULL); }

static inline void ofp_set_security_level_at_least(SSL_CTX *context, int level) {
    if (SSL_CTX_get_security_level(context) < level) SSL_CTX_set_security_level(context, level);
}

// No renegotiation that RFC 5746 does not secure.
static inline void ofp_forbid_unsafe_renegotiation(SSL_CTX *context) {
    SSL_CTX_clear_options(context, SSL_OP_LEGACY_SERVER_CONNECT | SSL_OP_ALLOW_UNSAFE_LEGACY_RENEGOTIATION);
}

// What a filter's reader says where there is something to read, only not now.
static inline void ofp_bio_read_later(BIO *bio) { BIO_set_retry_read(bio); }

static inline void ofp_bio_clear_retry(BIO *bio) { BIO_clear_retry_flags(bio); }

// Seconds from 1970 to a time in a certificate (RFC 5280 §4.1.2.5); false where it cannot be read.
static inline int ofp_unix_time(const ASN1_TIME *time, double *seconds) {
    int days = 0, rest = 0;
    ASN1_TIME *epoch = ASN1_TIME_set(NULL, 0);
    int is_read = epoch && ASN1_TIME_diff(&days, &rest, epoch, time) == 1;
    ASN1_TIME_free(epoch);
    *seconds = days * 86400.0 + rest;
    return is_read;
}

// Writes a name as RFC 4514 has it, with letters of every script as they are.
static inline int ofp_write_name(BIO *bio, const X509_NAME *name) {
    return X509_NAME_print_ex(bio, name, 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB);
}

// An index for data of ours in TLS connections; negative where there is none left.
static inline int ofp_connection_data_index(void) { return SSL_get_ex_new_index(0, NULL, NULL, NULL, NULL); }

// Versions of TLS by the numbers of OpenSSL, such as TLS1_2_VERSION.
static inline int ofp_set_versions(SSL_CTX *context, int oldest, int newest) {
    return SSL_CTX_set_min_proto_version(context, oldest) == 1 && SSL_CTX_set_max_proto_version(context, newest) == 1;
}

// `choose` is called once a ClientHello has come, whether it names a server or not.
static inline void ofp_set_server_name_callback(SSL_CTX *context, int (*choose)(SSL *, int *, void *)) {
    SSL_CTX_set_tlsext_servername_callback(context, choose);
}

static inline void ofp_choose_dh_parameters(SSL_CTX *context) { SSL_CTX_set_dh_auto(context, 1); }

// Every connection has a whole handshake, in which the client's certificate is judged anew.
static inline void ofp_resume_no_sessions(SSL_CTX *context) {
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_options(context, SSL_OP_NO_TICKET);
    SSL_CTX_set_num_tickets(context, 0);
}

static inline X509 *ofp_peer_certificate(const SSL *connection) { return SSL_get1_peer_certificate(connection); }

#endif
