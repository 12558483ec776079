// The themes that are compiled in, so that a single binary has its looks with it.
#ifndef ROHRPOST_CPLATFORM_THEMES_H
#define ROHRPOST_CPLATFORM_THEMES_H

#include <stddef.h>

// The bytes of themes/compact.theme.
const unsigned char *rp_theme_compact(size_t *length);

#endif
