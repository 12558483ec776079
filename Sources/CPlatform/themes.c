#include "cplatform_themes.h"

// C23's #embed: the compiler knows the dependency, and the path is beside this file, not where the build runs.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char compact[] = {
#embed "../../themes/compact.theme"
};

const unsigned char *rp_theme_compact(size_t *length) {
    *length = sizeof compact;
    return compact;
}
