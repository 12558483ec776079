// OpenSSL as Swift sees it: the headers, and the macros that Swift cannot import, as inline functions.
#ifndef ROHRPOST_COPENSSL_H
#define ROHRPOST_COPENSSL_H

#include <openssl/bio.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

static inline int rp_ssl_ctx_require_tls12(SSL_CTX *context) {
    return SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
}

static inline void rp_ssl_ctx_set_modes(SSL_CTX *context) {
    // A retried write may come from another address: our outgoing buffer grows while it waits.
    SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
}

// Sessions are handed to the callback and kept by nobody else.
static inline void rp_ssl_ctx_hand_out_sessions(SSL_CTX *context) {
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
}

static inline int rp_ssl_set_server_name(SSL *ssl, const char *name) {
    return (int)SSL_set_tlsext_host_name(ssl, name);
}

// The session that a certificate is being checked for, inside a verify callback.
static inline SSL *rp_ssl_being_verified(X509_STORE_CTX *check) {
    return (SSL *)X509_STORE_CTX_get_ex_data(check, SSL_get_ex_data_X509_STORE_CTX_idx());
}

static inline void rp_ssl_set_owner(SSL *ssl, void *owner) { SSL_set_ex_data(ssl, 0, owner); }

static inline void *rp_ssl_owner(const SSL *ssl) { return SSL_get_ex_data(ssl, 0); }

static inline int rp_ssl_add_chain_certificate(SSL *ssl, X509 *certificate) {
    return (int)SSL_add1_chain_cert(ssl, certificate);
}

static inline int rp_general_names_count(const GENERAL_NAMES *names) { return sk_GENERAL_NAME_num(names); }

// The DNS name at `index`, not NUL-terminated; NULL for another kind of name.
static inline const unsigned char *rp_general_name_dns(const GENERAL_NAMES *names, int index, int *length) {
    const GENERAL_NAME *name = sk_GENERAL_NAME_value(names, index);
    if (name == NULL || name->type != GEN_DNS) return NULL;
    *length = ASN1_STRING_length(name->d.dNSName);
    return ASN1_STRING_get0_data(name->d.dNSName);
}

// The address at `index`: 4 or 16 octets, but it is the peer's word; NULL for another kind of name.
static inline const unsigned char *rp_general_name_address(const GENERAL_NAMES *names, int index, int *length) {
    const GENERAL_NAME *name = sk_GENERAL_NAME_value(names, index);
    if (name == NULL || name->type != GEN_IPADD) return NULL;
    *length = ASN1_STRING_length(name->d.iPAddress);
    return ASN1_STRING_get0_data(name->d.iPAddress);
}

static inline void rp_openssl_free(void *memory) { OPENSSL_free(memory); }

static inline void rp_general_names_free(GENERAL_NAMES *names) { GENERAL_NAMES_free(names); }

#endif
