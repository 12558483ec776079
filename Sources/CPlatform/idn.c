#include "cplatform_idn.h"

#include <idn2.h>
#include <stddef.h>
#include <stdint.h>

char *rp_idn_to_ascii(const char *name) {
    char *result = NULL;
    // NFC_INPUT: a person may have typed a letter and its accent as two characters.
    return idn2_to_ascii_8z(name, &result, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL) == IDN2_OK ? result : NULL;
}

void rp_idn_free(char *name) { idn2_free(name); }
