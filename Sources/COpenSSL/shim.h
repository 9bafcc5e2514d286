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
#include <openssl/rsa.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

// The bytes that a memory BIO holds; they stay the BIO's.
static inline long ofp_bio_contents(BIO *bio, char **bytes) { return BIO_get_mem_data(bio, bytes); }

static inline int ofp_key_is_rsa(const EVP_PKEY *key) { return EVP_PKEY_is_a(key, "RSA"); }

// Whether the newest error says that a PEM text has no further object in it.
static inline int ofp_last_error_is_no_start_line(void) {
    unsigned long error = ERR_peek_last_error();
    return ERR_GET_LIB(error) == ERR_LIB_PEM && ERR_GET_REASON(error) == PEM_R_NO_START_LINE;
}

// The context takes a reference of its own.
static inline int ofp_add_to_chain(SSL_CTX *context, X509 *certificate) {
    return (int)SSL_CTX_add1_chain_cert(context, certificate);
}

#endif
