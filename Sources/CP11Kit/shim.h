#ifndef OFP_CP11KIT_SHIM_H
#define OFP_CP11KIT_SHIM_H

#include <p11-kit/p11-kit.h>
#include <p11-kit/uri.h>

// Constants of PKCS#11 (v2.40) that Swift cannot read, as they are casts.
static const CK_FLAGS ofp_serial_session = CKF_SERIAL_SESSION;
static const CK_FLAGS ofp_pin_is_locked = CKF_USER_PIN_LOCKED;
static const CK_FLAGS ofp_pin_has_one_try = CKF_USER_PIN_FINAL_TRY;
static const CK_FLAGS ofp_token_is_initialised = CKF_TOKEN_INITIALIZED;
static const CK_FLAGS ofp_token_wants_login = CKF_LOGIN_REQUIRED;
static const CK_FLAGS ofp_token_asks_by_itself = CKF_PROTECTED_AUTHENTICATION_PATH;
static const CK_STATE ofp_user_is_logged_in[2] = {CKS_RO_USER_FUNCTIONS, CKS_RW_USER_FUNCTIONS};
static const CK_OBJECT_CLASS ofp_private_key_class = CKO_PRIVATE_KEY;

// Starts a module for several threads, with the system's locks where it takes them. Whoever starts it first decides that for
// all, and OpenSSL's provider signs on more than one.
static inline CK_RV ofp_start_module(CK_FUNCTION_LIST *module) {
    CK_C_INITIALIZE_ARGS arguments = {0};
    CK_RV result;
    if (!module->C_Initialize || !module->C_GetSlotList || !module->C_GetTokenInfo || !module->C_OpenSession
        || !module->C_GetSessionInfo || !module->C_FindObjectsInit || !module->C_FindObjects
        || !module->C_FindObjectsFinal || !module->C_GetAttributeValue) return CKR_FUNCTION_NOT_SUPPORTED;
    arguments.flags = CKF_OS_LOCKING_OK;
    result = module->C_Initialize(&arguments);
    if (result == CKR_CANT_LOCK || result == CKR_ARGUMENTS_BAD) result = module->C_Initialize(NULL);
    return result == CKR_CRYPTOKI_ALREADY_INITIALIZED ? CKR_OK : result;
}

#endif
