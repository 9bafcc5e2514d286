// Typed doors to libcurl's variadic functions, which Swift cannot call.
#ifndef OFP_CCURL_SHIM_H
#define OFP_CCURL_SHIM_H

#include <curl/curl.h>

static inline const curl_version_info_data *ofp_curl_version_info(void) { return curl_version_info(CURLVERSION_NOW); }

static inline CURLcode ofp_curl_setopt_long(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode ofp_curl_setopt_offset(CURL *handle, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode ofp_curl_setopt_string(CURL *handle, CURLoption option, const char *value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode ofp_curl_setopt_pointer(CURL *handle, CURLoption option, const void *value) {
    return curl_easy_setopt(handle, option, value);
}

// The memory behind `data` must outlive the handle: libcurl is told not to copy it.
static inline CURLcode ofp_curl_setopt_blob(CURL *handle, CURLoption option, const void *data, size_t length) {
    struct curl_blob blob = {(void *)data, length, CURL_BLOB_NOCOPY};
    return curl_easy_setopt(handle, option, &blob);
}

typedef size_t (*ofp_curl_receive)(char *bytes, size_t size, size_t count, void *context);

static inline CURLcode ofp_curl_setopt_receive(CURL *handle, CURLoption option, ofp_curl_receive callback) {
    return curl_easy_setopt(handle, option, callback);
}

typedef CURLcode (*ofp_curl_context)(CURL *handle, void *tls_context, void *context);

static inline CURLcode ofp_curl_setopt_context(CURL *handle, CURLoption option, ofp_curl_context callback) {
    return curl_easy_setopt(handle, option, callback);
}

typedef int (*ofp_curl_prerequest)(void *context, char *, char *, int, int);

static inline CURLcode ofp_curl_setopt_prerequest(CURL *handle, CURLoption option, ofp_curl_prerequest callback) {
    return curl_easy_setopt(handle, option, callback);
}

// The `SSL` of the transfer's connection; NULL where there is none, or the TLS library is not OpenSSL.
static inline void *ofp_curl_openssl_connection(CURL *handle) {
    struct curl_tlssessioninfo *session = NULL;
    if (curl_easy_getinfo(handle, CURLINFO_TLS_SSL_PTR, &session) != CURLE_OK || !session) return NULL;
    return session->backend == CURLSSLBACKEND_OPENSSL ? session->internals : NULL;
}

static inline CURLcode ofp_curl_getinfo_string(CURL *handle, CURLINFO info, const char **value) {
    return curl_easy_getinfo(handle, info, value);
}

static inline CURLcode ofp_curl_getinfo_offset(CURL *handle, CURLINFO info, curl_off_t *value) {
    return curl_easy_getinfo(handle, info, value);
}

static inline CURLcode ofp_curl_getinfo_socket(CURL *handle, CURLINFO info, int *value) {
    curl_socket_t socket = CURL_SOCKET_BAD;
    CURLcode code = curl_easy_getinfo(handle, info, &socket);
    *value = (int)socket;
    return code;
}

static inline CURLcode ofp_curl_getinfo_long(CURL *handle, CURLINFO info, long *value) {
    return curl_easy_getinfo(handle, info, value);
}

static inline CURLcode ofp_curl_pause(CURL *handle, int directions) { return curl_easy_pause(handle, directions); }

static inline CURLMcode ofp_curl_multi_setopt_long(CURLM *multi, CURLMoption option, long value) {
    return curl_multi_setopt(multi, option, value);
}

// The finished transfer that `curl_multi_info_read` reports, or NULL when there is none; `code` gets its result.
static inline CURL *ofp_curl_multi_next_finished(CURLM *multi, CURLcode *code) {
    int remaining = 0;
    CURLMsg *message;
    while ((message = curl_multi_info_read(multi, &remaining))) {
        if (message->msg == CURLMSG_DONE) {
            *code = message->data.result;
            return message->easy_handle;
        }
    }
    return NULL;
}

#endif
