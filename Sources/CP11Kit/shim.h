#ifndef OFP_CP11KIT_SHIM_H
#define OFP_CP11KIT_SHIM_H

#include <p11-kit/p11-kit.h>
#include <p11-kit/uri.h>

// Constants of PKCS#11 (v2.40) that Swift cannot read, as they are casts.
static const CK_FLAGS ofp_serial_session = CKF_SERIAL_SESSION;
static const CK_FLAGS ofp_pin_is_locked = CKF_USER_PIN_LOCKED;
static const CK_FLAGS ofp_pin_has_one_try = CKF_USER_PIN_FINAL_TRY;
static const CK_FLAGS ofp_token_is_initialised = CKF_TOKEN_INITIALIZED;
static const CK_STATE ofp_user_is_logged_in[2] = {CKS_RO_USER_FUNCTIONS, CKS_RW_USER_FUNCTIONS};
static const CK_OBJECT_CLASS ofp_private_key_class = CKO_PRIVATE_KEY;

#endif
