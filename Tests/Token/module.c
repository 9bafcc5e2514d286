// A PKCS#11 module for tests: SoftHSM (or what OFP_TEST_MODULE names), with a few things that SoftHSM cannot be brought to.
//
//   OFP_TEST_MODULE_LOG=FILE        appends a line for each login and each signature
//   OFP_TEST_MODULE_PIN=locked|last tells that the PIN is locked, or has one try left
//   OFP_TEST_MODULE_SIGNATURES=N    is taken out after so many signatures
//   OFP_TEST_MODULE_WRONG=1         signs, and gives something else
//   OFP_TEST_MODULE_LOGIN=N         answers each login with this result
//
// Built by: cc -shared -fPIC $(pkg-config --cflags p11-kit-1) -o module.so module.c
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <p11-kit/pkcs11.h>

static CK_FUNCTION_LIST ours;
static CK_FUNCTION_LIST *theirs;
static int signatures;

static void note(const char *line) {
    const char *path = getenv("OFP_TEST_MODULE_LOG");
    FILE *file = path ? fopen(path, "a") : NULL;
    if (!file) return;
    fprintf(file, "%s\n", line);
    fclose(file);
}

static CK_RV login(CK_SESSION_HANDLE session, CK_USER_TYPE user, CK_UTF8CHAR *pin, CK_ULONG length) {
    const char *result = getenv("OFP_TEST_MODULE_LOGIN");
    note("login");
    if (result) return strtoul(result, NULL, 0);
    return theirs->C_Login(session, user, pin, length);
}

static CK_RV token_info(CK_SLOT_ID slot, CK_TOKEN_INFO *info) {
    CK_RV result = theirs->C_GetTokenInfo(slot, info);
    const char *state = getenv("OFP_TEST_MODULE_PIN");
    if (result == CKR_OK && state) info->flags |= strcmp(state, "locked") ? CKF_USER_PIN_FINAL_TRY : CKF_USER_PIN_LOCKED;
    return result;
}

static CK_RV start_signature(CK_SESSION_HANDLE session, CK_MECHANISM *mechanism, CK_OBJECT_HANDLE key) {
    const char *limit = getenv("OFP_TEST_MODULE_SIGNATURES");
    if (limit && signatures >= atoi(limit)) return CKR_DEVICE_REMOVED;
    signatures++;
    note("signature");
    return theirs->C_SignInit(session, mechanism, key);
}

static CK_RV sign(CK_SESSION_HANDLE session, CK_BYTE *data, CK_ULONG length, CK_BYTE *signature, CK_ULONG *room) {
    CK_RV result = theirs->C_Sign(session, data, length, signature, room);
    if (result == CKR_OK && signature && getenv("OFP_TEST_MODULE_WRONG")) signature[7] ^= 1;
    return result;
}

static CK_RV sign_last(CK_SESSION_HANDLE session, CK_BYTE *signature, CK_ULONG *room) {
    CK_RV result = theirs->C_SignFinal(session, signature, room);
    if (result == CKR_OK && signature && getenv("OFP_TEST_MODULE_WRONG")) signature[7] ^= 1;
    return result;
}

CK_RV C_GetFunctionList(CK_FUNCTION_LIST **list) {
    if (!theirs) {
        const char *path = getenv("OFP_TEST_MODULE");
        void *library = dlopen(path ? path : "/usr/lib/softhsm/libsofthsm2.so", RTLD_NOW | RTLD_LOCAL);
        CK_RV (*get)(CK_FUNCTION_LIST **) = library ? (CK_RV (*)(CK_FUNCTION_LIST **))dlsym(library, "C_GetFunctionList") : NULL;
        if (!get || get(&theirs) != CKR_OK) return CKR_FUNCTION_FAILED;
        ours = *theirs;
        ours.C_Login = login;
        ours.C_GetTokenInfo = token_info;
        ours.C_SignInit = start_signature;
        ours.C_Sign = sign;
        ours.C_SignFinal = sign_last;
    }
    *list = &ours;
    return CKR_OK;
}
