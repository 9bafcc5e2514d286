// Private keys that stay in a PKCS#11 token, by the two doors that OpenSSL has to them: a provider (3.0 and later, where
// pkcs11-provider is installed) and an engine (where libp11's is).
#ifndef OFP_COPENSSL_TOKENS_H
#define OFP_COPENSSL_TOKENS_H

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/provider.h>
#include <openssl/store.h>
#include <openssl/ui.h>

// Engines are deprecated, and all that OpenSSL has where there is no provider for tokens.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/engine.h>

// What is answered to the question for a PIN. It is given once: a token counts the wrong ones, and locks itself.
typedef struct {
    const char *pin;
    int questions;
} ofp_pin_answer;

// Nobody but ofp asks a person: OpenSSL would do so by itself, on the terminal or from standard input.
static inline void ofp_ask_nobody(void) { UI_set_default_method(UI_null()); }

// The result of PKCS#11 that a token's way has left in the queue of errors; 0 where there is none. The queue is empty then.
static inline unsigned long ofp_take_token_result(void) {
    unsigned long error, found = 0;
    while ((error = ERR_get_error()) != 0) {
        const char *library = ERR_lib_error_string(error);
        int is_token = library && (strstr(library, "PKCS#11 module") || strcmp(library, "pkcs11") == 0);
        if (!found && is_token) found = ERR_GET_REASON(error);
    }
    return found;
}

static inline int ofp_answer_pin(UI *ui, UI_STRING *string) {
    ofp_pin_answer *answer = (ofp_pin_answer *)UI_get0_user_data(ui);
    if (UI_get_string_type(string) != UIT_PROMPT) return 1;
    if (!answer || answer->questions++ > 0 || !answer->pin) return 0;
    return UI_set_result(ui, string, answer->pin) == 0;
}

static inline UI_METHOD *ofp_pin_method(void) {
    UI_METHOD *method = UI_create_method("ofp");
    if (method) UI_method_set_reader(method, ofp_answer_pin);
    return method;
}

// A library context with the provider in it, or NULL where there is none. It is one of its own: a module that uses OpenSSL
// itself, as SoftHSM does, would otherwise find the provider, and wait for itself.
static inline OSSL_LIB_CTX *ofp_token_context(const char *module) {
    OSSL_LIB_CTX *context = OSSL_LIB_CTX_new();
    if (!context) return NULL;
    OSSL_PROVIDER *provider = NULL;
    // Since OpenSSL 3.2.
    OSSL_PROVIDER *(*load)(OSSL_LIB_CTX *, const char *, OSSL_PARAM *) =
        (OSSL_PROVIDER * (*)(OSSL_LIB_CTX *, const char *, OSSL_PARAM *)) dlsym(RTLD_DEFAULT, "OSSL_PROVIDER_load_ex");
    if (module && load) {
        OSSL_PARAM parameters[2] = {
            OSSL_PARAM_construct_utf8_string("pkcs11-module-path", (char *)module, 0), OSSL_PARAM_construct_end()};
        provider = load(context, "pkcs11", parameters);
    } else {
        if (module) setenv("PKCS11_PROVIDER_MODULE", module, 1);
        provider = OSSL_PROVIDER_load(context, "pkcs11");
    }
    if (provider && OSSL_PROVIDER_load(context, "default")) return context;
    OSSL_LIB_CTX_free(context);
    return NULL;
}

// The first private key that a URI names; NULL where there is none, or the token does not open.
static inline EVP_PKEY *ofp_provider_key(OSSL_LIB_CTX *context, const char *uri, ofp_pin_answer *answer) {
    UI_METHOD *method = ofp_pin_method();
    OSSL_STORE_CTX *store =
        OSSL_STORE_open_ex(uri, context, "provider=pkcs11", method, answer, NULL, NULL, NULL);
    EVP_PKEY *key = NULL;
    if (store) {
        OSSL_STORE_expect(store, OSSL_STORE_INFO_PKEY);
        while (!key && !OSSL_STORE_eof(store)) {
            OSSL_STORE_INFO *info = OSSL_STORE_load(store);
            if (!info) break;
            if (OSSL_STORE_INFO_get_type(info) == OSSL_STORE_INFO_PKEY) key = OSSL_STORE_INFO_get1_PKEY(info);
            OSSL_STORE_INFO_free(info);
        }
        OSSL_STORE_close(store);
    }
    UI_destroy_method(method);
    return key;
}

#ifndef OPENSSL_NO_ENGINE
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wdeprecated-declarations"

// The engine, ready for use, or NULL where there is none or it does not take the module.
static inline void *ofp_token_engine(const char *module) {
    OPENSSL_init_crypto(OPENSSL_INIT_ENGINE_DYNAMIC, NULL);
    ENGINE *engine = ENGINE_by_id("pkcs11");
    if (!engine) return NULL;
    // libcurl, when it starts, registers every engine for keys of all kinds, and those that are in no token would suffer.
    ENGINE_set_flags(engine, ENGINE_get_flags(engine) | ENGINE_FLAGS_NO_REGISTER_ALL);
    // It tells people on standard error what we tell in our own words.
    ENGINE_ctrl_cmd_string(engine, "QUIET", NULL, 0);
    if ((!module || ENGINE_ctrl_cmd_string(engine, "MODULE_PATH", module, 0)) && ENGINE_init(engine)) return engine;
    ENGINE_free(engine);
    return NULL;
}

static inline EVP_PKEY *ofp_engine_key(void *engine, const char *uri, ofp_pin_answer *answer) {
    UI_METHOD *method = ofp_pin_method();
    // It keeps the first PIN, and would tell the next token that: each load says its own, or none.
    ENGINE_ctrl_cmd_string((ENGINE *)engine, "PIN", answer->pin ? answer->pin : "", 0);
    EVP_PKEY *key = ENGINE_load_private_key((ENGINE *)engine, uri, method, answer);
    UI_destroy_method(method);
    return key;
}

typedef int (*ofp_sign)(EVP_PKEY_CTX *, unsigned char *, size_t *, const unsigned char *, size_t);

// Puts a function in the place of the one by which the engine signs with RSA keys. Returns that; NULL where it has none.
static inline ofp_sign ofp_replace_engine_sign(void *engine, ofp_sign replacement) {
    EVP_PKEY_METHOD *method = (EVP_PKEY_METHOD *)ENGINE_get_pkey_meth((ENGINE *)engine, EVP_PKEY_RSA);
    int (*start)(EVP_PKEY_CTX *) = NULL;
    ofp_sign sign = NULL;
    if (!method) return NULL;
    EVP_PKEY_meth_get_sign(method, &start, &sign);
    EVP_PKEY_meth_set_sign(method, start, replacement);
    return sign;
}

#pragma clang diagnostic pop
#else
typedef int (*ofp_sign)(EVP_PKEY_CTX *, unsigned char *, size_t *, const unsigned char *, size_t);
static inline ofp_sign ofp_replace_engine_sign(void *engine, ofp_sign replacement) { return NULL; }
static inline void *ofp_token_engine(const char *module) { return NULL; }
static inline EVP_PKEY *ofp_engine_key(void *engine, const char *uri, ofp_pin_answer *answer) { return NULL; }
#endif

#endif
