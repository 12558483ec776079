// OpenSSL as Swift sees it: the headers, and the macros Swift cannot import as inline functions.
#ifndef ROHRPOST_COPENSSL_H
#define ROHRPOST_COPENSSL_H

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#endif
